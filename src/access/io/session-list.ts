import { sql } from 'kysely'
import { type Device, deviceOf } from '../device.ts'
import { sessionNotFound } from '../refusals.ts'
import type { AccessDb, AccessTx } from './tables.ts'

/** A session is written to at most this often for being used. */
const SEEN_EVERY_MS = 60_000

/** Where somebody is signed in. The token that opens the session is not among the facts. */
export type ListedSession = {
  readonly id: string
  readonly device: Device
  readonly address: string | null
  readonly createdAt: Date
  readonly seenAt: Date
}

/** The user behind a session, with how the second factor stands; notes that the session is in use. */
export async function userOfSession(db: AccessDb, sessionId: string, now: Date) {
  const found = await db
    .selectFrom('access.login_session as session')
    .innerJoin('access.user as user', 'user.login_id', 'session.login_id')
    .select([
      'user.id',
      'user.name',
      'user.email',
      'user.role',
      'user.active',
      'user.login_id',
      'user.two_factor',
      'session.id as session_id',
      'session.seen_at',
    ])
    .select((where) =>
      where
        .exists(
          where
            .selectFrom('access.two_factor_role as needed')
            .select('needed.role')
            .whereRef('needed.role', '=', 'user.role'),
        )
        .$castTo<boolean>()
        .as('two_factor_needed'),
    )
    .where('session.id', '=', sessionId)
    .executeTakeFirst()
  if (!found) return null
  if (now.getTime() - found.seen_at.getTime() > SEEN_EVERY_MS) {
    await db
      .updateTable('access.login_session')
      .set({ seen_at: now })
      .where('id', '=', sessionId)
      .execute()
  }
  return found
}

/** The open sessions of a login, the one used last first. */
export async function listSessions(
  db: AccessDb,
  loginId: string,
  now: Date,
): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('access.login_session')
    .select(['id', 'user_agent', 'ip_address', 'created_at', 'seen_at'])
    .where('login_id', '=', loginId)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    device: deviceOf(row.user_agent),
    address: row.ip_address === '' ? null : row.ip_address,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }))
}

/** Ends one session of a login. Returns what it was, for the trail; refuses an unknown one. */
export async function endSession(
  tx: AccessTx,
  loginId: string,
  sessionId: string,
): Promise<Pick<ListedSession, 'device' | 'address'>> {
  const ended = await tx
    .deleteFrom('access.login_session')
    .where('login_id', '=', loginId)
    .where('id', '=', sessionId)
    .returning(['user_agent', 'ip_address'])
    .executeTakeFirst()
  if (!ended) throw sessionNotFound()
  return { device: deviceOf(ended.user_agent), address: ended.ip_address }
}

/** Ends the session with this token: one that better-auth made and that our rules do not want. */
export async function dropSession(db: AccessDb, token: string): Promise<void> {
  await db.deleteFrom('access.login_session').where('token', '=', token).execute()
}

/** Signs a login out everywhere, except in one session where given. Returns how many were ended. */
export async function endSessions(
  tx: AccessDb,
  loginId: string,
  exceptId: string | null = null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from access.login_session
     where login_id = ${loginId}::uuid and id is distinct from ${exceptId}::uuid`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
