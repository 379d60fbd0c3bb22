import { getDomain } from 'tldts'
import { remembered } from '#kernel/remembered.ts'

/** The hosts of a website and its sources are asked for again and again. */
const HOSTS_REMEMBERED = 5_000

/** The registrable domain of a host, or null. Two customers of a host like github.io are two domains. */
export const registrableDomain: (host: string) => string | null = remembered(
  HOSTS_REMEMBERED,
  (host) => getDomain(host, { allowPrivateDomains: true }),
)

/** The registrable domain of an e-mail address as accounts have theirs (`crm.account.domain`), or null. */
export const mailDomain = (email: string): string | null =>
  getDomain(email.slice(email.lastIndexOf('@') + 1))
