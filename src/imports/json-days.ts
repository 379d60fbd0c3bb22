import type { Cell } from './cell.ts'

/** A table out of JSON: its header, and rows of as many cells. */
export type JsonTable = {
  readonly header: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** The column that holds the days. */
export const DAY_COLUMN = 'date'

const DAY = /^\d{4}-\d{2}-\d{2}$/

type Entry = Readonly<Record<string, unknown>>

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands under one day: nothing (an empty list), one entry, or several; null for anything else. */
function entriesOf(day: unknown): readonly Entry[] | null {
  const entries = Array.isArray(day) ? (day as unknown[]) : [day]
  return entries.every(isEntry) ? entries : null
}

const cellOf = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : ''

const isFlat = (value: unknown): boolean => typeof value !== 'object' || value === null

/**
 * The table in an answer of Matomo's Reporting API for many days: `{"2025-01-01": {...}, "2025-01-02": [{...}, {...}]}`.
 * A row for each entry of each day; what is nested in an entry is left out. Null for any other JSON.
 */
export function tableOfDays(json: unknown): JsonTable | null {
  if (!isEntry(json)) return null
  const days = Object.entries(json)
  if (days.length === 0 || !days.every(([day]) => DAY.test(day))) return null
  const found: { readonly day: string; readonly entry: Entry }[] = []
  for (const [day, value] of days) {
    const entries = entriesOf(value)
    if (entries === null) return null
    found.push(...entries.map((entry) => ({ day, entry })))
  }
  const columns = [
    ...new Set(
      found.flatMap(({ entry }) => Object.keys(entry).filter((name) => isFlat(entry[name]))),
    ),
  ].filter((name) => name !== DAY_COLUMN)
  return {
    header: [DAY_COLUMN, ...columns],
    rows: found.map(({ day, entry }) => [day, ...columns.map((name) => cellOf(entry[name]))]),
  }
}
