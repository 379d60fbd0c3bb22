// Links in mails to somebody we know: they carry who that is, signed, so that nobody can make one up.

/** The parameter of a link that says whom it was sent to. */
export const PERSON_PARAMETER = 'rk_c'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Signs the bytes of a token with the secret of the installation; handed over by io. Base64url. */
export type Sign = (contactId: string) => string

/** How many signs of the signature a token carries: 96 bits. */
const SIGNATURE_LENGTH = 16

/** The value of the parameter for a contact. */
export const personToken = (contactId: string, sign: Sign): string =>
  `${contactId.replaceAll('-', '')}${sign(contactId).slice(0, SIGNATURE_LENGTH)}`

/** The contact that a token was made for, or null for what is none of ours. */
export function contactOfToken(token: string, sign: Sign): string | null {
  if (token.length !== 32 + SIGNATURE_LENGTH) return null
  const id = token.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!UUID.test(id)) return null
  return sameText(token, personToken(id, sign)) ? id : null
}

/** Takes the same time wherever two texts of one length differ. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index += 1) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  }
  return difference === 0
}

/** The address of a link for a contact; null where `target` is no address of a page. */
export function personAddress(target: string, contactId: string, sign: Sign): string | null {
  const url = URL.parse(target)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  url.searchParams.set(PERSON_PARAMETER, personToken(contactId, sign))
  return url.href
}

/** Whom the link to a page was sent to, by its address. */
export function contactOfAddress(address: string, sign: Sign): string | null {
  if (!address.includes(PERSON_PARAMETER)) return null
  const token = URL.parse(address)?.searchParams.get(PERSON_PARAMETER)
  return token ? contactOfToken(token, sign) : null
}
