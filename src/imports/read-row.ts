export type CellProblem = {
  /** Header of the column; the constant's field where no column is to blame. */
  readonly column: string
  readonly field: string
  readonly rule: string
  readonly detail?: Readonly<Record<string, string | number>>
}

/** Rows that are left out on purpose: counted, not rejected. */
export type SkipReason = 'empty' | 'total' | 'description' | 'no_cost'

export type ReadRow = {
  readonly row: number
  readonly outcome: 'read' | 'rejected' | 'skipped'
  readonly skipped?: SkipReason
  /** By field, in the form of the API; null = the cell is empty. */
  readonly values: Record<string, unknown>
  /** By reference: what the row says about the other record. */
  readonly references: Record<string, Record<string, string>>
  readonly externalId: string | null
  /** The mapping's key columns joined; not unique within a file. */
  readonly key: string | null
  /** ISO 4217 code of the money in this row; null = nothing said. */
  readonly currency: string | null
  /** `amount` with every decimal place of the file, for totals that are right to the last place. */
  readonly written: string | null
  readonly problems: readonly CellProblem[]
  readonly warnings: readonly CellProblem[]
}
