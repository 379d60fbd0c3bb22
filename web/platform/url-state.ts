import { useNavigate, useSearch } from '@tanstack/react-router'

/** The search part of the address: every value is a text, or several of them. */
export type SearchState = Readonly<Record<string, string | readonly string[] | undefined>>

/** `?a=1&b=x&b=y` -> `{ a: '1', b: ['x', 'y'] }`. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const before = result[name]
    if (before === undefined) result[name] = value
    else if (Array.isArray(before)) before.push(value)
    else result[name] = [before, value]
  }
  return result
}

/** The reverse of parseSearch, '?' in front unless empty. Undefined and empty lists are left out. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null) continue
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** One text of the state, '' when absent; of several the first. */
export function one(search: SearchState, name: string): string {
  const value = search[name]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** All texts of the state under one name. */
export function many(search: SearchState, name: string): readonly string[] {
  const value = search[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** `search` with `patch` on top; undefined and [] remove a name. Names keep their order. */
export function patched(search: SearchState, patch: SearchState): SearchState {
  const merged = { ...search, ...patch }
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

/**
 * State that lives in the address: `[search, change]`. `change({ sort: '-amount' })` merges;
 * pass `{ push: true }` where "back" should return to the state before.
 */
export function useSearchState(): [
  SearchState,
  (patch: SearchState, options?: { readonly push?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as SearchState
  const navigate = useNavigate()
  const change = (patch: SearchState, options: { readonly push?: boolean } = {}) => {
    void navigate({
      to: '.',
      search: ((before: SearchState) => patched(before, patch)) as never, // search is untyped on purpose
      replace: !options.push,
      resetScroll: false,
    })
  }
  return [search, change]
}
