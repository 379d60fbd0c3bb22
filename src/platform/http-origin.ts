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
 * The refusal of a state-changing request that a browser sends on behalf of another site, else null. Browsers
 * state the origin of each such request; programs that are no browser send neither header and carry no cookie of
 * a person by accident.
 */
export function refusalOfOrigin(
  request: FastifyRequest,
  trustedOrigins: readonly string[],
): Refusal | null {
  if (SAFE_METHODS.includes(request.method) || request.routeOptions.config.anyOrigin) return null
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreignOrigin()
  if (origin === undefined || trustedOrigins.includes(origin)) return null
  return hostOf(origin) === request.headers.host ? null : foreignOrigin()
}

const foreignOrigin = () => new Refusal('forbidden', 'http.foreign_origin')
