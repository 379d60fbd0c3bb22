import { type RawBuilder, sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import { type Problem, Refusal } from '#kernel/refusal.ts'
import type { Tx, WriteContext } from './binding.ts'
import { type Asker, mayUndo } from './journal.ts'
import { labelsByIds } from './read.ts'
import type { Records } from './service.ts'
import { changedFields } from './values.ts'

/** A table that an action wrote to, as the database describes it. */
type Table = {
  readonly name: string
  readonly keys: readonly string[]
  /** Columns that hold data: not generated. */
  readonly columns: readonly string[]
  readonly parents: readonly string[]
}

const TOLD_MAX = 20

/**
 * Take an action back: every row it wrote is as it was before, to the last column, in one transaction.
 * Rules do not run again. Refused (409 `records.undo_blocked`, with the records and who changed them) when
 * a row is no longer as the action left it, or when something newer refers to a row that would go.
 */
export async function undoAction(
  records: Records,
  kind: RecordKind,
  actionId: string,
  asker: Asker,
  context: WriteContext,
): Promise<{ readonly count: number }> {
  return records.db.transaction().execute(async (tx) => {
    const count = await claim(tx, kind, actionId, asker, context)
    await sql`set local timezone = 'UTC'`.execute(tx) // as the rows were kept
    const tables = await tablesOf(tx, actionId)
    await collect(tx, tables, actionId)
    await refuseNewer(tx, records, tables)
    await restore(tx, tables)
    await tell(tx, records, tables, context)
    return { count }
  })
}

async function claim(
  tx: Tx,
  kind: RecordKind,
  actionId: string,
  asker: Asker,
  { actor, now }: WriteContext,
): Promise<number> {
  const { rows } = await sql<{ actor_id: string | null; undone: boolean; count: number }>`
    select actor_id::text as actor_id, undone_at is not null as undone, count
      from records.action where id = ${actionId}::uuid and kind = ${kind.id} for update
  `.execute(tx)
  const action = rows[0]
  if (!action) throw new Refusal('not_found', 'records.action_gone', { id: actionId })
  if (!mayUndo(asker, action.actor_id)) throw new Refusal('forbidden', 'records.not_your_action')
  if (action.undone) throw new Refusal('conflict', 'records.undone_already')
  await sql`
    update records.action set undone_at = ${now.toISOString()}::timestamptz, undone_by = ${actor.name}
     where id = ${actionId}::uuid
  `.execute(tx)
  return action.count
}

/** The tables of an action, those that others refer to first. */
async function tablesOf(tx: Tx, actionId: string): Promise<Table[]> {
  const { rows } = await sql<Table>`
    with touched as (
      select distinct table_name as name, table_name::regclass as oid
        from records.action_row where action_id = ${actionId}::uuid
    )
    select name,
           (select array_agg(attname::text order by attnum) from pg_attribute
             join pg_index on indrelid = attrelid and attnum = any (indkey)
            where indrelid = touched.oid and indisprimary) as keys,
           (select array_agg(attname::text order by attnum) from pg_attribute
             where attrelid = touched.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
           (select coalesce(array_agg(distinct parent.name), '{}') from pg_constraint
              join touched as parent on parent.oid = confrelid
             where conrelid = touched.oid and contype = 'f' and confrelid <> conrelid) as parents
      from touched
  `.execute(tx)
  return parentsFirst(rows)
}

function parentsFirst(tables: readonly Table[]): Table[] {
  const placed: Table[] = []
  const waiting = new Set(tables)
  while (waiting.size > 0) {
    const names = new Set([...waiting].map((table) => table.name))
    const free = [...waiting].filter((table) => !table.parents.some((name) => names.has(name)))
    for (const table of free.length > 0 ? free : [...waiting]) {
      placed.push(table)
      waiting.delete(table)
    }
  }
  return placed
}

const columnList = (columns: readonly string[], alias?: string): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(alias ? `${alias}.${column}` : column)))

/** `t` is the row of `saved`, a row of `undo_net` as a row of the table. */
const sameKey = ({ keys }: Table, left: string, right: string): RawBuilder<unknown> =>
  sql`(${columnList(keys, left)}) = (${columnList(keys, right)})`

const asRow = ({ name }: Table, image: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`jsonb_populate_record(null::${sql.raw(name)}, ${image})`

/** What the action came to for every row: as it was before the first write, as it is after the last. */
async function collect(tx: Tx, tables: readonly Table[], actionId: string): Promise<void> {
  await sql`
    create temporary table undo_net (
      table_name text, position bigint, key jsonb, before jsonb, after jsonb
    ) on commit drop
  `.execute(tx)
  for (const table of tables) {
    const key = sql`jsonb_build_object(${sql.join(
      table.keys.flatMap((name) => [sql`${name}::text`, sql`coalesce(after, before) -> ${name}`]),
    )})`
    await sql`
      insert into undo_net
      select table_name, min(id), key, (array_agg(before order by id))[1], (array_agg(after order by id desc))[1]
        from (select id, table_name, before, after, ${key} as key from records.action_row
               where action_id = ${actionId}::uuid and table_name = ${table.name}) as written
       group by table_name, key
      having (array_agg(before order by id))[1] is distinct from (array_agg(after order by id desc))[1]
    `.execute(tx)
  }
  await sql`analyze undo_net`.execute(tx)
}

/** Every row must be as the action left it; columns that came later do not count. */
async function refuseNewer(tx: Tx, records: Records, tables: readonly Table[]): Promise<void> {
  const problems: Problem[] = []
  for (const table of tables) {
    await sql`
      select from ${sql.raw(table.name)} t
        join (select ${asRow(table, sql`key`)} as saved from undo_net where table_name = ${table.name}) as net
          on (${columnList(table.keys, 't')}) = (${sql.join(table.keys.map((key) => sql`(net.saved).${sql.ref(key)}`))})
         for update of t
    `.execute(tx)
    const { rows } = await sql<{ id: string | null }>`
      select net.key ->> 'id' as id
        from undo_net net cross join lateral ${asRow(table, sql`net.key`)} as saved
        left join ${sql.raw(table.name)} t on ${sameKey(table, 't', 'saved')}
       where net.table_name = ${table.name}
         and case when net.after is null then to_jsonb(t) is not null
                  else (to_jsonb(t) @> net.after) is not true end
       order by net.position limit ${TOLD_MAX - problems.length}
    `.execute(tx)
    for (const { id } of rows) problems.push(await changedSince(tx, records, table, id ?? ''))
    if (problems.length >= TOLD_MAX) break
  }
  if (problems.length === 0) return
  throw new Refusal('conflict', 'records.undo_blocked', { count: problems.length }, problems)
}

const kindOfTable = (records: Records, table: Table): RecordKind | undefined =>
  [...records.bindings.values()].find(({ kind }) => kind.table.replaceAll('"', '') === table.name)
    ?.kind

async function changedSince(tx: Tx, records: Records, table: Table, id: string): Promise<Problem> {
  const kind = kindOfTable(records, table)
  if (!kind) return { field: table.name, rule: 'records.changed_since', detail: { id } }
  const [newest] = await records.history(tx, kind, id)
  const title = (await labelsByIds(tx, kind, [id]))[id] ?? ''
  const detail = { id, title, by: newest?.actor ?? '', at: newest?.at ?? '' }
  return { field: kind.id, rule: 'records.changed_since', detail }
}

/** Rows that went come back, changed ones get their old values, made ones go: in an order that references bear. */
async function restore(tx: Tx, tables: readonly Table[]): Promise<void> {
  try {
    for (const table of tables) await bringBack(tx, table)
    for (const table of tables) await setBack(tx, table)
    for (const table of tables.toReversed()) await takeAway(tx, table)
  } catch (error) {
    const { code, table, schema } = error as { code?: string; table?: string; schema?: string }
    if (code !== '23503') throw error
    throw new Refusal('conflict', 'records.in_use', { by: `${schema}.${table}` })
  }
}

async function bringBack(tx: Tx, table: Table): Promise<void> {
  await sql`
    insert into ${sql.raw(table.name)} (${columnList(table.columns)}) overriding system value
    select ${columnList(table.columns, 'saved')}
      from undo_net cross join lateral ${asRow(table, sql`before`)} as saved
     where table_name = ${table.name} and after is null
     order by position
  `.execute(tx)
}

async function setBack(tx: Tx, table: Table): Promise<void> {
  const others = table.columns.filter((column) => !table.keys.includes(column))
  await sql`
    update ${sql.raw(table.name)} as t
       set ${sql.join(others.map((column) => sql`${sql.ref(column)} = saved.${sql.ref(column)}`))}
      from undo_net cross join lateral ${asRow(table, sql`before`)} as saved
     where table_name = ${table.name} and before is not null and after is not null
       and ${sameKey(table, 't', 'saved')}
  `.execute(tx)
}

async function takeAway(tx: Tx, table: Table): Promise<void> {
  await sql`
    delete from ${sql.raw(table.name)} as t
     using undo_net cross join lateral ${asRow(table, sql`after`)} as saved
     where table_name = ${table.name} and before is null and ${sameKey(table, 't', 'saved')}
  `.execute(tx)
}

const CHUNK = 1_000

type Net = {
  readonly position: number
  readonly id: string
  readonly before: Values | null
  readonly after: Values | null
}

/** The audit trail says "undo" for every record that changed. */
async function tell(
  tx: Tx,
  records: Records,
  tables: readonly Table[],
  context: WriteContext,
): Promise<void> {
  for (const table of tables) {
    const kind = kindOfTable(records, table)
    if (!kind) continue
    for (let last = 0; ; ) {
      const { rows } = await sql<Net>`
        select position, key ->> 'id' as id, before, after from undo_net
         where table_name = ${table.name} and position > ${last} order by position limit ${CHUNK}
      `.execute(tx)
      const newest = rows.at(-1)
      if (!newest) break
      last = newest.position
      await records.audit(
        tx,
        context,
        rows.map((row) => entryOf(kind, row)),
      )
    }
  }
}

const pick = (values: Values, fields: readonly string[]): Values =>
  Object.fromEntries(fields.map((field) => [field, values[field] ?? null]))

/** Instants of kept rows read as everywhere else: ISO 8601 in UTC with a Z. */
function instantsIn(kind: RecordKind, values: Values | null): Values | null {
  if (values === null) return null
  const instants = kind.fields.filter(
    (field) => field.type === 'instant' && typeof values[field.id] === 'string',
  )
  return {
    ...values,
    ...Object.fromEntries(
      instants.map(({ id }) => [id, new Date(String(values[id])).toISOString()]),
    ),
  }
}

function entryOf(kind: RecordKind, net: Net) {
  const was = instantsIn(kind, net.before)
  const became = instantsIn(kind, net.after)
  const filled = (values: Values) =>
    kind.fields.map((field) => field.id).filter((id) => (values[id] ?? null) !== null)
  const fields = was && became ? changedFields(kind, was, became) : filled(was ?? became ?? {})
  return {
    action: 'undo',
    kind: kind.id,
    recordId: net.id,
    before: became ? pick(became, fields) : null,
    after: was ? pick(was, fields) : null,
  }
}
