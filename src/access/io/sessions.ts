import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestActor } from '#platform/http.ts'
import { can } from '../policy.ts'
import { notPermitted, notSignedIn, wrongCredentials } from '../refusals.ts'
import { CLIENT_ADDRESS_HEADER, type Login } from './login.ts'
import { userOfLogin } from './logins.ts'
import type { AccessDb } from './tables.ts'

/** Somebody who is signed in and may be. */
export type SessionUser = NonNullable<Awaited<ReturnType<typeof userOfLogin>>>

/**
 * The user of the request's session cookie, or null. A user who was disabled or lost the role is nobody,
 * from the next request on. Passes on the renewed cookie; the session's token stays in here.
 */
export async function sessionUser(
  login: Login,
  db: AccessDb,
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
  passCookies(headers, reply)
  const user = await userOfLogin(db, response.user.id)
  return user?.active && user.role !== null ? user : null
}

/** The check of every route: who asks, and does the policy allow it? Refuses with 401 or 403. */
export const authorizer =
  (login: Login, db: AccessDb) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    permission: string,
  ): Promise<RequestActor> => {
    const user = await sessionUser(login, db, request, reply)
    if (!user || user.role === null) throw notSignedIn()
    const reach = permission === 'session' ? 'all' : can(user.role, permission)
    if (reach === 'none') throw notPermitted(permission)
    return { userId: user.id, name: user.name, role: user.role, scope: reach }
  }

export type Credentials = {
  readonly email: string
  readonly password: string
  readonly rememberMe?: boolean | undefined
}

/** Signs in and sets the cookie; refuses with one answer for whatever is wrong. */
export async function signIn(
  login: Login,
  credentials: Credentials,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const answer = await ask(login, 'sign-in/email', request, {
    email: credentials.email,
    password: credentials.password,
    rememberMe: credentials.rememberMe ?? true,
  })
  if (answer.status === 429)
    throw Object.assign(new Error('too many attempts'), { statusCode: 429 })
  if (!answer.ok) throw wrongCredentials()
  passCookies(answer.headers, reply)
}

/** Ends the session of the request, if there is one, and removes the cookie. */
export async function signOut(
  login: Login,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const answer = await ask(login, 'sign-out', request, {})
  passCookies(answer.headers, reply)
}

/**
 * Asks better-auth as its own client would. The origin was checked for every route already; the address
 * of the client is ours to state, so that attempts are counted per client.
 */
function ask(login: Login, path: string, request: FastifyRequest, body: object): Promise<Response> {
  const base = new URL(String(login.options.baseURL))
  const headers = new Headers({
    'content-type': 'application/json',
    origin: base.origin,
    'user-agent': request.headers['user-agent'] ?? '',
    [CLIENT_ADDRESS_HEADER]: request.ip,
  })
  // Signing in replaces whatever session there was: only signing out needs the cookie.
  if (path === 'sign-out' && request.headers.cookie) headers.set('cookie', request.headers.cookie)
  const url = new URL(`/api/auth/${path}`, base)
  return login.handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
}

function passCookies(headers: Headers | undefined | null, reply: FastifyReply): void {
  const cookies = headers?.getSetCookie() ?? []
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}
