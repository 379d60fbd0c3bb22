import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ENROLMENT } from '../policy.ts'
import { notSignedIn, wrongPassword } from '../refusals.ts'
import { CodeBody, EnrolmentBody, PasswordAndCodeBody, TwoFactorState } from '../schema.ts'
import { writeAudit } from './audit.ts'
import { isPasswordOf } from './logins.ts'
import { type AccessParts, contextOfUser, errors, FEW_PER_MINUTE, userEntry } from './parts.ts'
import { endSessions } from './session-list.ts'
import { type SessionUser, sessionUser } from './sessions.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  demandCode,
  removeTwoFactor,
  renewRecoveryCodes,
  twoFactorState,
} from './two-factor.ts'

const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

type Owner = SessionUser & { readonly login_id: string; readonly email: string }

/** The own second factor: how it stands, setting it up, new recovery codes, turning it off. */
export const twoFactorRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, login, now } = parts
    app.get(
      '/api/two-factor',
      {
        config: { permission: ENROLMENT },
        schema: {
          summary: 'How the own second factor stands',
          response: { 200: TwoFactorState, ...errors },
        },
      },
      async (request, reply) => {
        const owner = await ownerOf(parts, request, reply)
        const state = await twoFactorState(login, db, owner.login_id)
        return { ...state, needed: owner.two_factor_needed }
      },
    )
    app.post(
      '/api/two-factor/enrolment',
      {
        config: { permission: ENROLMENT, ...FEW_PER_MINUTE },
        schema: {
          summary: 'A key for an authenticator app; it counts once a code confirms it',
          body: EnrolmentBody,
          response: { 200: z.object({ uri: z.string(), key: z.string() }), ...errors },
        },
      },
      async (request, reply) => {
        const owner = await ownerOf(parts, request, reply)
        await demandPassword(parts, owner, request.body.password, 'password')
        return beginEnrolment(login, db, { loginId: owner.login_id, email: owner.email })
      },
    )
    app.post(
      '/api/two-factor',
      {
        config: { permission: ENROLMENT, ...FEW_PER_MINUTE },
        schema: {
          summary: 'Confirm the key by a first code; every other session ends',
          body: CodeBody,
          response: { 200: RecoveryCodes, ...errors },
        },
      },
      async (request, reply) => {
        const owner = await ownerOf(parts, request, reply)
        return db.transaction().execute(async (tx) => {
          const { code } = request.body
          const codes = await confirmEnrolment(login, tx, owner.login_id, code, now())
          await endSessions(tx, owner.login_id, owner.session_id)
          const entry = userEntry('enable_two_factor', owner.id)
          await writeAudit(tx, contextOfUser(owner, request), [entry])
          return { recoveryCodes: codes }
        })
      },
    )
    app.post(
      '/api/two-factor/recovery-codes',
      {
        config: { permission: 'session', ...FEW_PER_MINUTE },
        schema: {
          summary: 'Ten new recovery codes; the old ones no longer count',
          body: PasswordAndCodeBody,
          response: { 200: RecoveryCodes, ...errors },
        },
      },
      async (request, reply) => {
        const owner = await provenOwner(parts, request, request.body, reply)
        return db.transaction().execute(async (tx) => {
          const codes = await renewRecoveryCodes(login, tx, owner.login_id)
          const entry = userEntry('renew_recovery_codes', owner.id)
          await writeAudit(tx, contextOfUser(owner, request), [entry])
          return { recoveryCodes: codes }
        })
      },
    )
    app.post(
      '/api/two-factor/off',
      {
        config: { permission: 'session', ...FEW_PER_MINUTE },
        schema: {
          summary: 'Turn the own second factor off: needs the password and a code',
          body: PasswordAndCodeBody,
          response: { 204: z.null(), ...errors },
        },
      },
      async (request, reply) => {
        const owner = await provenOwner(parts, request, request.body, reply)
        await db.transaction().execute(async (tx) => {
          await removeTwoFactor(tx, owner.login_id)
          const entry = userEntry('disable_two_factor', owner.id)
          await writeAudit(tx, contextOfUser(owner, request), [entry])
        })
        return reply.status(204).send(null)
      },
    )
  }

async function ownerOf(
  parts: AccessParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Owner> {
  const user = await sessionUser(parts, request, reply)
  if (!user?.login_id || !user.email) throw notSignedIn()
  return { ...user, login_id: user.login_id, email: user.email }
}

async function demandPassword(
  { db }: AccessParts,
  owner: Owner,
  password: string,
  field: string,
): Promise<void> {
  if (!(await isPasswordOf(db, owner.login_id, password))) throw wrongPassword(field)
}

/** Somebody who has shown the password and a code once more: an unlocked screen is not enough. */
async function provenOwner(
  parts: AccessParts,
  request: FastifyRequest,
  { password, code }: z.infer<typeof PasswordAndCodeBody>,
  reply: FastifyReply,
): Promise<Owner> {
  const owner = await ownerOf(parts, request, reply)
  await demandPassword(parts, owner, password, 'password')
  await demandCode(parts.login, parts.db, owner.login_id, code, parts.now())
  return owner
}
