import { type RawBuilder, sql } from 'kysely'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import type { Db, RecordBinding } from './binding.ts'
import {
  badFilter,
  COMMON_FIELDS,
  type Condition,
  conditionsOf,
  type Filters,
  type RowScope,
  whereOf,
} from './conditions.ts'
import { valuesOf } from './values.ts'

/** Counts of lists stop here: counting a million rows would cost more than the list itself. */
export const COUNT_CAP = 10_000
export const LIMIT_MAX = 200

export type ListQuery = Filters & {
  readonly sort?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page; `count` stops at COUNT_CAP. */
export type ListPage = {
  readonly items: readonly Values[]
  readonly next: string | null
  readonly count: number
  readonly countCapped: boolean
}

type Sorting = { readonly field: Field; readonly descending: boolean; readonly nullable: boolean }

/** How a list is ordered. Throws `records.bad_filter` on what cannot be sorted by. */
export function sortingOf(kind: RecordKind, sort: string | undefined): Sorting {
  const wanted = sort ?? kind.sort
  const descending = wanted.startsWith('-')
  const id = descending ? wanted.slice(1) : wanted
  const field = [...COMMON_FIELDS, ...kind.fields].find((candidate) => candidate.id === id)
  if (!field || field.type === 'list') throw badFilter('sort', 'records.unknown_sort')
  return { field, descending, nullable: !field.required && !COMMON_FIELDS.includes(field) }
}

/** The last row of a page: its value as PostgreSQL writes it (exact, whatever JavaScript can hold) and its id. */
type Cursor = { readonly value: string | null; readonly id: string }

/** Opaque to callers: pages go on from here. */
export const encodeCursor = ({ value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url')

function decodeCursor(cursor: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [value, id] = parsed as [unknown, unknown]
      if (typeof id === 'string' && (value === null || typeof value === 'string')) {
        return { value, id }
      }
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

type Page = Pick<ListPage, 'items' | 'next'>

/** What every way of reading a page needs. */
type Reading = {
  readonly kind: RecordKind
  readonly sorting: Sorting
  readonly conditions: readonly Condition[]
  readonly cursor: Cursor | null
  /** Rows wanted: one more than the page, which tells whether there is another. */
  readonly rows: number
}

type Row = Readonly<Record<string, unknown>> & { readonly page_key: string | null }

const directionOf = ({ descending }: Sorting): RawBuilder<unknown> =>
  descending ? sql`desc` : sql`asc`

const thanOf = ({ descending }: Sorting): RawBuilder<unknown> => (descending ? sql`<` : sql`>`)

const idOf = (kind: RecordKind, id: string): RawBuilder<unknown> =>
  sql`${id}::${sql.raw(kind.id === 'channel' ? 'text' : 'uuid')}`

/** Behind the cursor among the rows that have a value; `column` holds it. */
const behind = ({ kind, sorting }: Reading, { value, id }: Cursor, column: Condition): Condition =>
  sql`(${column}, id) ${thanOf(sorting)} (${value}::text::${typeOf(sorting.field)}, ${idOf(kind, id)})`

/** Behind the cursor among the rows without one. */
const behindEmpty = ({ kind, sorting }: Reading, { id }: Cursor, column: Condition): Condition =>
  sql`(${column} is null and id ${thanOf(sorting)} ${idOf(kind, id)})`

/**
 * One stretch of the index of the order. Ids first: where the index holds what is filtered by, rows that do
 * not match are passed over without looking at the table.
 */
async function stretch(
  db: Db,
  { kind, sorting, conditions }: Reading,
  place: readonly Condition[],
  rows: number,
): Promise<Row[]> {
  const column = sql`t.${sql.ref(sorting.field.id)}`
  const direction = directionOf(sorting)
  const result = await sql<Row>`
    with page as (
      select t.id, ${column} as key
        from ${sql.raw(kind.table)} t ${whereOf([...conditions, ...place])}
       order by ${column} ${direction}, t.id ${direction} limit ${rows}
    )
    select t.*, page.key::text as page_key from page join ${sql.raw(kind.table)} t on t.id = page.id
     order by page.key ${direction}, page.id ${direction}
  `.execute(db)
  return result.rows
}

/**
 * Along the index of the order. It has empty values at the other end than lists show them, so there are two
 * stretches: rows with a value, then, if the page is not full, those without. The hundredth page costs what
 * the first does.
 */
async function walk(db: Db, reading: Reading): Promise<Row[]> {
  const { sorting, cursor, rows } = reading
  const column = sql`t.${sql.ref(sorting.field.id)}`
  const place = cursor ? [behind(reading, cursor, column)] : []
  if (!sorting.nullable) return stretch(db, reading, place, rows)
  const amongEmpty = cursor !== null && cursor.value === null
  const filled = amongEmpty
    ? []
    : await stretch(db, reading, [sql`${column} is not null`, ...place], rows)
  if (filled.length >= rows) return filled
  const empty = amongEmpty ? behindEmpty(reading, cursor, column) : sql`${column} is null`
  return [...filled, ...(await stretch(db, reading, [empty], rows - filled.length))]
}

/**
 * All rows that match are few: find them by their filters, then sort. The planner would rather walk the
 * index of the order, which is slow when what matches stands at its far end.
 */
async function sortFew(db: Db, reading: Reading): Promise<Row[]> {
  const { kind, sorting, cursor, conditions, rows } = reading
  const direction = directionOf(sorting)
  const key = sql`key`
  const place = !cursor
    ? sql``
    : cursor.value === null
      ? sql`where ${behindEmpty(reading, cursor, key)}`
      : sql`where ${behind(reading, cursor, key)} or key is null`
  const result = await sql<Row>`
    with hit as materialized (
      select t.id, t.${sql.ref(sorting.field.id)} as key
        from ${sql.raw(kind.table)} t ${whereOf(conditions)}
    ), page as (
      select id, key from hit ${place}
       order by key ${direction} nulls last, id ${direction} limit ${rows}
    )
    select t.*, page.key::text as page_key from page join ${sql.raw(kind.table)} t on t.id = page.id
     order by page.key ${direction} nulls last, page.id ${direction}
  `.execute(db)
  return result.rows
}

/**
 * Rows of one page and the cursor of the next; `limit` is the caller's to keep small. `few` says that not
 * many rows match, which changes the way, never the answer.
 */
export async function readPage(
  db: Db,
  binding: RecordBinding,
  query: ListQuery,
  scope: RowScope,
  timeZone: string,
  few = false,
): Promise<Page> {
  const { kind } = binding
  const reading: Reading = {
    kind,
    sorting: sortingOf(kind, query.sort),
    conditions: conditionsOf(binding, query, scope, timeZone),
    cursor: query.cursor ? decodeCursor(query.cursor) : null,
    rows: query.limit + 1,
  }
  const rows = few ? await sortFew(db, reading) : await walk(db, reading)
  const last = rows[query.limit - 1]
  const isMore = rows.length > query.limit && last
  return {
    items: rows.slice(0, query.limit).map(({ page_key: _, ...row }) => valuesOf(row, kind)),
    next: isMore ? encodeCursor({ value: last.page_key, id: String(last.id) }) : null,
  }
}

/** How many rows match, counted up to one above COUNT_CAP. */
export async function countUpToCap(
  db: Db,
  kind: RecordKind,
  conditions: readonly Condition[],
): Promise<number> {
  const counted = await sql<{ count: number }>`
    select count(*) as count from (
      select 1 from ${sql.raw(kind.table)} t ${whereOf(conditions)} limit ${COUNT_CAP + 1}
    ) as capped
  `.execute(db)
  return counted.rows[0]?.count ?? 0
}

/**
 * One page of a list by keyset, the hundredth as quick as the first. Counts first: how many rows match
 * decides how the page is best read. Throws `records.bad_filter` on unknown filters, sorts and cursors.
 */
export async function listRecords(
  db: Db,
  binding: RecordBinding,
  query: ListQuery,
  scope: RowScope,
  timeZone: string,
): Promise<ListPage> {
  const limit = Math.min(Math.max(query.limit, 1), LIMIT_MAX)
  const conditions = conditionsOf(binding, query, scope, timeZone)
  const count = await countUpToCap(db, binding.kind, conditions)
  const few = conditions.length > 0 && count <= COUNT_CAP
  const page = await readPage(db, binding, { ...query, limit }, scope, timeZone, few)
  return { ...page, count: Math.min(count, COUNT_CAP), countCapped: count > COUNT_CAP }
}
