import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestActor } from '#platform/http.ts'
import { can, ENROLMENT } from '../policy.ts'
import {
  codesLocked,
  notPermitted,
  notSignedIn,
  signInAgain,
  twoFactorNeeded,
  wrongCode,
  wrongCredentials,
} from '../refusals.ts'
import { CLIENT_ADDRESS_HEADER, type Login } from './login.ts'
import { userOfSession } from './session-list.ts'
import type { AccessDb } from './tables.ts'

/** Somebody who is signed in and may be. */
export type SessionUser = NonNullable<Awaited<ReturnType<typeof userOfSession>>>

export type SessionParts = {
  readonly login: Login
  readonly db: AccessDb
  readonly now: () => Date
}

/**
 * The user of the request's session cookie, or null. A user who was disabled or lost the role is nobody,
 * from the next request on. Passes on the renewed cookie; the session's token stays in here.
 */
export async function sessionUser(
  { login, db, now }: SessionParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SessionUser | null> {
  const cookie = request.headers.cookie
  if (!cookie?.includes('session_token')) return null
  const { response, headers } = await login.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  })
  if (!response) return null
  passCookies(headers.getSetCookie(), reply)
  const user = await userOfSession(db, response.session.id, now())
  return user?.active && user.role !== null ? user : null
}

/**
 * The check of every route: who asks, and does the policy allow it? Refuses with 401 or 403. Who needs a
 * second factor and has none yet reaches nothing but the way to get one.
 */
export const authorizer =
  (parts: SessionParts) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    permission: string,
  ): Promise<RequestActor> => {
    const user = await sessionUser(parts, request, reply)
    if (!user || user.role === null) throw notSignedIn()
    if (lacksTwoFactor(user) && permission !== ENROLMENT) throw twoFactorNeeded()
    const isOpen = permission === 'session' || permission === ENROLMENT
    const reach = isOpen ? 'all' : can(user.role, permission)
    if (reach === 'none') throw notPermitted(permission)
    return { userId: user.id, name: user.name, role: user.role, scope: reach }
  }

/** Does the role demand a second factor that this person has not set up yet? */
export const lacksTwoFactor = (user: SessionUser): boolean =>
  user.two_factor_needed && !user.two_factor

export type Credentials = {
  readonly email: string
  readonly password: string
  readonly rememberMe?: boolean | undefined
}

/** What a step of signing in came to; the cookies are set once the trail has its entry. */
export type SignInStep = {
  readonly cookies: readonly string[]
  /** The password was right; a code is wanted as well. */
  readonly codeNeeded: boolean
}

/** First step: e-mail and password. Refuses with one answer for whatever is wrong. */
export async function signIn(
  login: Login,
  credentials: Credentials,
  request: FastifyRequest,
): Promise<SignInStep> {
  const answer = await ask(login, 'sign-in/email', request, {
    email: credentials.email,
    password: credentials.password,
    rememberMe: credentials.rememberMe ?? true,
  })
  if (answer.status === 429) throw tooManyAttempts()
  if (!answer.ok) throw wrongCredentials()
  const body = (await answer.json()) as { twoFactorRedirect?: boolean }
  return {
    cookies: answer.headers.getSetCookie(),
    codeNeeded: body.twoFactorRedirect === true,
  }
}

/** Which kind of code the second step is given. */
export type CodeKind = 'totp' | 'backup-code'

/** Second step: a code of the app or a recovery code. Returns the session's token for what follows in here. */
export async function verifyCode(
  login: Login,
  kind: CodeKind,
  code: string,
  request: FastifyRequest,
): Promise<SignInStep & { readonly token: string; readonly loginId: string }> {
  const answer = await ask(login, `two-factor/verify-${kind}`, request, { code }, (name) =>
    /two_factor$|dont_remember$/.test(name),
  )
  const body = (await answer.json()) as {
    code?: string
    token?: string
    user?: { id: string }
  }
  if (body.code === 'ACCOUNT_TEMPORARILY_LOCKED') throw codesLocked()
  if (answer.status === 429) throw tooManyAttempts()
  if (body.code === 'INVALID_CODE' || body.code === 'INVALID_BACKUP_CODE') throw wrongCode()
  if (!answer.ok || !body.token || !body.user) throw signInAgain()
  return {
    cookies: answer.headers.getSetCookie(),
    codeNeeded: false,
    token: body.token,
    loginId: body.user.id,
  }
}

/** The challenge that the second step answers, as the cookie of the first one names it. */
export function challengeOf(request: FastifyRequest): string {
  const found = cookiesOf(request).find(({ name }) => name.endsWith('two_factor'))
  return decodeURIComponent(found?.value ?? '').split('.')[0] ?? ''
}

/** Ends the session of the request, if there is one, and removes the cookie. */
export async function signOut(
  login: Login,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  // Signing in replaces whatever session there was: only signing out needs the cookie.
  const answer = await ask(login, 'sign-out', request, {}, () => true)
  passCookies(answer.headers.getSetCookie(), reply)
}

const tooManyAttempts = () => Object.assign(new Error('too many attempts'), { statusCode: 429 })

/**
 * Asks better-auth as its own client would. The origin was checked for every route already; the address
 * of the client is ours to state, so that attempts are counted per client. Cookies go along by name only.
 */
function ask(
  login: Login,
  path: string,
  request: FastifyRequest,
  body: object,
  sends: (cookie: string) => boolean = () => false,
): Promise<Response> {
  const base = new URL(String(login.options.baseURL))
  const headers = new Headers({
    'content-type': 'application/json',
    origin: base.origin,
    'user-agent': request.headers['user-agent'] ?? '',
    [CLIENT_ADDRESS_HEADER]: request.ip,
  })
  const cookies = cookiesOf(request).filter(({ name }) => sends(name))
  if (cookies.length > 0) {
    headers.set('cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
  }
  const url = new URL(`/api/auth/${path}`, base)
  return login.handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
}

const cookiesOf = (request: FastifyRequest) =>
  (request.headers.cookie ?? '').split(/;\s*/).flatMap((part) => {
    const at = part.indexOf('=')
    return at < 1 ? [] : [{ name: part.slice(0, at), value: part.slice(at + 1) }]
  })

/** Sets cookies of better-auth on our answer. */
export function passCookies(cookies: readonly string[], reply: FastifyReply): void {
  if (cookies.length > 0) reply.header('set-cookie', [...cookies])
}
