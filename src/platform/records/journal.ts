import { sql } from 'kysely'
import type { Db, Tx, WriteContext } from './binding.ts'
import type { Records } from './service.ts'

/** A change by hand, as lists and histories name it. */
export type ActionType = 'create' | 'update' | 'delete' | 'bulk_update' | 'bulk_delete' | 'merge'

/** What an action came to: a name for people, and how many records of its kind it changed. */
export type Outcome<T> = { readonly result: T; readonly title: string; readonly count: number }

/** How long a change by hand can be taken back; after that its copies of the rows go. */
const KEPT_DAYS = 30

/**
 * Runs a change by hand in one transaction and keeps every row that it writes as it was and as it became
 * (triggers of the tables do, also for rows that rules or foreign keys change), so that it can be undone.
 * The action has the id of the request; without one nothing is kept. Tables without the trigger (users)
 * leave no action behind.
 */
export async function asAction<T>(
  records: Pick<Records, 'db'>,
  context: WriteContext,
  { type, kind }: { readonly type: ActionType; readonly kind: string },
  change: (tx: Tx) => Promise<Outcome<T>>,
): Promise<T> {
  return records.db.transaction().execute(async (tx) => {
    const { actor, now, requestId = null } = context
    if (requestId === null) return (await change(tx)).result
    await sql`
      insert into records.action (id, at, actor_id, actor_name, type, kind, title)
      values (${requestId}::uuid, ${now.toISOString()}::timestamptz, ${actor.userId}::uuid, ${actor.name}, ${type}, ${kind}, '')
    `.execute(tx)
    await sql`select set_config('regelkreis.action', ${requestId}, true)`.execute(tx)
    const { result, title, count } = await change(tx)
    await sql`select set_config('regelkreis.action', '', true)`.execute(tx)
    await finish(tx, requestId, title, count, now)
    return result
  })
}

/** Runs a write that the action of the transaction does not keep: undoing it leaves what was written here. */
export async function asideOfAction<T>(tx: Tx, write: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ action: string }>`
    select coalesce(current_setting('regelkreis.action', true), '') as action
  `.execute(tx)
  await sql`select set_config('regelkreis.action', '', true)`.execute(tx)
  const written = await write()
  await sql`select set_config('regelkreis.action', ${rows[0]?.action ?? ''}, true)`.execute(tx)
  return written
}

async function finish(tx: Tx, id: string, title: string, count: number, now: Date): Promise<void> {
  const kept = await sql`
    update records.action set title = ${title}, count = ${count}
     where id = ${id}::uuid and exists (select from records.action_row where action_id = ${id}::uuid)
  `.execute(tx)
  if (Number(kept.numAffectedRows ?? 0) === 0) {
    await sql`delete from records.action where id = ${id}::uuid`.execute(tx)
  }
  await sql`
    delete from records.action where at < ${now.toISOString()}::timestamptz - make_interval(days => ${KEPT_DAYS})
  `.execute(tx)
}

/** The id of the action of a request, null when it left none. */
export async function actionOf(db: Db, requestId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from records.action where id = ${requestId}::uuid
  `.execute(db)
  return rows[0]?.id ?? null
}

/** One action as lists show it. */
export type ActionView = {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly type: ActionType
  readonly title: string
  readonly count: number
  readonly undoneBy: string | null
  /** The person who asks may take it back. */
  readonly undoable: boolean
}

/** Who asks; administrators may take back what others did. */
export type Asker = { readonly userId: string | null; readonly isAdministrator: boolean }

const LISTED_MAX = 50

/** The newest changes by hand of a kind. */
export async function recentActions(db: Db, kind: string, asker: Asker): Promise<ActionView[]> {
  const { rows } = await sql<{
    id: string
    at: Date
    actor_id: string | null
    actor_name: string
    type: ActionType
    title: string
    count: number
    undone_by: string | null
  }>`
    select id::text as id, at, actor_id::text as actor_id, actor_name, type, title, count, undone_by
      from records.action where kind = ${kind} order by at desc, id limit ${LISTED_MAX}
  `.execute(db)
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_name,
    type: row.type,
    title: row.title,
    count: row.count,
    undoneBy: row.undone_by,
    undoable: row.undone_by === null && mayUndo(asker, row.actor_id),
  }))
}

/** One's own changes; those of everybody for administrators. */
export const mayUndo = (asker: Asker, actorId: string | null): boolean =>
  asker.isAdministrator || (actorId !== null && actorId === asker.userId)

/**
 * Of the given requests those whose action can still be taken back by whoever asks: forms and merges. A bulk
 * edit is not undone from the history of one of its records.
 */
export async function undoableAmong(
  db: Db,
  kind: string,
  requestIds: readonly string[],
  asker: Asker,
): Promise<ReadonlySet<string>> {
  if (requestIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string; actor_id: string | null }>`
    select id::text as id, actor_id::text as actor_id from records.action
     where id = any(${[...requestIds]}::uuid[]) and kind = ${kind} and undone_at is null
       and type in ('update', 'merge')
  `.execute(db)
  return new Set(rows.filter((row) => mayUndo(asker, row.actor_id)).map((row) => row.id))
}
