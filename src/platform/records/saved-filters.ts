import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Tx, WriteContext } from './binding.ts'
import type { Asker } from './journal.ts'
import type { Records } from './service.ts'

/** A list as somebody left it: filters, search, order and columns, as they stand in the address. */
export type SavedFilter = {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly shared: boolean
  readonly owner: string
  readonly isMine: boolean
  /** The list of the person who asks opens with it. */
  readonly isDefault: boolean
  /** The person who asks may rename, share or delete it. */
  readonly changeable: boolean
}

export type FilterInput = {
  readonly name: string
  readonly query: string
  readonly shared: boolean
}

type Person = Asker & { readonly userId: string }

type Row = {
  id: string
  owner_id: string
  owner: string
  name: string
  query: string
  shared: boolean
  is_default: boolean
}

const rowsFor = (kind: string, person: Person, more: RawBuilder<unknown>) => sql<Row>`
  select filter.id::text as id, owner_id::text as owner_id, owner.name as owner, filter.name, query, shared,
         mine.filter_id is not null as is_default
    from records.saved_filter filter
    join access."user" owner on owner.id = owner_id
    left join records.default_filter mine
      on mine.filter_id = filter.id and mine.user_id = ${person.userId}::uuid and mine.kind = filter.kind
   where filter.kind = ${kind} and (shared or owner_id = ${person.userId}::uuid) ${more}
   order by lower(filter.name), filter.id
`

const viewOf = (row: Row, person: Person): SavedFilter => ({
  id: row.id,
  name: row.name,
  query: row.query,
  shared: row.shared,
  owner: row.owner,
  isMine: row.owner_id === person.userId,
  isDefault: row.is_default,
  changeable: row.owner_id === person.userId || person.isAdministrator,
})

/** One's own filters of a kind and those that others share. */
export async function savedFilters(
  records: Records,
  kind: string,
  person: Person,
): Promise<SavedFilter[]> {
  const { rows } = await rowsFor(kind, person, sql``).execute(records.db)
  return rows.map((row) => viewOf(row, person))
}

async function visible(tx: Tx, kind: string, id: string, person: Person): Promise<SavedFilter> {
  const { rows } = await rowsFor(kind, person, sql`and filter.id = ${id}::uuid`).execute(tx)
  const row = rows[0]
  if (!row) throw new Refusal('not_found', 'records.filter_not_found', { id })
  return viewOf(row, person)
}

const auditedOf = ({ name, query, shared }: FilterInput) => ({ name, query, shared })

async function write(
  tx: Tx,
  records: Records,
  context: WriteContext,
  change: { id: string; before: FilterInput | null; after: FilterInput | null },
): Promise<void> {
  const action = change.before === null ? 'create' : change.after === null ? 'delete' : 'update'
  await records.audit(tx, context, [
    {
      action,
      kind: 'saved_filter',
      recordId: change.id,
      before: change.before && auditedOf(change.before),
      after: change.after && auditedOf(change.after),
    },
  ])
}

const nameTaken = (error: unknown): unknown =>
  (error as { code?: string }).code === '23505'
    ? new Refusal('conflict', 'records.filter_name_taken', {}, [
        { field: 'name', rule: 'records.filter_name_taken' },
      ])
    : error

/** Saves a list under a name; each person has a name once per kind (`records.filter_name_taken`). */
export async function saveFilter(
  records: Records,
  kind: string,
  input: FilterInput,
  person: Person,
  context: WriteContext,
): Promise<SavedFilter> {
  const id = records.newId()
  return records.db.transaction().execute(async (tx) => {
    try {
      await sql`
        insert into records.saved_filter (id, created_at, updated_at, owner_id, kind, name, query, shared)
        values (${id}::uuid, ${context.now}, ${context.now}, ${person.userId}::uuid, ${kind},
                ${input.name}, ${input.query}, ${input.shared})
      `.execute(tx)
    } catch (error) {
      throw nameTaken(error)
    }
    await write(tx, records, context, { id, before: null, after: input })
    return visible(tx, kind, id, person)
  })
}

/** Only its owner or an administrator; a filter that is not shared is hidden from everybody else. */
async function changeable(tx: Tx, kind: string, id: string, person: Person): Promise<SavedFilter> {
  await sql`select from records.saved_filter where id = ${id}::uuid for update`.execute(tx)
  const filter = await visible(tx, kind, id, person)
  if (!filter.changeable) throw new Refusal('forbidden', 'records.filter_of_another', { id })
  return filter
}

/** Renames, shares or overwrites a saved filter. */
export async function changeFilter(
  records: Records,
  kind: string,
  id: string,
  changes: { readonly [Name in keyof FilterInput]?: FilterInput[Name] | undefined },
  person: Person,
  context: WriteContext,
): Promise<SavedFilter> {
  return records.db.transaction().execute(async (tx) => {
    const before = await changeable(tx, kind, id, person)
    const after: FilterInput = {
      name: changes.name ?? before.name,
      query: changes.query ?? before.query,
      shared: changes.shared ?? before.shared,
    }
    try {
      await sql`
        update records.saved_filter
           set name = ${after.name}, query = ${after.query}, shared = ${after.shared}, updated_at = ${context.now}
         where id = ${id}::uuid
      `.execute(tx)
    } catch (error) {
      throw nameTaken(error)
    }
    if (!after.shared) {
      // What is no longer shared is nobody else's default.
      await sql`
        delete from records.default_filter as mine using records.saved_filter as filter
         where filter.id = mine.filter_id and filter.id = ${id}::uuid and mine.user_id <> filter.owner_id
      `.execute(tx)
    }
    await write(tx, records, context, { id, before, after })
    return visible(tx, kind, id, person)
  })
}

/** Deletes a saved filter; lists that opened with it open as they did before. */
export async function deleteFilter(
  records: Records,
  kind: string,
  id: string,
  person: Person,
  context: WriteContext,
): Promise<void> {
  await records.db.transaction().execute(async (tx) => {
    const before = await changeable(tx, kind, id, person)
    await sql`delete from records.saved_filter where id = ${id}::uuid`.execute(tx)
    await write(tx, records, context, { id, before, after: null })
  })
}

/** The filter with which this person's list opens; null for none. */
export async function chooseDefault(
  records: Records,
  kind: string,
  id: string | null,
  person: Person,
): Promise<void> {
  await records.db.transaction().execute(async (tx) => {
    if (id !== null) await visible(tx, kind, id, person)
    await sql`
      delete from records.default_filter where user_id = ${person.userId}::uuid and kind = ${kind}
    `.execute(tx)
    if (id === null) return
    await sql`
      insert into records.default_filter (user_id, kind, filter_id)
      values (${person.userId}::uuid, ${kind}, ${id}::uuid)
    `.execute(tx)
  })
}
