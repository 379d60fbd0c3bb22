import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { AccessKeyInput, AccessKeyList, CallList, CallReport, TakenCall } from '../call-shapes.ts'
import type { TrackingSettings } from '../settings.ts'
import {
  createAccessKey,
  deleteAccessKey,
  listAccessKeys,
  requireAccessKey,
} from './access-keys.ts'
import { takeCall } from './calls.ts'
import { callsOfNumber } from './calls-read.ts'

export type CallParts = {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
}

const tags = ['Calls']
const RECENT_DAYS = 30
const DAY_MS = 86_400_000
/** A telephone system that loses its mind does not take the program along. */
const MANY_PER_MINUTE = { rateLimit: { max: 600, timeWindow: 60_000 } }

/** Calls out of the telephone system, and the keys it identifies itself with. */
export const callRoutes =
  ({ db, now, settings }: CallParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/api/calls',
      {
        config: { public: true, anyOrigin: true, ...MANY_PER_MINUTE },
        bodyLimit: 16_384,
        schema: {
          tags,
          summary: 'Take a call from the telephone system',
          description:
            'For the webhook of a telephone system: `Authorization: Bearer <key>` with a key of its own. The call becomes ' +
            'a touchpoint in the campaign of the tracked number, of the one contact, lead or account with the number ' +
            'of the caller. The same call sent again changes nothing.',
          body: CallReport,
          response: { 200: TakenCall, 201: TakenCall, '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        await requireAccessKey(db, request.headers.authorization, now())
        const { phoneCountry } = await settings()
        const taken = await takeCall(db, request.body, { now: now(), phoneCountry })
        return reply.code(taken.known ? 200 : 201).send(taken)
      },
    )

    app.get(
      '/api/phone-numbers/:id/calls',
      {
        config: { permission: 'tracking:read' },
        schema: {
          tags,
          summary: 'The calls of a tracked number, latest first',
          description:
            'Of telephone systems, and touchpoints of the kind `call` with the name and campaign of the number as title and campaign; 50 at most.',
          params: z.object({ id: z.uuid() }),
          response: { 200: CallList, '4xx': ErrorBody },
        },
      },
      async ({ params }) => {
        const since = new Date(now().getTime() - RECENT_DAYS * DAY_MS)
        return { days: RECENT_DAYS, ...(await callsOfNumber(db, params.id, since)) }
      },
    )

    app.get(
      '/api/call-keys',
      {
        config: { permission: 'tracking:read' },
        schema: {
          tags,
          summary: 'Keys of telephone systems, without their secrets',
          response: { 200: AccessKeyList },
        },
      },
      async () => ({ items: await listAccessKeys(db) }),
    )

    app.post(
      '/api/call-keys',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Make a key for a telephone system; its secret is told once',
          body: AccessKeyInput,
          response: { 201: z.object({ id: z.string(), token: z.string() }), '4xx': ErrorBody },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await createAccessKey(db, request.body.name, actorOf(request).name)),
    )

    app.delete(
      '/api/call-keys/:id',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Take a key back',
          params: z.object({ id: z.uuid() }),
          response: { 204: z.null(), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        await deleteAccessKey(db, request.params.id)
        return reply.code(204).send(null)
      },
    )
  }
