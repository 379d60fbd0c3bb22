import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { permissionsOf } from '../policy.ts'
import { notSignedIn, wrongPassword } from '../refusals.ts'
import {
  AuditPage,
  AuditQuery,
  ChangePasswordBody,
  type Company,
  Me,
  SetupBody,
  SignedInUser,
  SignInBody,
} from '../schema.ts'
import { readAudit, writeAudit } from './audit.ts'
import type { Login } from './login.ts'
import { isPasswordOf, passwordHash, setPassword, userByEmail } from './logins.ts'
import { type SessionUser, sessionUser, signIn, signOut } from './sessions.ts'
import {
  createInvitation,
  invitedUser,
  isSetUp,
  type SaveCompany,
  useSetupLink,
} from './setup-link.ts'
import type { AccessDb } from './tables.ts'

export type AccessParts = {
  readonly db: AccessDb
  readonly login: Login
  readonly now: () => Date
  readonly publicUrl: string
  readonly readCompany: () => Promise<z.infer<typeof Company>>
  readonly saveCompany: SaveCompany
}

const errors = { '4xx': ErrorBody }
const FEW_PER_MINUTE = { rateLimit: { max: 20, timeWindow: '1 minute' } }

const shown = ({ id, name, email, role }: SessionUser): SignedInUser => ({ id, name, email, role })

/** Signing in and out, the own password, the set-up link, who I am, invitations, the audit trail. */
export const accessRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(sessionRoutes(parts))
    await app.register(setupRoutes(parts))
    await app.register(peopleRoutes(parts))
  }

const sessionRoutes =
  ({ db, login, now }: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/api/auth/sign-in/email',
      {
        config: { public: true },
        schema: {
          summary: 'Sign in',
          body: SignInBody,
          response: { 200: z.object({ user: SignedInUser }), ...errors },
        },
      },
      async (request, reply) => {
        await signIn(login, request.body, request, reply)
        const user = await userByEmail(db, request.body.email)
        const context = { actor: { userId: user.id, name: user.name }, requestId: request.id }
        await writeAudit(db, context, [session('sign_in', user.id)])
        return { user: shown(user) }
      },
    )
    app.post(
      '/api/auth/sign-out',
      {
        config: { public: true },
        schema: { summary: 'Sign out', response: { 204: z.null(), ...errors } },
      },
      async (request, reply) => {
        const user = await sessionUser(login, db, request, reply)
        await signOut(login, request, reply)
        if (user) {
          const context = { actor: { userId: user.id, name: user.name }, requestId: request.id }
          await writeAudit(db, context, [session('sign_out', user.id)])
        }
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/api/auth/change-password',
      {
        config: { permission: 'session', ...FEW_PER_MINUTE },
        schema: {
          summary: 'Change the own password; every other session ends',
          body: ChangePasswordBody,
          response: { 200: z.object({ user: SignedInUser }), ...errors },
        },
      },
      async (request, reply) => {
        const user = await sessionUser(login, db, request, reply)
        if (!user?.login_id || !user.email) throw notSignedIn()
        const { currentPassword, newPassword } = request.body
        if (!(await isPasswordOf(db, user.login_id, currentPassword))) throw wrongPassword()
        const hash = await passwordHash(newPassword)
        const context = { actor: { userId: user.id, name: user.name }, requestId: request.id }
        await db.transaction().execute(async (tx) => {
          await setPassword(tx, user, hash, now())
          await writeAudit(tx, context, [session('change_password', user.id)])
        })
        await signIn(login, { email: user.email, password: newPassword }, request, reply)
        return { user: shown(user) }
      },
    )
  }

const session = (action: string, userId: string) => ({
  action,
  kind: 'session',
  recordId: userId,
  before: null,
  after: null,
})

const setupRoutes =
  ({ db, login, now, saveCompany }: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/setup/state',
      {
        config: { public: true },
        schema: {
          summary: 'Is the first account still to be made? With an invitation: whose is it?',
          querystring: z.strictObject({ token: z.string().max(200).optional() }),
          response: {
            200: z.object({
              needed: z.boolean(),
              invitation: z.object({ name: z.string(), email: z.string().nullable() }).nullable(),
            }),
            ...errors,
          },
        },
      },
      async (request) => {
        const { token } = request.query
        return {
          needed: !(await isSetUp(db)),
          invitation: token ? await invitedUser(db, token, now()) : null,
        }
      },
    )
    app.post(
      '/api/setup',
      {
        config: { public: true, ...FEW_PER_MINUTE },
        schema: {
          summary: 'Use a set-up link: make the first administrator, or accept an invitation',
          body: SetupBody,
          response: { 201: z.object({ user: SignedInUser }), ...errors },
        },
      },
      async (request, reply) => {
        const { body } = request
        const hash = await passwordHash(body.password)
        const step = { body, passwordHash: hash, requestId: request.id, now: now(), saveCompany }
        const { email } = await db.transaction().execute((tx) => useSetupLink(tx, step))
        await signIn(login, { email, password: body.password }, request, reply)
        return reply.status(201).send({ user: shown(await userByEmail(db, email)) })
      },
    )
  }

const peopleRoutes =
  ({ db, now, publicUrl, readCompany }: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/me',
      {
        config: { permission: 'session' },
        schema: {
          summary: 'Who is signed in, and what they may do',
          response: { 200: Me, ...errors },
        },
      },
      async (request) => {
        const { userId, role } = actorOf(request)
        const user = await db
          .selectFrom('access.user')
          .select(['id', 'name', 'email', 'role'])
          .where('id', '=', userId)
          .executeTakeFirstOrThrow()
        return { user, permissions: [...permissionsOf(role)], company: await readCompany() }
      },
    )
    app.post(
      '/api/users/:id/invitation',
      {
        config: { permission: 'users:write' },
        schema: {
          summary:
            'A link with which the user chooses a password; to be handed over by the administrator',
          params: z.object({ id: z.uuid() }),
          response: { 201: z.object({ url: z.string(), expiresAt: z.string() }), ...errors },
        },
      },
      async (request, reply) => {
        const { userId, name } = actorOf(request)
        const context = { actor: { userId, name }, requestId: request.id }
        const { token, expiresAt } = await db
          .transaction()
          .execute((tx) => createInvitation(tx, request.params.id, context, now()))
        const url = setupUrl(publicUrl, token)
        return reply.status(201).send({ url, expiresAt: expiresAt.toISOString() })
      },
    )
    app.get(
      '/api/audit-events',
      {
        config: { permission: 'audit:read' },
        schema: {
          summary: 'Who changed what, newest first',
          querystring: AuditQuery,
          response: { 200: AuditPage, ...errors },
        },
      },
      (request) => readAudit(db, request.query),
    )
  }

/** The address that a set-up token is opened with. */
export const setupUrl = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/setup?token=${token}`
