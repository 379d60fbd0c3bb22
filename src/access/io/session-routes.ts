import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deviceText } from '../device.ts'
import { notSignedIn } from '../refusals.ts'
import { Sessions } from '../schema.ts'
import { type AuditContext, type AuditEntry, writeAudit } from './audit.ts'
import { lockUser, userById } from './logins.ts'
import { type AccessParts, contextOf, contextOfUser, errors } from './parts.ts'
import { endSession, endSessions, type ListedSession, listSessions } from './session-list.ts'
import { sessionUser } from './sessions.ts'
import type { AccessDb } from './tables.ts'

const Id = z.object({ id: z.uuid() })
const UserAndSession = z.object({ id: z.uuid(), sessionId: z.uuid() })
const Ended = z.object({ ended: z.number() })

/** Where people are signed in: the own sessions for everybody, those of others for who may change users. */
export const sessionRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now } = parts
    app.get(
      '/api/sessions',
      {
        config: { permission: 'session' },
        schema: { summary: 'The own sessions', response: { 200: Sessions, ...errors } },
      },
      async (request, reply) => {
        const user = await sessionUser(parts, request, reply)
        if (!user?.login_id) throw notSignedIn()
        return shown(await listSessions(db, user.login_id, now()), user.session_id)
      },
    )
    app.delete(
      '/api/sessions/:id',
      {
        config: { permission: 'session' },
        schema: {
          summary: 'End an own session',
          params: Id,
          response: { 204: z.null(), ...errors },
        },
      },
      async (request, reply) => {
        const user = await sessionUser(parts, request, reply)
        if (!user?.login_id) throw notSignedIn()
        const owner = { id: user.id, loginId: user.login_id }
        await endOne(db, owner, request.params.id, contextOfUser(user, request))
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/api/sessions/end-others',
      {
        config: { permission: 'session' },
        schema: {
          summary: 'End every own session but this one',
          response: { 200: Ended, ...errors },
        },
      },
      async (request, reply) => {
        const user = await sessionUser(parts, request, reply)
        if (!user?.login_id) throw notSignedIn()
        const owner = { id: user.id, loginId: user.login_id }
        const context = contextOfUser(user, request)
        return { ended: await endMany(db, owner, context, user.session_id) }
      },
    )
    app.get(
      '/api/users/:id/sessions',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'The sessions of a user',
          params: Id,
          response: { 200: Sessions, ...errors },
        },
      },
      async (request, reply) => {
        const { login_id: loginId } = await userById(db, request.params.id)
        if (loginId === null) return { items: [] }
        const own = await sessionUser(parts, request, reply)
        return shown(await listSessions(db, loginId, now()), own?.session_id ?? null)
      },
    )
    app.delete(
      '/api/users/:id/sessions/:sessionId',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'End a session of a user',
          params: UserAndSession,
          response: { 204: z.null(), ...errors },
        },
      },
      async (request, reply) => {
        const { id, sessionId } = request.params
        const { login_id: loginId } = await userById(db, id)
        await endOne(db, { id, loginId: loginId ?? id }, sessionId, contextOf(request))
        return reply.status(204).send(null)
      },
    )
    app.delete(
      '/api/users/:id/sessions',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'End every session of a user',
          params: Id,
          response: { 200: Ended, ...errors },
        },
      },
      async (request) => {
        const { id } = request.params
        const { login_id: loginId } = await userById(db, id)
        if (loginId === null) return { ended: 0 }
        return { ended: await endMany(db, { id, loginId }, contextOf(request), null) }
      },
    )
  }

type Owner = { readonly id: string; readonly loginId: string }

async function endOne(
  db: AccessDb,
  owner: Owner,
  sessionId: string,
  context: AuditContext,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { device, address } = await endSession(tx, owner.loginId, sessionId)
    await writeAudit(tx, context, [ended(owner, { device: deviceText(device), address })])
  })
}

async function endMany(
  db: AccessDb,
  owner: Owner,
  context: AuditContext,
  exceptId: string | null,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockUser(tx, owner.id)
    const count = await endSessions(tx, owner.loginId, exceptId)
    if (count > 0) await writeAudit(tx, context, [ended(owner, { sessions: count })])
    return count
  })
}

const ended = (owner: Owner, before: Readonly<Record<string, unknown>>): AuditEntry => ({
  action: 'end_session',
  kind: 'session',
  recordId: owner.id,
  before,
  after: null,
})

const shown = (sessions: readonly ListedSession[], current: string | null) => ({
  items: sessions.map(({ createdAt, seenAt, ...session }) => ({
    ...session,
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    current: session.id === current,
  })),
})
