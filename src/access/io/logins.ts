import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { emailMissing, emailTaken, roleMissing, userNotFound } from '../refusals.ts'
import { endSessions } from './session-list.ts'
import type { AccessDb, AccessTx } from './tables.ts'

/**
 * Logins in better-auth's tables, written by our own statements: so a login, the user it belongs to and
 * the audit entry are one transaction. login.ts reads what is written here; a test signs in with it.
 */

/** The hash that better-auth compares with; about 0.1 s, so never inside a transaction. */
export const passwordHash = (password: string): Promise<string> => hashPassword(password)

export type LoginOwner = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: string | null
  readonly login_id: string | null
}

/**
 * Gives a user a login, or a new password for the one there is. Ends all sessions, except the one in which
 * the password is changed. Returns the login's id.
 */
export async function setPassword(
  tx: AccessTx,
  user: LoginOwner,
  hash: string,
  now: Date,
  sessionId: string | null = null,
): Promise<string> {
  if (user.role === null) throw roleMissing()
  if (user.login_id !== null) {
    await tx
      .updateTable('access.login_account')
      .set({ password: hash, updated_at: now })
      .where('login_id', '=', user.login_id)
      .where('provider_id', '=', 'credential')
      .execute()
    await endSessions(tx, user.login_id, sessionId)
    return user.login_id
  }
  if (user.email === null) throw emailMissing()
  const login = await tx
    .insertInto('access.login')
    .values({ name: user.name, email: user.email.toLowerCase(), email_verified: false })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!login) throw emailTaken(user.email)
  await tx
    .insertInto('access.login_account')
    .values({
      login_id: login.id,
      account_id: login.id,
      provider_id: 'credential',
      password: hash,
      updated_at: now,
    })
    .execute()
  await tx
    .updateTable('access.user')
    .set((field) => ({ login_id: login.id, version: field('version', '+', 1), updated_at: now }))
    .where('id', '=', user.id)
    .execute()
  return login.id
}

/** Is this the password of the login? */
export async function isPasswordOf(
  db: AccessDb,
  loginId: string,
  password: string,
): Promise<boolean> {
  const account = await db
    .selectFrom('access.login_account')
    .select('password')
    .where('login_id', '=', loginId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  return account?.password ? verifyPassword({ hash: account.password, password }) : false
}

const USER_COLUMNS = ['id', 'name', 'email', 'role', 'active', 'login_id'] as const

/** The user behind a login; null when there is none. */
export async function userOfLogin(db: AccessDb, loginId: string) {
  const user = await db
    .selectFrom('access.user')
    .select(USER_COLUMNS)
    .where('login_id', '=', loginId)
    .executeTakeFirst()
  return user ?? null
}

/** The user with this e-mail address, whatever its case; refused when there is none. */
export async function userByEmail(db: AccessDb, email: string) {
  const user = await db
    .selectFrom('access.user')
    .select(USER_COLUMNS)
    .where((where) => where(where.fn('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst()
  if (!user) throw userNotFound(email)
  return user
}

/** The user with this id; refused when there is none. */
export async function userById(db: AccessDb, id: string) {
  const user = await db
    .selectFrom('access.user')
    .select(USER_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!user) throw userNotFound(id)
  return user
}

/** The user with this id, locked until the transaction ends; refused when there is none. */
export async function lockUser(tx: AccessTx, id: string) {
  const user = await tx
    .selectFrom('access.user')
    .select(USER_COLUMNS)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!user) throw userNotFound(id)
  return user
}
