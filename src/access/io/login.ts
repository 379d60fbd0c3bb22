import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Log } from '#platform/log.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../password.ts'
import type { AccessDb } from './tables.ts'

/** Our own header that carries the address of the client; one that comes from outside is dropped. */
export const CLIENT_ADDRESS_HEADER = 'x-regelkreis-client-address'

const DAY = 24 * 60 * 60

/** After so many wrong codes in a row no code of the login counts for a while. */
export const CODE_FAILURES_MAX = 10
export const CODE_LOCK_SECONDS = 15 * 60

export type LoginOptions = {
  readonly db: AccessDb
  readonly log: Log
  /** Signs cookies; at least 32 characters. */
  readonly secret: string
  /** Where people reach the program: decides whether cookies are for https only. */
  readonly publicUrl: string
  /** May the login with this id get a session (the user exists, is active and has a role)? */
  readonly maySignIn: (loginId: string) => Promise<boolean>
  /** Attempts to sign in per address and minute. */
  readonly attemptsPerMinute?: number
}

/**
 * The sessions part of better-auth: e-mail and password, sessions in PostgreSQL (schema access), nobody
 * signs up by themselves. Its own HTTP interface is not exposed; routes.ts calls the few parts we need.
 */
export function createLogin(options: LoginOptions) {
  const attempts = options.attemptsPerMinute ?? 30
  return betterAuth({
    appName: 'Regelkreis',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [new URL(options.publicUrl).origin],
    database: { db: options.db, type: 'postgres', schemaName: 'access', transaction: true },
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    user: {
      modelName: 'login',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'login_session',
      expiresIn: 14 * DAY,
      updateAge: DAY,
      fields: {
        userId: 'login_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'login_account',
      fields: {
        userId: 'login_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'login_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'login_rate_limit',
      fields: { lastRequest: 'last_request' },
      window: 60,
      max: 1000,
      customRules: {
        '/sign-in/email': { window: 60, max: attempts },
        '/two-factor/*': { window: 60, max: attempts },
      },
    },
    // Asks for the second factor at sign-in; two-factor.ts writes its table otherwise.
    plugins: [
      twoFactor({
        twoFactorTable: 'login_two_factor',
        accountLockout: {
          maxFailedAttempts: CODE_FAILURES_MAX,
          durationSeconds: CODE_LOCK_SECONDS,
        },
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            fields: {
              userId: 'login_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
    advanced: {
      cookiePrefix: 'regelkreis',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      session: { create: { before: async (session) => options.maySignIn(session.userId) } },
    },
    logger: {
      level: 'warn',
      log: (level, message) =>
        level === 'error' ? options.log.error(message) : options.log.debug(message),
    },
  })
}

export type Login = ReturnType<typeof createLogin>
