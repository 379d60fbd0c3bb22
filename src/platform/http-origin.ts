import type { FastifyRequest } from 'fastify'
import { Refusal } from '#kernel/refusal.ts'

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

/**
 * Refuses a state-changing request that a browser sends on behalf of another site. Browsers state the
 * origin of each such request; programs that are no browser send neither header and carry no cookie of
 * a person by accident.
 */
export function refuseForeignOrigin(
  request: FastifyRequest,
  trustedOrigins: readonly string[],
): void {
  if (SAFE_METHODS.includes(request.method) || request.routeOptions.config.anyOrigin) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreignOrigin()
  if (origin === undefined) return
  if (trustedOrigins.includes(origin)) return
  if (hostOf(origin) !== request.headers.host) throw foreignOrigin()
}

const foreignOrigin = () => new Refusal('forbidden', 'http.foreign_origin')
