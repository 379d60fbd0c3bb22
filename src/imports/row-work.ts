import type { RecordKind } from '#kernel/record.ts'
import type { DatevHeader } from './datev.ts'
import type { Detection } from './detection.ts'
import type { CellProblem, ReadRow, SkipReason } from './read-row.ts'

/** A row on its way; rules fill it in turn. */
export type Work = {
  readonly values: Record<string, unknown>
  readonly references: Record<string, Record<string, string>>
  readonly pseudo: Record<string, string>
  /** Exact amounts beside the cents, by field; `written` with every place of the file. */
  readonly exact: Record<string, string>
  readonly written: Record<string, string>
  externalId: string | null
  currency: string | null
  signCurrency: string | null
  skipped: SkipReason | null
  readonly problems: CellProblem[]
  readonly warnings: CellProblem[]
}

export const freshWork = (): Work => ({
  values: {},
  references: {},
  pseudo: {},
  exact: {},
  written: {},
  externalId: null,
  currency: null,
  signCurrency: null,
  skipped: null,
  problems: [],
  warnings: [],
})

/** The row as it is handed out: rejected with any problem, skipped where it is no data. */
export function finish(
  row: number,
  work: Work,
  key: string | null,
  currency: string | null,
): ReadRow {
  const { values, references, externalId, problems, warnings, skipped } = work
  const written = work.written.amount ?? work.exact.amount ?? null
  const base = { row, values, references, externalId, key, currency, written, problems, warnings }
  if (skipped) return { ...base, outcome: 'skipped', skipped }
  return { ...base, outcome: problems.length > 0 ? 'rejected' : 'read' }
}

/** What every row of a file shares. */
export type RowContext = {
  readonly kind: RecordKind
  readonly zone: string
  readonly period: Detection['period']
  readonly header: DatevHeader | null
  readonly categories: Readonly<Record<string, string>>
  readonly columnOf: (word: string) => string
  readonly has: (word: string) => boolean
}
