import type { IncomingHttpHeaders } from 'node:http'
import { remembered } from '#kernel/remembered.ts'
import type { Peer } from '#platform/http-first.ts'
import type { Log } from '#platform/log.ts'
import { type CookieFacts, cookieFor } from '../visitor-cookie.ts'
import { readWire } from '../wire.ts'
import { QueueFull } from './batch-queue.ts'
import { registrableDomain } from './domains.ts'
import type { Sender } from './hit-reader.ts'
import type { Intake } from './intake.ts'

export type IntakeRouteParts = {
  readonly intake: Intake
  readonly now: () => Date
}

/** An answer without a body. */
export type Answer = { readonly status: number; readonly headers: Record<string, string> }

/** So long a sender waits when too much came at once, or when the database is away, in seconds. */
const RETRY_FULL = '1'
const RETRY_AWAY = '5'

const ORIGINS_REMEMBERED = 1_000

/** Takes the hits of a request's parsed body; whatever happens is an answer. */
export async function answerHits(
  { intake, now }: IntakeRouteParts,
  body: unknown,
  peer: Peer,
  headers: IncomingHttpHeaders,
  log: Pick<Log, 'warn'>,
): Promise<Answer> {
  const receivedAt = now().getTime()
  const read = readWire(body, receivedAt)
  if (!read) {
    intake.refuse('unreadable')
    return { status: 400, headers: {} }
  }
  if (read.refused.length > 0) intake.refuse('malformed', read.refused.length)
  try {
    const taken = await intake.takeHits(read.hits, senderOf(peer, headers), receivedAt)
    const cookie = cookieFor(taken, cookieFacts(peer, headers))
    return { status: 202, headers: cookie === null ? {} : { 'set-cookie': cookie } }
  } catch (error) {
    return refusalForNow(error, log)
  }
}

/** 429 when too much came at once, 503 when it cannot be stored now: both say when to come again. */
export function refusalForNow(error: unknown, log: Pick<Log, 'warn'>): Answer {
  if (error instanceof QueueFull) return { status: 429, headers: { 'retry-after': RETRY_FULL } }
  log.warn({ reason: String(error) }, 'hits could not be stored')
  return { status: 503, headers: { 'retry-after': RETRY_AWAY } }
}

/** Any website may send; without these headers its browser would hide the answer and send again and again. */
export const originHeaders = ({ origin }: IncomingHttpHeaders): Record<string, string> =>
  origin === undefined
    ? {}
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'retry-after',
        vary: 'Origin',
      }

export const senderOf = ({ ip, isHttps }: Peer, headers: IncomingHttpHeaders): Sender => ({
  ip,
  userAgent: headers['user-agent'] ?? '',
  acceptLanguage: headers['accept-language'],
  fetchSite: headers['sec-fetch-site'] as string | undefined,
  isHttps,
})

const hostOfOrigin = remembered(ORIGINS_REMEMBERED, (origin) => URL.parse(origin)?.hostname ?? null)

function cookieFacts({ hostname, isHttps }: Peer, headers: IncomingHttpHeaders): CookieFacts {
  const origin = headers.origin === undefined ? null : hostOfOrigin(headers.origin)
  const domain = registrableDomain(hostname)
  return {
    sent: headers.cookie ?? '',
    domain,
    isOwnSite: origin === null || registrableDomain(origin) === domain,
    isHttps,
  }
}
