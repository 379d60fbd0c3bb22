import { getDomain } from 'tldts'

/** The registrable domain of a host, or null. Two customers of a host like github.io are two domains. */
export const registrableDomain = (host: string): string | null =>
  getDomain(host, { allowPrivateDomains: true })

/** The registrable domain of an e-mail address as accounts have theirs (`crm.account.domain`), or null. */
export const mailDomain = (email: string): string | null =>
  getDomain(email.slice(email.lastIndexOf('@') + 1))
