import { sql } from 'kysely'
import type { RuleResult, Values } from '#kernel/record.ts'
import { emailTaken, lastAdministrator } from '../refusals.ts'
import { userKind } from '../user.ts'
import { userRules } from '../user-rules.ts'
import { endSessions } from './session-list.ts'
import type { AccessTx } from './tables.ts'

/** What the record store reports of one written user. */
export type UserChange = {
  readonly id: string
  readonly before: Values | null
  readonly after: Values | null
}

/** One of these at a time, so that two administrators cannot demote each other at once. */
const ADMINISTRATORS_LOCK = 7_246_052

const isAdministrator = (values: Values | null): boolean =>
  values !== null &&
  values.role === 'administrator' &&
  values.active === true &&
  typeof values.login_id === 'string'

/** Keeps logins in step with users, and at least one administrator who can sign in. */
export async function afterUserWrite(tx: AccessTx, changes: readonly UserChange[]): Promise<void> {
  for (const change of changes) await followLogin(tx, change)
  const loses = changes.some(
    ({ before, after }) => isAdministrator(before) && !isAdministrator(after),
  )
  if (loses) await demandAdministrator(tx)
}

async function demandAdministrator(tx: AccessTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`.execute(tx)
  const left = await tx
    .selectFrom('access.user')
    .select('id')
    .where('role', '=', 'administrator')
    .where('active', '=', true)
    .where('login_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!left) throw lastAdministrator()
}

/** A login has the name and address of its user, no session once the user may not enter, and no life of its own. */
async function followLogin(tx: AccessTx, { before, after }: UserChange): Promise<void> {
  const loginId = before?.login_id
  if (typeof loginId !== 'string') return
  if (after === null) {
    await tx.deleteFrom('access.login').where('id', '=', loginId).execute()
    return
  }
  if (after.active !== true || after.role === null) await endSessions(tx, loginId)
  if (after.email === before?.email && after.name === before?.name) return
  const email = String(after.email).toLowerCase()
  const other = await tx
    .selectFrom('access.login')
    .select('id')
    .where('email', '=', email)
    .where('id', '<>', loginId)
    .executeTakeFirst()
  if (other) throw emailTaken(email)
  await tx
    .updateTable('access.login')
    .set({ email, name: String(after.name) })
    .where('id', '=', loginId)
    .execute()
}

/** What the generic record store needs to know of users. */
export const userBinding = {
  kind: userKind,
  check: (before: Values | null, after: Values): readonly RuleResult[] => userRules(before, after),
  afterWrite: afterUserWrite,
}
