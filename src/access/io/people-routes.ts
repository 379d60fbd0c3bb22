import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { invitationMail } from '../invitation-mail.ts'
import { ENROLMENT, permissionsOf, ROLES } from '../policy.ts'
import { notSignedIn, twoFactorMissing } from '../refusals.ts'
import { Invitation, Me, TwoFactorRoles, TwoFactorRolesBody } from '../schema.ts'
import { writeAudit } from './audit.ts'
import { lockUser, userById } from './logins.ts'
import { type AccessParts, contextOf, errors, userEntry } from './parts.ts'
import { endSessions } from './session-list.ts'
import { lacksTwoFactor, sessionUser } from './sessions.ts'
import { createInvitation } from './setup-link.ts'
import { setupUrl } from './setup-routes.ts'
import { shownUser } from './sign-in-routes.ts'
import type { AccessDb } from './tables.ts'
import { removeTwoFactor, setTwoFactorRoles, twoFactorRoles } from './two-factor.ts'

const Id = z.object({ id: z.uuid() })

/** Who I am; one-time links, lost second factors, and the roles that need one. */
export const peopleRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, readCompany } = parts
    app.get(
      '/api/me',
      {
        config: { permission: ENROLMENT },
        schema: {
          summary: 'Who is signed in, and what they may do',
          response: { 200: Me, ...errors },
        },
      },
      async (request, reply) => {
        const user = await sessionUser(parts, request, reply)
        if (!user) throw notSignedIn()
        return {
          user: shownUser(user),
          permissions: lacksTwoFactor(user) ? [] : [...permissionsOf(user.role)],
          company: await readCompany(),
          twoFactor: { enabled: user.two_factor, needed: user.two_factor_needed },
        }
      },
    )
    app.post(
      '/api/users/:id/invitation',
      {
        config: { permission: 'users:write' },
        schema: {
          summary:
            'A one-time link with which the user chooses a password, the first or a new one; also sent by mail where a mail server is set',
          params: Id,
          response: { 201: Invitation, ...errors },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const { token, expiresAt } = await db
          .transaction()
          .execute((tx) => createInvitation(tx, id, contextOf(request), now()))
        const url = setupUrl(parts.publicUrl, token)
        const mail = await sendInvitation(parts, id, url, expiresAt).catch((error: unknown) => {
          request.log.warn({ err: error }, 'invitation mail')
          return 'failed' as const
        })
        return reply.status(201).send({ url, expiresAt: expiresAt.toISOString(), mail })
      },
    )
    app.delete(
      '/api/users/:id/two-factor',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'Reset the second factor of a user who lost it; their sessions end',
          params: Id,
          response: { 204: z.null(), ...errors },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        await db.transaction().execute(async (tx) => {
          const { login_id: loginId } = await lockUser(tx, id)
          if (loginId === null || !(await removeTwoFactor(tx, loginId))) throw twoFactorMissing()
          await endSessions(tx, loginId)
          await writeAudit(tx, contextOf(request), [userEntry('reset_two_factor', id)])
        })
        return reply.status(204).send(null)
      },
    )
    app.get(
      '/api/two-factor/roles',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'Which roles need a second factor, and how many of their users have none',
          response: { 200: TwoFactorRoles, ...errors },
        },
      },
      () => rolesOf(db),
    )
    app.put(
      '/api/two-factor/roles',
      {
        config: { permission: 'users:write' },
        schema: {
          summary: 'Set the roles that need a second factor',
          body: TwoFactorRolesBody,
          response: { 200: TwoFactorRoles, ...errors },
        },
      },
      async (request) => {
        const roles = [...new Set(request.body.roles)].toSorted()
        await db.transaction().execute(async (tx) => {
          const before = await setTwoFactorRoles(tx, roles)
          if (before.join() === roles.join()) return
          await writeAudit(tx, contextOf(request), [
            {
              action: 'update',
              kind: 'setting',
              recordId: 'two_factor',
              before: { two_factor_roles: before },
              after: { two_factor_roles: roles },
            },
          ])
        })
        return rolesOf(db)
      },
    )
  }

async function sendInvitation(
  { db, sendMail, readCompany }: AccessParts,
  userId: string,
  url: string,
  until: Date,
): Promise<'sent' | 'off'> {
  if (!sendMail) return 'off'
  const { name, email, login_id } = await userById(db, userId)
  if (email === null) return 'off'
  const company = await readCompany()
  const words = invitationMail({ name, url, until, company, isFirst: login_id === null })
  await sendMail({ to: email, ...words })
  return 'sent'
}

async function rolesOf(db: AccessDb): Promise<z.infer<typeof TwoFactorRoles>> {
  const needed = await twoFactorRoles(db)
  const counts = await db
    .selectFrom('access.user')
    .select(['role', (count) => count.fn.countAll<number>().as('users')])
    .select((count) =>
      count.fn.countAll<number>().filterWhere('two_factor', '=', false).as('without'),
    )
    .where('state', '=', 'active')
    .groupBy('role')
    .execute()
  return {
    roles: ROLES.map((role) => {
      const count = counts.find((one) => one.role === role)
      const [users, without] = [count?.users ?? 0, count?.without ?? 0]
      return { role, needed: needed.includes(role), users, without }
    }),
  }
}
