import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { sendNotFound } from '#platform/http-errors.ts'
import type { Peer } from '#platform/http-first.ts'
import type { Log } from '#platform/log.ts'
import { WIRE_LIMITS } from '../wire.ts'
import { firstHits } from './first-hits.ts'
import {
  type Answer,
  answerHits,
  type IntakeRouteParts,
  originHeaders,
  refusalForNow,
} from './hit-answer.ts'

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
    app.answerFirst(firstHits(parts, app.peerOf, app.log as Log))
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

export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(originHeaders(request.headers))
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
  parts: IntakeRouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body, headers, log } = request
  return sendAnswer(reply, await answerHits(parts, body, peerOf(request), headers, log))
}

export const refuseForNow = (
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => sendAnswer(reply, refusalForNow(error, request.log))

const sendAnswer = (reply: FastifyReply, { status, headers }: Answer): FastifyReply =>
  reply.headers(headers).status(status).send()

export const peerOf = ({ ip, hostname, protocol }: FastifyRequest): Peer => ({
  ip,
  hostname,
  isHttps: protocol === 'https',
})
