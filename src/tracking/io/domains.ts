import { getDomain } from 'tldts'

/** The registrable domain of a host, or null. Two customers of a host like github.io are two domains. */
export const registrableDomain = (host: string): string | null =>
  getDomain(host, { allowPrivateDomains: true })
