import type { DatePattern } from './dates.ts'
import type { Decimal } from './numbers.ts'

export type ColumnType =
  | 'empty'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'email'
  | 'url'
  | 'phone'

/** Dates of one shape in a column: `a/b/yyyy` is `slash`, `a-b-yyyy` is `dash`. */
export type DateShape = {
  readonly shape: string
  readonly count: number
  /** Both parts are 12 or less: day and month cannot be told apart. */
  readonly ambiguous: number
  /** The first part is over 12: proof of the day standing first. */
  readonly dayFirst: number
  readonly monthFirst: number
}

export type ColumnDates = {
  /** How to read the column, most frequent shape first. */
  readonly formats: readonly DatePattern[]
  readonly ambiguous: boolean
  /** Where ambiguous: the patterns to choose from. */
  readonly candidates: readonly DatePattern[]
  readonly shapes: readonly DateShape[]
}

export type ColumnProfile = {
  readonly index: number
  readonly header: string
  readonly filled: number
  readonly empty: number
  readonly type: ColumnType
  /** Decimal mark that the values prove; null where they prove none. */
  readonly decimal: Decimal | null
  /** Values that read differently with either mark (`1.234`). */
  readonly eitherDecimal: number
  readonly rate: 'percent' | 'fraction' | null
  readonly currency: string | null
  readonly dates: ColumnDates | null
  readonly examples: readonly string[]
  /** Every value with its count, most frequent first; null where there are more than 50. */
  readonly distinct: readonly { readonly value: string; readonly count: number }[] | null
}

/** What must be asked before rows can be read. */
export type Question = {
  readonly rule: 'imports.ambiguous_date' | 'imports.ambiguous_decimal'
  readonly column: string
  readonly candidates: readonly string[]
  readonly detail: Readonly<Record<string, string | number>>
}
