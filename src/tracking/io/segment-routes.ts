import { createHash } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type Arrival, pageOf, storedMark, type Website } from '../arrival.ts'
import {
  readSegment,
  SEGMENT_LIMITS,
  SEGMENT_PATHS,
  SEGMENT_TYPES,
  type SegmentMessage,
  type SegmentType,
} from '../segment.ts'
import { CONSENT_STATES, type HitKind, readWire, WIRE_LIMITS } from '../wire.ts'
import { senderOf } from './hit-answer.ts'
import type { Intake } from './intake.ts'
import {
  allowOrigin,
  answerPreflight,
  peerOf,
  readJsonAsText,
  refuseForNow,
} from './intake-routes.ts'
import { uuidOf, uuidOfWireId } from './salts.ts'

export type SegmentRouteParts = { readonly intake: Intake; readonly now: () => Date }

const ROUTE = {
  config: { public: true, anyOrigin: true },
  schema: { hide: true },
  bodyLimit: SEGMENT_LIMITS.bodyBytes,
  helmet: false,
} as object

/** Who sends: a server with the write key, which may say whatever it wants, or a browser with the key of the site. */
type Caller = { readonly website: Website; readonly isServer: boolean }

/** The HTTP API of Segment, under its paths and the short ones of analytics.js. */
export const segmentRoutes =
  (parts: SegmentRouteParts): FastifyPluginAsync =>
  async (app) => {
    readJsonAsText(app)
    app.addHook('onRequest', async (request, reply) => allowOrigin(request, reply))
    const register = (path: string, type: SegmentType | null) => {
      app.post(`/v1/${path}`, ROUTE, (request, reply) => take(parts, type, request, reply))
      app.options(`/v1/${path}`, ROUTE, answerPreflight)
    }
    for (const type of SEGMENT_TYPES) register(type, type)
    for (const [path, type] of Object.entries(SEGMENT_PATHS)) register(path, type)
    for (const path of ['batch', 'import', 'b']) register(path, null)
    // How analytics.js itself fares: nobody here wants to know, and it takes a refusal for a fault.
    app.post('/v1/m', ROUTE, async (_request, reply) => reply.send({ success: true }))
    app.options('/v1/m', ROUTE, answerPreflight)
    app.get<{ Params: { key: string } }>(
      '/v1/projects/:key/settings',
      ROUTE,
      async ({ params: { key }, host, protocol }, reply) =>
        (await parts.intake.websiteOfKey(key))
          ? reply.send(settingsFor(key, `${host}/v1`, protocol))
          : reply.status(404).send({ error: 'no website has this key' }),
    )
  }

/**
 * What analytics.js asks for before it begins: no destination but this one. It would report how it fares to its makers
 * unless it is told where to, and that none of it is wanted.
 */
const settingsFor = (apiKey: string, apiHost: string, protocol: string) => ({
  integrations: { 'Segment.io': { apiKey, apiHost, protocol } },
  metrics: { host: apiHost, sampleRate: 0 },
  plan: {},
  edgeFunction: {},
  middlewareSettings: {},
  enabledMiddleware: {},
  remotePlugins: [],
  legacyVideoPluginsEnabled: false,
})

async function take(
  { intake, now }: SegmentRouteParts,
  type: SegmentType | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const receivedAt = now().getTime()
  try {
    const caller = await callerOf(intake, request)
    if (!caller) {
      intake.refuse('unknown_key')
      return reply.status(401).send({ error: 'unknown write key' })
    }
    const read = readSegment(request.body, type, receivedAt)
    if (!read) return reply.status(400).send({ error: 'neither a message nor a batch' })
    if (read.rejected.length > 0) intake.refuse('malformed', read.rejected.length)
    if (caller.isServer) {
      const { website } = caller
      await intake.take(
        await Promise.all(
          read.messages.map((message) => serverArrival(intake, message, website, receivedAt)),
        ),
      )
    } else {
      await takeFromBrowser(intake, read.messages, caller.website, request, receivedAt)
    }
    return reply.send({ success: true, rejected: read.rejected })
  } catch (error) {
    return refuseForNow(error, request, reply)
  }
}

/** The key stands in the header as user of basic authentication, or in the body as `writeKey`. */
async function callerOf(intake: Intake, { headers, body }: FastifyRequest): Promise<Caller | null> {
  const [, basic] = /^Basic ([A-Za-z0-9+/=]{1,200})$/i.exec(headers.authorization ?? '') ?? []
  const key =
    basic === undefined
      ? (body as { writeKey?: unknown } | null)?.writeKey
      : Buffer.from(basic, 'base64').toString().split(':')[0]
  if (typeof key !== 'string' || key === '') return null
  const ofServer = await intake.websiteOfWriteKey(key)
  if (ofServer) return { website: ofServer, isServer: true }
  const ofBrowser = await intake.websiteOfKey(key)
  return ofBrowser && { website: ofBrowser, isServer: false }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const WIRE_ID = /^[\w-]{22}$/

/** The visitor behind an anonymous id: that of our script (22 signs), or a uuid. Other words are nobody here. */
function visitorOf(anonymousId: string | null): string | null {
  if (anonymousId === null) return null
  if (WIRE_ID.test(anonymousId)) return uuidOfWireId(anonymousId)
  return UUID.test(anonymousId) ? anonymousId.toLowerCase() : null
}

const digest = (website: Website, messageId: string | null): Buffer =>
  createHash('sha256')
    .update(`${website.number} ${messageId ?? crypto.randomUUID()}`)
    .digest()

async function serverArrival(
  intake: Intake,
  message: SegmentMessage,
  website: Website,
  receivedAt: number,
): Promise<Arrival> {
  const evidence = await intake.evidenceOf(message.address, message.referrer, website)
  const isPerson = ['identify', 'group', 'alias'].includes(message.type)
  return {
    website,
    kind: isPerson ? 'identify' : 'server',
    isServer: true,
    messageId: uuidOf(digest(website, message.messageId)),
    at: message.at,
    receivedAt,
    page: message.address === '' ? null : pageOf(message.address),
    address: message.address,
    consent: message.consent,
    visitorId: visitorOf(message.anonymousId),
    dayNumbers: null,
    evidence,
    mark: storedMark(evidence),
    name: message.name ?? message.type,
    target: null,
    properties: message.properties,
    userId: message.userId,
    firstMessageId: null,
    // A library of a server says what it is; that makes it no bot.
    bot: null,
    country: null,
    language: message.language,
    viewportWidth: null,
    scriptVersion: null,
  }
}

const KINDS: Readonly<Partial<Record<SegmentType, HitKind>>> = {
  page: 'page',
  screen: 'page',
  track: 'event',
  identify: 'identify',
  group: 'identify',
  alias: 'identify',
}

/** analytics.js in a browser is a script like ours: the same rules of consent hold for it. */
async function takeFromBrowser(
  intake: Intake,
  messages: readonly SegmentMessage[],
  website: Website,
  request: FastifyRequest,
  receivedAt: number,
): Promise<void> {
  const hits = messages.flatMap((message) => {
    const kind = KINDS[message.type]
    const visitor = visitorOf(message.anonymousId)
    if (kind === undefined) return []
    // Who it is, of calls that say so: of an event the script does not either.
    const who = kind === 'identify' && message.userId !== null ? { userId: message.userId } : {}
    const v = visitor && Buffer.from(visitor.replaceAll('-', ''), 'hex').toString('base64url')
    return {
      k: website.key,
      m: digest(website, message.messageId).toString('base64url').slice(0, 22),
      n: kind,
      t: message.at,
      s: receivedAt,
      u: message.address || (request.headers.referer ?? ''),
      r: message.referrer,
      c: CONSENT_STATES.indexOf(message.consent),
      v,
      e: message.name,
      p: { ...who, ...message.properties },
      l: message.language,
    }
  })
  const sender = senderOf(peerOf(request), request.headers)
  for (let start = 0; start < hits.length; start += WIRE_LIMITS.hits) {
    const read = readWire({ b: hits.slice(start, start + WIRE_LIMITS.hits) }, receivedAt)
    if (read) await intake.takeHits(read.hits, sender, receivedAt)
  }
}
