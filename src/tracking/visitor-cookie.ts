import type { Hit } from './wire.ts'

/** 13 months, as the script counts them. */
const MAX_AGE_SECONDS = 395 * 86_400

const COOKIE = /(?:^|;\s*)rk_v=([\w-]{22})(?:;|$)/

/** What a request says about cookies. */
export type CookieFacts = {
  /** The header as it came. */
  readonly sent: string
  /** The registrable domain of the server, for all its subdomains; null for an address of numbers. */
  readonly domain: string | null
  /** The page has the same registrable domain: else the browser would not keep the cookie. */
  readonly isOwnSite: boolean
  readonly isHttps: boolean
}

/**
 * The header `Set-Cookie` for these hits, or null. The last hit with a visitor decides: consent gives the cookie, its
 * withdrawal ends it. One that is there is not prolonged. What is sent without consent gets none.
 */
export function cookieFor(hits: readonly Hit[], facts: CookieFacts): string | null {
  const last = hits.findLast(({ visitorId }) => visitorId !== null)
  if (!last || last.visitorId === null || !facts.isOwnSite) return null
  const isWithdrawn = last.consent === 'none'
  if (!isWithdrawn && COOKIE.exec(facts.sent)?.[1] === last.visitorId) return null
  const parts = [
    isWithdrawn ? 'rk_v=' : `rk_v=${last.visitorId}`,
    'Path=/',
    ...(facts.domain === null ? [] : [`Domain=${facts.domain}`]),
    `Max-Age=${isWithdrawn ? 0 : MAX_AGE_SECONDS}`,
    'SameSite=Lax',
    ...(facts.isHttps ? ['Secure'] : []),
  ]
  return parts.join('; ')
}
