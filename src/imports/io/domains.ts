import { getDomain } from 'tldts'
import { isFreeMail } from '#tracking/free-mail.ts'

/** The registrable domain of a website, host or e-mail address in lower case, or null. */
export const registrableDomain = (address: unknown): string | null =>
  typeof address === 'string' ? (getDomain(address.trim().toLowerCase()) ?? null) : null

/** The same, but null for providers of free mail: their domain is nobody's company. */
export function companyDomain(address: unknown): string | null {
  const domain = registrableDomain(address)
  return domain === null || isFreeMail(domain) ? null : domain
}
