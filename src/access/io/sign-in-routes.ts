import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import { notSignedIn, wrongCode, wrongPassword } from '../refusals.ts'
import {
  ChangePasswordBody,
  SignedInUser,
  SignInAnswer,
  SignInBody,
  SignInCodeBody,
} from '../schema.ts'
import { writeAudit } from './audit.ts'
import { isPasswordOf, passwordHash, setPassword, userByEmail, userOfLogin } from './logins.ts'
import {
  type AccessParts,
  contextOfUser,
  errors,
  FEW_PER_MINUTE,
  sessionEntry,
  userEntry,
} from './parts.ts'
import { dropSession } from './session-list.ts'
import {
  type CodeKind,
  challengeOf,
  passCookies,
  type SignInStep,
  sessionUser,
  signIn,
  signOut,
  verifyCode,
} from './sessions.ts'
import type { AccessDb } from './tables.ts'
import { loginOfChallenge, plainRecoveryCode, takeCode } from './two-factor.ts'

type NamedUser = NonNullable<Awaited<ReturnType<typeof userOfLogin>>>

export const shownUser = ({ id, name, email, role }: NamedUser): z.infer<typeof SignedInUser> => ({
  id,
  name,
  email,
  role,
})

/** Signing in by password and code, signing out, the own password. */
export const signInRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, login } = parts
    app.post(
      '/api/auth/sign-in/email',
      {
        config: { public: true },
        schema: {
          summary: 'Sign in: e-mail and password. With `codeNeeded` a second step follows',
          body: SignInBody,
          response: { 200: SignInAnswer, ...errors },
        },
      },
      async (request, reply) => {
        const { email } = request.body
        const step = await signIn(login, request.body, request).catch((error: unknown) =>
          noteFailure(db, error, request, { email }),
        )
        return finishPasswordStep(parts, step, email, request, reply)
      },
    )
    app.post(
      '/api/auth/sign-in/code',
      {
        config: { public: true, ...FEW_PER_MINUTE },
        schema: {
          summary: 'Sign in, second step: a code of the app or a recovery code',
          body: SignInCodeBody,
          response: { 200: z.object({ user: SignedInUser }), ...errors },
        },
      },
      async (request, reply) => {
        const loginId = await loginOfChallenge(db, challengeOf(request))
        const user = loginId === null ? null : await userOfLogin(db, loginId)
        const step = await codeStep(parts, request, request.body).catch((error: unknown) =>
          noteFailure(db, error, request, { user }),
        )
        const signedIn = await userOfLogin(db, step.loginId)
        if (!signedIn) throw notSignedIn()
        const method = 'code' in request.body ? 'code' : 'recovery_code'
        await noteSignIn(parts, signedIn, request, method)
        passCookies(step.cookies, reply)
        return { user: shownUser(signedIn) }
      },
    )
    app.post(
      '/api/auth/sign-out',
      {
        config: { public: true },
        schema: { summary: 'Sign out', response: { 204: z.null(), ...errors } },
      },
      async (request, reply) => {
        const user = await sessionUser(parts, request, reply)
        await signOut(login, request, reply)
        if (user) {
          const context = contextOfUser(user, request)
          await writeAudit(db, context, [sessionEntry('sign_out', user.id, request)])
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
      (request, reply) => changePassword(parts, request, request.body, reply),
    )
  }

/** After the right password: signed in, or asked for a code. The trail comes before the cookie. */
export async function finishPasswordStep(
  parts: AccessParts,
  step: SignInStep,
  email: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignInAnswer> {
  if (step.codeNeeded) {
    passCookies(step.cookies, reply)
    return { user: null, codeNeeded: true }
  }
  const user = await userByEmail(parts.db, email)
  await noteSignIn(parts, user, request, 'password')
  passCookies(step.cookies, reply)
  return { user: shownUser(user), codeNeeded: false }
}

/** better-auth accepts a code as long as the clock does; here it counts once. */
async function codeStep(
  { db, login, now }: AccessParts,
  request: FastifyRequest,
  body: z.infer<typeof SignInCodeBody>,
) {
  const isCode = 'code' in body
  const kind: CodeKind = isCode ? 'totp' : 'backup-code'
  const code = isCode ? body.code.replace(/\s/g, '') : plainRecoveryCode(body.recoveryCode)
  const step = await verifyCode(login, kind, code, request)
  if (isCode && !(await takeCode(login, db, step.loginId, code, now()))) {
    await dropSession(db, step.token)
    throw wrongCode()
  }
  return step
}

async function noteSignIn(
  { db, now }: AccessParts,
  user: NamedUser,
  request: FastifyRequest,
  method: 'password' | 'code' | 'recovery_code',
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('access.user')
      .set({ last_sign_in_at: now() })
      .where('id', '=', user.id)
      .execute()
    await writeAudit(tx, contextOfUser(user, request), [
      sessionEntry('sign_in', user.id, request, { method }),
    ])
  })
}

/** A mistyped password in the field of the address does not belong into a trail. */
const addressOnly = (text: string): string | null =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : null

/** Notes a refused sign-in with whom it was about, as far as that is known, and refuses on. */
async function noteFailure(
  db: AccessDb,
  error: unknown,
  request: FastifyRequest,
  about: { readonly email?: string; readonly user?: NamedUser | null },
): Promise<never> {
  if (!(error instanceof Refusal)) throw error
  const { email = null } = about
  const user =
    about.user ?? (email === null ? null : await userByEmail(db, email).catch(() => null))
  const facts = { reason: error.code, ...(user ? {} : { email: addressOnly(email ?? '') }) }
  await writeAudit(
    db,
    { actor: { userId: user?.id ?? null, name: user?.name ?? 'unknown' }, requestId: request.id },
    [sessionEntry('sign_in_failed', user?.id ?? 'unknown', request, facts)],
  )
  throw error
}

async function changePassword(
  parts: AccessParts,
  request: FastifyRequest,
  { currentPassword, newPassword }: z.infer<typeof ChangePasswordBody>,
  reply: FastifyReply,
) {
  const { db, now } = parts
  const user = await sessionUser(parts, request, reply)
  if (!user?.login_id) throw notSignedIn()
  if (!(await isPasswordOf(db, user.login_id, currentPassword))) throw wrongPassword()
  const hash = await passwordHash(newPassword)
  await db.transaction().execute(async (tx) => {
    await setPassword(tx, user, hash, now(), user.session_id)
    await writeAudit(tx, contextOfUser(user, request), [userEntry('change_password', user.id)])
  })
  return { user: shownUser(user) }
}
