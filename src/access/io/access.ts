import type { Log } from '#platform/log.ts'
import { ENROLMENT, isPermission } from '../policy.ts'
import { createLogin } from './login.ts'
import { userOfLogin } from './logins.ts'
import type { AccessParts } from './parts.ts'
import { accessRoutes } from './routes.ts'
import { authorizer } from './sessions.ts'
import { createSetupToken } from './setup-link.ts'
import { setupUrl } from './setup-routes.ts'

export type AccessOptions = Omit<AccessParts, 'login'> & {
  readonly log: Log
  /** Signs session cookies; at least 32 characters. */
  readonly secret: string
  readonly attemptsPerMinute?: number
}

/** Everything about people, put together once for main.ts: the check of every route, the routes, the set-up link. */
export function createAccess(options: AccessOptions) {
  const { db, log, secret, publicUrl, now, attemptsPerMinute } = options
  const maySignIn = async (loginId: string) => {
    const user = await userOfLogin(db, loginId)
    return user?.active === true && user.role !== null
  }
  const login = createLogin({
    db,
    log,
    secret,
    publicUrl,
    maySignIn,
    ...(attemptsPerMinute === undefined ? {} : { attemptsPerMinute }),
  })
  return {
    authorize: authorizer({ login, db, now }),
    isPermission: (text: string) => text === ENROLMENT || isPermission(text),
    routes: accessRoutes({ ...options, login }),
    /** The address that makes the first administrator; null once somebody can sign in. New at every call. */
    setupLink: async (): Promise<string | null> => {
      const token = await createSetupToken(db, now())
      return token === null ? null : setupUrl(publicUrl, token)
    },
  }
}

export type Access = ReturnType<typeof createAccess>
