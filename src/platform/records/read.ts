import { type RawBuilder, sql } from 'kysely'
import { isIsoDate } from '#kernel/period.ts'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { civilToInstant } from '#kernel/zone.ts'
import type { Db, RecordBinding } from './binding.ts'
import { parseValue, valuesOf } from './values.ts'

/** Counts of lists stop here: counting a million rows would cost more than the list itself. */
export const COUNT_CAP = 10_000
export const LIMIT_MAX = 200

/** Only rows whose `field` has this value: the policy's row scope. */
export type RowScope = { readonly field: string; readonly value: string } | null

export type ListQuery = {
  readonly filters: Readonly<Record<string, readonly string[]>>
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export type ListPage = {
  readonly items: readonly Values[]
  readonly labels: Readonly<Record<string, string>>
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

type Condition = RawBuilder<unknown>

const COMMON_FIELDS: readonly Field[] = [
  { id: 'created_at', type: 'instant', label: { de: 'Angelegt', en: 'Created' } },
  { id: 'updated_at', type: 'instant', label: { de: 'Geändert', en: 'Updated' } },
]

const badFilter = (name: string, rule: string) =>
  new Refusal('invalid', 'records.bad_filter', { field: name }, [{ field: name, rule }])

/** Query parameters are text; numbers and yes/no become what the field holds. */
function filterValue(field: Field, text: string, timeZone: string): unknown {
  if (field.type === 'instant' && isIsoDate(text))
    return new Date(civilToInstant(text, timeZone).instant).toISOString()
  const numeric = ['integer', 'decimal', 'rate', 'money'].includes(field.type)
  const raw = numeric ? Number(text) : field.type === 'boolean' ? text === 'true' : text
  const parsed = parseValue(field, raw)
  if ('rule' in parsed) throw badFilter(field.id, parsed.rule)
  return parsed.value
}

function fieldCondition(
  field: Field,
  operator: string | undefined,
  values: readonly string[],
  timeZone: string,
): Condition {
  const column = sql`t.${sql.ref(field.id)}`
  const first = values[0] ?? ''
  if (operator === 'from') return sql`${column} >= ${filterValue(field, first, timeZone)}`
  if (operator === 'until') return sql`${column} < ${filterValue(field, first, timeZone)}`
  if (operator !== undefined) throw badFilter(`${field.id}.${operator}`, 'records.unknown_filter')
  const given = values.filter((value) => value !== '').map((v) => filterValue(field, v, timeZone))
  const conditions: Condition[] = []
  if (field.type === 'list') {
    if (given.length > 0) conditions.push(sql`${column} && ${given.flat()}::text[]`)
  } else if (given.length === 1) conditions.push(sql`${column} = ${given[0]}`)
  else if (given.length > 1) conditions.push(sql`${column} in (${sql.join(given)})`)
  if (values.includes('')) conditions.push(sql`${column} is null`)
  return sql`(${sql.join(conditions, sql` or `)})`
}

/** The text that free search looks into; the same expression as the trigram index of the table. */
function searchText(kind: RecordKind): RawBuilder<string> {
  const parts = kind.search.map(
    (id) => sql`coalesce(t.${sql.ref(id)}${needsCast(kind, id) ? sql`::text` : sql``}, '')`,
  )
  return sql`(${sql.join(parts, sql` || ' ' || `)})`
}

const needsCast = (kind: RecordKind, id: string): boolean => {
  const type = kind.fields.find((field) => field.id === id)?.type
  return type === 'date' || type === 'integer' || type === 'instant'
}

const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** The where conditions of a list: fields, ranges, search, extra filters of the kind, row scope. */
export function conditionsOf(
  binding: RecordBinding,
  query: Pick<ListQuery, 'filters' | 'q'>,
  scope: RowScope,
  timeZone: string,
): Condition[] {
  const { kind } = binding
  const fields = new Map([...COMMON_FIELDS, ...kind.fields].map((field) => [field.id, field]))
  const conditions: Condition[] = []
  for (const [name, values] of Object.entries(query.filters)) {
    const extra = binding.filters?.[name]
    if (extra) {
      conditions.push(extra(values))
      continue
    }
    const [id = '', operator] = name.split('.')
    const field = fields.get(id)
    if (!field) throw badFilter(name, 'records.unknown_filter')
    conditions.push(fieldCondition(field, operator, values, timeZone))
  }
  const text = query.q?.trim()
  if (text) conditions.push(sql`${searchText(kind)} ilike ${likePattern(text)}`)
  if (scope) conditions.push(sql`t.${sql.ref(scope.field)} = ${scope.value}`)
  return conditions
}

export const whereOf = (conditions: readonly Condition[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`

type Sorting = { readonly field: Field; readonly descending: boolean; readonly nullable: boolean }

function sortingOf(kind: RecordKind, sort: string | undefined): Sorting {
  const wanted = sort ?? kind.sort
  const descending = wanted.startsWith('-')
  const id = descending ? wanted.slice(1) : wanted
  const field = [...COMMON_FIELDS, ...kind.fields].find((candidate) => candidate.id === id)
  if (!field || field.type === 'list') throw badFilter('sort', 'records.unknown_sort')
  return { field, descending, nullable: !field.required && !COMMON_FIELDS.includes(field) }
}

const encodeCursor = (value: unknown, id: unknown): string =>
  Buffer.from(JSON.stringify([value ?? null, id])).toString('base64url')

function decodeCursor(cursor: string): [unknown, string] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === 2 && typeof parsed[1] === 'string') {
      return [parsed[0], parsed[1]]
    }
  } catch {
    // falls through to the refusal: a cursor is opaque and only ever comes from us
  }
  throw badFilter('cursor', 'records.bad_cursor')
}

const typeOf = (field: Field): RawBuilder<unknown> => {
  const types: Partial<Record<Field['type'], string>> = {
    integer: 'bigint',
    money: 'bigint',
    decimal: 'numeric',
    rate: 'numeric',
    date: 'date',
    instant: 'timestamptz',
    boolean: 'boolean',
  }
  if (field.type === 'reference') return sql.raw(field.kind === 'channel' ? 'text' : 'uuid')
  return sql.raw(types[field.type] ?? 'text')
}

/** Rows after the cursor in the order of the sort; empty values always come last. */
function afterCursor(
  { field, descending, nullable }: Sorting,
  cursor: string,
  idType: string,
): Condition {
  const [value, id] = decodeCursor(cursor)
  const column = sql`t.${sql.ref(field.id)}`
  const than = descending ? sql`<` : sql`>`
  const idValue = sql`${id}::${sql.raw(idType)}`
  if (value === null) return sql`(${column} is null and t.id ${than} ${idValue})`
  const typed = sql`${value}::text::${typeOf(field)}`
  const later = sql`(${column}, t.id) ${than} (${typed}, ${idValue})`
  return nullable ? sql`(${later} or ${column} is null)` : later
}

/** Rows of one page and the cursor of the next; `limit` is the caller's to keep small. */
export async function readPage(
  db: Db,
  binding: RecordBinding,
  query: ListQuery,
  scope: RowScope,
  timeZone: string,
): Promise<Pick<ListPage, 'items' | 'next'>> {
  const { kind } = binding
  const sorting = sortingOf(kind, query.sort)
  const conditions = conditionsOf(binding, query, scope, timeZone)
  const idType = kind.id === 'channel' ? 'text' : 'uuid'
  const paged = query.cursor
    ? [...conditions, afterCursor(sorting, query.cursor, idType)]
    : conditions
  const column = sql`t.${sql.ref(sorting.field.id)}`
  const direction = sorting.descending ? sql`desc` : sql`asc`
  const nulls = sorting.nullable ? sql` nulls last` : sql``
  const { rows } = await sql<Record<string, unknown>>`
    select t.* from ${sql.raw(kind.table)} t ${whereOf(paged)}
     order by ${column} ${direction}${nulls}, t.id ${direction} limit ${query.limit + 1}
  `.execute(db)
  const items = rows.slice(0, query.limit).map(valuesOf)
  const last = items.at(-1)
  const more = rows.length > query.limit && last
  return { items, next: more ? encodeCursor(last[sorting.field.id], last.id) : null }
}

/**
 * One page of a list by keyset: O(page) behind an index on (sort, id), whatever the page number.
 * Throws `records.bad_filter` on unknown filters, sorts and cursors.
 */
export async function listRecords(
  db: Db,
  binding: RecordBinding,
  query: ListQuery,
  scope: RowScope,
  timeZone: string,
): Promise<Omit<ListPage, 'labels'>> {
  const limit = Math.min(Math.max(query.limit, 1), LIMIT_MAX)
  const page = await readPage(db, binding, { ...query, limit }, scope, timeZone)
  const conditions = conditionsOf(binding, query, scope, timeZone)
  const counted = await sql<{ count: number }>`
    select count(*) as count from (
      select 1 from ${sql.raw(binding.kind.table)} t ${whereOf(conditions)} limit ${COUNT_CAP + 1}
    ) as capped
  `.execute(db)
  const count = counted.rows[0]?.count ?? 0
  return { ...page, count: Math.min(count, COUNT_CAP), countCapped: count > COUNT_CAP }
}

/** A record by id inside the scope, or null. */
export async function findRecord(
  db: Db,
  kind: RecordKind,
  id: string,
  scope: RowScope,
): Promise<Values | null> {
  const conditions: Condition[] = [sql`t.id = ${id}`]
  if (scope) conditions.push(sql`t.${sql.ref(scope.field)} = ${scope.value}`)
  const result = await sql<Record<string, unknown>>`
    select t.* from ${sql.raw(kind.table)} t ${whereOf(conditions)}
  `.execute(db)
  return result.rows[0] ? valuesOf(result.rows[0]) : null
}

/** SQL that names a record of a kind to people; an id's first characters where nothing else is known. */
export function titleOf(kind: RecordKind, alias = 't'): RawBuilder<string> {
  const parts = kind.title.map((id) => sql`nullif(${sql.ref(`${alias}.${id}`)}::text, '')`)
  return sql`coalesce(nullif(concat_ws(' ', ${sql.join(parts)}), ''), left(${sql.ref(`${alias}.id`)}::text, 8))`
}

/** Names of every record that the given rows refer to, by id. One query per kind referred to. */
export async function labelsOf(
  db: Db,
  kind: RecordKind,
  items: readonly Values[],
  kindOf: (id: string) => RecordKind | undefined,
): Promise<Record<string, string>> {
  const wanted = new Map<string, Set<string>>()
  for (const field of kind.fields) {
    if (field.type !== 'reference' || !field.kind) continue
    const ids = wanted.get(field.kind) ?? new Set<string>()
    for (const item of items) {
      const id = item[field.id]
      if (typeof id === 'string') ids.add(id)
    }
    wanted.set(field.kind, ids)
  }
  const labels: Record<string, string> = {}
  for (const [referredId, ids] of wanted) {
    const referred = kindOf(referredId)
    if (!referred || ids.size === 0) continue
    Object.assign(labels, await labelsByIds(db, referred, [...ids]))
  }
  return labels
}

/** The names of records of one kind, by id. */
export async function labelsByIds(
  db: Db,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const idType = kind.id === 'channel' ? sql.raw('text[]') : sql.raw('uuid[]')
  const result = await sql<{ id: string; label: string }>`
    select t.id::text as id, ${titleOf(kind)} as label
      from ${sql.raw(kind.table)} t where t.id = any(${[...ids]}::${idType})
  `.execute(db)
  return Object.fromEntries(result.rows.map((row) => [row.id, row.label]))
}

/** Records to pick from for a reference field: the best 50 for a search text, by name. */
export async function optionsOf(
  db: Db,
  binding: RecordBinding,
  q: string,
  scope: RowScope,
): Promise<{ id: string; label: string }[]> {
  const { kind } = binding
  const conditions = conditionsOf(binding, { filters: {}, q }, scope, 'UTC')
  const order =
    kind.id === 'opportunity_stage' ? sql`t.position` : sql`(${titleOf(kind)}) collate "de-x-icu"`
  const result = await sql<{ id: string; label: string }>`
    select t.id::text as id, ${titleOf(kind)} as label
      from ${sql.raw(kind.table)} t ${whereOf(conditions)} order by ${order} limit 50
  `.execute(db)
  return result.rows
}
