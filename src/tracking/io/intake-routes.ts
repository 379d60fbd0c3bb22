import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { remembered } from '#kernel/remembered.ts'
import { sendNotFound } from '#platform/http-errors.ts'
import { cookieFor } from '../visitor-cookie.ts'
import { readWire, WIRE_LIMITS } from '../wire.ts'
import { QueueFull } from './batch-queue.ts'
import { registrableDomain } from './domains.ts'
import type { Sender } from './hit-reader.ts'
import type { Intake } from './intake.ts'

export type IntakeRouteParts = {
  readonly intake: Intake
  readonly now: () => Date
}

/** So long a sender waits when too much came at once, or when the database is away, in seconds. */
const RETRY_FULL = '1'
const RETRY_AWAY = '5'

const ORIGINS_REMEMBERED = 1_000

const ROUTE = {
  config: { public: true, anyOrigin: true },
  schema: { hide: true },
  bodyLimit: WIRE_LIMITS.bodyBytes,
  helmet: false,
} as object

/** Takes hits of the script: `POST /t`, `POST /m/t` and the same under the operator's own word. */
export const intakeRoutes =
  (parts: IntakeRouteParts): FastifyPluginAsync =>
  async (app) => {
    readJsonAsText(app)
    // A line of its own in the log for each request would cost more than reading it; what fails names itself.
    app.setChildLoggerFactory((logger) => logger)
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply)
      done()
    })
    const take = (request: FastifyRequest, reply: FastifyReply) => takeHits(parts, request, reply)
    app.post('/t', ROUTE, take)
    app.options('/t', ROUTE, answerPreflight)
    app.post<{ Params: { folder: string } }>('/:folder/t', ROUTE, async (request, reply) =>
      (await parts.intake.isFolder(request.params.folder))
        ? take(request, reply)
        : sendNotFound(request, reply),
    )
    app.options('/:folder/t', ROUTE, answerPreflight)
  }

/** A script sends its JSON as text, so that the browser need not ask first whether it may. */
export function readJsonAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['text/plain', 'application/json'],
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(body as string))
      } catch {
        done(Object.assign(new Error('no JSON'), { statusCode: 400 }))
      }
    },
  )
}

/** Any website may send; without these headers its browser would hide the answer and send again and again. */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-credentials', 'true')
    .header('access-control-expose-headers', 'retry-after')
    .header('vary', 'Origin')
}

export function answerPreflight(_request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'content-type, authorization')
    .header('access-control-max-age', '86400')
    .status(204)
    .send()
}

async function takeHits(
  { intake, now }: IntakeRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const receivedAt = now().getTime()
  const read = readWire(request.body, receivedAt)
  if (!read) {
    intake.refuse('unreadable')
    return reply.status(400).send()
  }
  if (read.refused.length > 0) intake.refuse('malformed', read.refused.length)
  try {
    const taken = await intake.takeHits(read.hits, senderOf(request), receivedAt)
    const cookie = cookieFor(taken, cookieFacts(request))
    if (cookie !== null) reply.header('set-cookie', cookie)
    return reply.status(202).send()
  } catch (error) {
    return refuseForNow(error, request, reply)
  }
}

/** 429 when too much came at once, 503 when it cannot be stored now: both say when to come again. */
export function refuseForNow(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof QueueFull) return reply.status(429).header('retry-after', RETRY_FULL).send()
  request.log.warn({ reason: String(error) }, 'hits could not be stored')
  return reply.status(503).header('retry-after', RETRY_AWAY).send()
}

export const senderOf = ({ ip, headers, protocol }: FastifyRequest): Sender => ({
  ip,
  userAgent: headers['user-agent'] ?? '',
  acceptLanguage: headers['accept-language'],
  fetchSite: headers['sec-fetch-site'] as string | undefined,
  isHttps: protocol === 'https',
})

const hostOfOrigin = remembered(ORIGINS_REMEMBERED, (origin) => URL.parse(origin)?.hostname ?? null)

function cookieFacts({ headers, protocol, hostname }: FastifyRequest) {
  const origin = headers.origin === undefined ? null : hostOfOrigin(headers.origin)
  const domain = registrableDomain(hostname)
  return {
    sent: headers.cookie ?? '',
    domain,
    isOwnSite: origin === null || registrableDomain(origin) === domain,
    isHttps: protocol === 'https',
  }
}
