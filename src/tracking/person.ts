import { isFreeMail } from './free-mail.ts'

// Which person an address stands for, and which company a person belongs to.

const ADDRESS = /^[^\s@<>()",;:\\]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,63}$/

/** An e-mail address in the one writing in which two are compared, or null for what is none. */
export function normalEmail(given: unknown): string | null {
  if (typeof given !== 'string') return null
  const address = given.normalize('NFC').trim().toLowerCase()
  return ADDRESS.test(address) ? address : null
}

/** Boxes that several people read: they stand for a company and never for a person. */
const ROLE_BOXES = new Set(
  `info kontakt contact office mail post hallo hello service support vertrieb sales verkauf einkauf purchasing
  buchhaltung rechnung rechnungen invoice accounting bewerbung jobs career karriere marketing presse press admin
  administrator webmaster postmaster hostmaster noreply no-reply newsletter zentrale empfang team anfrage anfragen
  bestellung bestellungen order orders shop technik it edv datenschutz privacy abuse`.split(/\s+/),
)

export const isRoleMailbox = (email: string): boolean =>
  ROLE_BOXES.has(email.slice(0, email.indexOf('@')))

/** What is known of the company that a person belongs to. */
export type AccountFacts = {
  /** Of the contact or lead in the CRM. */
  readonly linked: string | null
  /** Named outright by a group call. */
  readonly named: string | null
  /** The registrable domain of the address. */
  readonly emailDomain: string | null
  /** Accounts with exactly this domain. */
  readonly accountsOfDomain: readonly string[]
}

export type AccountDecision = {
  readonly account: string | null
  /** How it was found, or why there is none. */
  readonly by:
    | 'crm'
    | 'group'
    | 'domain'
    | 'shared_domain'
    | 'unknown_domain'
    | 'free_mail'
    | 'nothing'
}

/**
 * The link in the CRM goes before a group call, and that before the domain of the address. A domain of a free mail
 * provider is nobody's; of one that several accounts share it cannot be said whose it is.
 */
export function accountOf(facts: AccountFacts): AccountDecision {
  const { linked, named, emailDomain, accountsOfDomain } = facts
  if (linked !== null) return { account: linked, by: 'crm' }
  if (named !== null) return { account: named, by: 'group' }
  if (emailDomain === null) return { account: null, by: 'nothing' }
  if (isFreeMail(emailDomain)) return { account: null, by: 'free_mail' }
  const [only, ...others] = accountsOfDomain
  if (only === undefined) return { account: null, by: 'unknown_domain' }
  return others.length > 0
    ? { account: null, by: 'shared_domain' }
    : { account: only, by: 'domain' }
}
