import type { Field, RecordKind } from '#kernel/record.ts'
import type { Query } from '../platform/api.ts'
import { many, one, type SearchState, stringifySearch } from '../platform/url-state.ts'
import { defaultColumns } from './kinds.ts'

/** Words of the address that are no filters. */
const OWN_WORDS = ['sort', 'q', 'columns', 'filter', 'edit', 'row', 'view']

export type FilterForm = 'choices' | 'references' | 'days' | 'numbers' | 'yesNo'

/** How a field can be filtered; null where only the text search looks. */
export function filterForm(field: Field): FilterForm | null {
  switch (field.type) {
    case 'choice':
      return 'choices'
    case 'reference':
      return 'references'
    case 'date':
    case 'instant':
      return 'days'
    case 'integer':
    case 'decimal':
    case 'rate':
    case 'money':
      return 'numbers'
    case 'boolean':
      return 'yesNo'
    default:
      return null
  }
}

export type ListState = {
  readonly sort: string
  readonly q: string
  /** Field ids of the columns. */
  readonly columns: readonly string[]
  /** Fields whose filter is shown: those with a value and those just added. */
  readonly filters: readonly Field[]
}

const isSet = (search: SearchState, field: Field): boolean =>
  [field.id, `${field.id}.from`, `${field.id}.until`].some((name) => search[name] !== undefined)

/** What the address says about a list. Words it does not know are passed over. */
export function listState(kind: RecordKind, search: SearchState): ListState {
  const wanted = one(search, 'columns').split(',').filter(Boolean)
  const known = wanted.filter((id) => kind.fields.some((field) => field.id === id))
  const open = many(search, 'filter')
  return {
    sort: one(search, 'sort') || kind.sort,
    q: one(search, 'q'),
    columns: known.length > 0 ? known : defaultColumns(kind),
    filters: kind.fields.filter(
      (field) => filterForm(field) !== null && (isSet(search, field) || open.includes(field.id)),
    ),
  }
}

/** The filters, search and order of the address as the server takes them. */
export function listQuery(kind: RecordKind, search: SearchState): Query {
  const names = Object.keys(search).filter((name) => !OWN_WORDS.includes(name))
  const filters = Object.fromEntries(names.map((name) => [name, many(search, name)]))
  const { sort, q } = listState(kind, search)
  return { ...filters, sort, ...(q.trim() === '' ? {} : { q: q.trim() }) }
}

/** Whether anything narrows the list. */
export const isFiltered = (kind: RecordKind, search: SearchState): boolean =>
  Object.keys(listQuery(kind, search)).some((name) => name !== 'sort')

/** Words of the address that a saved filter does not keep: they are about this visit. */
const PASSING_WORDS = ['filter', 'edit', 'row', 'view']

/** What a saved filter keeps of the address: filters, search, order, columns. */
export const savedQuery = (search: SearchState): string =>
  stringifySearch(
    Object.fromEntries(Object.entries(search).filter(([name]) => !PASSING_WORDS.includes(name))),
  )

/** A column moved one place to the left (-1) or right (1); the ends stay. */
export function movedColumn(columns: readonly string[], id: string, step: -1 | 1): string[] {
  const from = columns.indexOf(id)
  const to = from + step
  const next = columns.filter((column) => column !== id)
  if (from < 0 || to < 0 || to >= columns.length) return [...columns]
  next.splice(to, 0, id)
  return next
}

/** The next order when a header is clicked: ascending, descending, ascending ... */
export const nextSort = (current: string, field: string): string =>
  current === field ? `-${field}` : field

/** A patch that takes a filter out of the address. */
export const withoutFilter = (search: SearchState, field: Field): SearchState => ({
  [field.id]: undefined,
  [`${field.id}.from`]: undefined,
  [`${field.id}.until`]: undefined,
  filter: many(search, 'filter').filter((id) => id !== field.id),
})
