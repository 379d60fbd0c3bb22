import { one, type SearchState } from '../platform/url-state.ts'

/** Names of the filters: the same in the address and in the API. */
const FILTERS = [
  'q',
  'actor_id',
  'kind',
  'action',
  'from',
  'until',
  'record_id',
  'import_id',
] as const

/** What takes every filter out of the address. */
export const NO_FILTER: SearchState = Object.fromEntries(
  [...FILTERS, 'event'].map((name) => [name, undefined]),
)

/** The filters of the address as the API takes them; empty ones are left out. */
export function auditQuery(search: SearchState): Readonly<Record<string, string>> {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = one(search, name)
      return value === '' ? [] : [[name, value] as const]
    }),
  )
}
