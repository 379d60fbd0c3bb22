import type { Role } from '../policy.ts'
import { emailTaken } from '../refusals.ts'
import { type AuditContext, writeAudit } from './audit.ts'
import { lockUser, setPassword, userByEmail } from './logins.ts'
import { endSessions } from './session-list.ts'
import type { AccessDb, AccessTx } from './tables.ts'
import { removeTwoFactor } from './two-factor.ts'

/** What the operator does at the command line: no session, so the trail names the command line. */
export const COMMAND_LINE: AuditContext = { actor: { userId: null, name: 'command line' } }

export type NewUser = { readonly name: string; readonly email: string; readonly role: Role }

/** Makes a user who can sign in with the given password. Refuses an address that is taken. */
export async function createUser(
  db: AccessDb,
  { name, email, role }: NewUser,
  passwordHash: string,
  now: Date,
): Promise<string> {
  const address = email.toLowerCase()
  return db.transaction().execute(async (tx) => {
    if (await isKnown(tx, address)) throw emailTaken(address)
    const user = await tx
      .insertInto('access.user')
      .values({ name, email: address, role, team_id: null, region_id: null, login_id: null })
      .returning(['id', 'name', 'email', 'role', 'login_id'])
      .executeTakeFirstOrThrow()
    await setPassword(tx, user, passwordHash, now)
    const after = { name, email: address, role, active: true }
    await writeAudit(tx, COMMAND_LINE, [
      { action: 'create', kind: 'user', recordId: user.id, before: null, after },
    ])
    return user.id
  })
}

async function isKnown(tx: AccessTx, address: string): Promise<boolean> {
  const known = await tx
    .selectFrom('access.user')
    .select('id')
    .where((where) => where(where.fn('lower', ['email']), '=', address))
    .executeTakeFirst()
  return known !== undefined
}

/** Sets a user's password and ends all sessions of theirs. Refuses an unknown address, a user without a role. */
export async function resetPassword(
  db: AccessDb,
  email: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id } = await userByEmail(tx, email)
    const user = await lockUser(tx, id)
    await setPassword(tx, user, passwordHash, now)
    await writeAudit(tx, COMMAND_LINE, [
      { action: 'reset_password', kind: 'user', recordId: id, before: null, after: null },
    ])
  })
}

/** Takes a lost second factor away and ends all sessions. False when the user has none; refuses an unknown address. */
export async function resetTwoFactor(db: AccessDb, email: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { id } = await userByEmail(tx, email)
    const { login_id: loginId } = await lockUser(tx, id)
    if (loginId === null || !(await removeTwoFactor(tx, loginId))) return false
    await endSessions(tx, loginId)
    await writeAudit(tx, COMMAND_LINE, [
      { action: 'reset_two_factor', kind: 'user', recordId: id, before: null, after: null },
    ])
    return true
  })
}

/** Everybody, by name. */
export async function listUsers(db: AccessDb) {
  const users = await db
    .selectFrom('access.user')
    .select(['id', 'name', 'email', 'role', 'active', 'login_id', 'two_factor'])
    .orderBy('name')
    .orderBy('id')
    .execute()
  return users.map(({ login_id, ...user }) => ({ ...user, hasLogin: login_id !== null }))
}
