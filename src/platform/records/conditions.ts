import { type RawBuilder, sql } from 'kysely'
import { isIsoDate } from '#kernel/period.ts'
import type { Field, RecordKind } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { civilToInstant } from '#kernel/zone.ts'
import type { RecordBinding } from './binding.ts'
import { parseValue, SEARCH_COLUMN } from './values.ts'

/** Only rows whose `field` has this value: the policy's row scope. */
export type RowScope = { readonly field: string; readonly value: string } | null

/** What narrows a list: values by field, ranges, text. */
export type Filters = {
  readonly filters: Readonly<Record<string, readonly string[]>>
  readonly q?: string | undefined
}

export type Condition = RawBuilder<unknown>

/** Fields that every kind has besides its own. */
export const COMMON_FIELDS: readonly Field[] = [
  { id: 'created_at', type: 'instant', label: { de: 'Angelegt', en: 'Created' } },
  { id: 'updated_at', type: 'instant', label: { de: 'Geändert', en: 'Updated' } },
]

export const badFilter = (name: string, rule: string) =>
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

/** The folded text that search looks into: kept by the tables that can grow large, made here for the others. */
export function searchText(kind: RecordKind): RawBuilder<string> {
  if (kind.hasSearchText) return sql`t.${sql.ref(SEARCH_COLUMN)}`
  const parts = kind.search.map(
    (id) => sql`coalesce(t.${sql.ref(id)}${needsCast(kind, id) ? sql`::text` : sql``}, '')`,
  )
  return sql`records.search_form(${sql.join(parts, sql` || ' ' || `)})`
}

const needsCast = (kind: RecordKind, id: string): boolean => {
  const type = kind.fields.find((field) => field.id === id)?.type
  return type === 'date' || type === 'integer' || type === 'instant'
}

/** A text inside a LIKE pattern: folded as the searched texts are, its own wildcards taken literally. */
export const spelt = (text: string): RawBuilder<string> =>
  sql`records.spelt_out(${text.replace(/[\\%_]/g, '\\$&')})`

/** Fewer letters than make a trigram are looked for at the beginning of words: the index knows those. */
const INSIDE_FROM_LETTERS = 3

export const wordsOf = (text: string): string[] => text.trim().split(/\s+/).filter(Boolean)

/** A word of the record begins with this one. */
export function beginsWord(kind: RecordKind, word: string): Condition {
  const searched = searchText(kind)
  return sql`(${searched} like ${spelt(word)} || '%' or ${searched} like '% ' || ${spelt(word)} || '%')`
}

/** Every word of the text occurs in the record, in any order. */
export const textConditions = (kind: RecordKind, text: string): Condition[] =>
  wordsOf(text).map((word) =>
    word.length >= INSIDE_FROM_LETTERS
      ? sql`${searchText(kind)} like '%' || ${spelt(word)} || '%'`
      : beginsWord(kind, word),
  )

/** The where conditions of a list: fields, ranges, search, extra filters of the kind, row scope. */
export function conditionsOf(
  binding: RecordBinding,
  query: Filters,
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
  conditions.push(...textConditions(kind, query.q ?? ''))
  if (scope) conditions.push(sql`t.${sql.ref(scope.field)} = ${scope.value}`)
  return conditions
}

export const whereOf = (conditions: readonly Condition[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
