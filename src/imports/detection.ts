import type { Period } from '#kernel/period.ts'
import type { Row } from './cell.ts'
import type { ColumnProfile, Question } from './column-profile.ts'
import type { Delimiter, Encoding, FileFormat } from './format.ts'
import type { Decimal } from './numbers.ts'

/** Why something was guessed: a rule with its figures. */
export type Evidence = {
  readonly rule: string
  readonly detail: Readonly<Record<string, string | number>>
}

/** A guess that a screen shows with its evidence and lets people change. */
export type Guess<T> = {
  readonly value: T
  readonly sure: boolean
  readonly evidence: Evidence
  readonly candidates: readonly T[]
}

export type Sheet = { readonly name: string; readonly hidden: boolean }

/** Everything known about a file before anything is imported. */
export type Detection = {
  readonly file: string
  readonly format: FileFormat
  readonly guesses: {
    readonly encoding: Guess<Encoding>
    readonly delimiter: Guess<Delimiter>
    readonly quote: Guess<'"' | "'" | ''>
    readonly headerRow: Guess<number>
    readonly decimal: Guess<Decimal>
    readonly currency: Guess<string | null>
    readonly sheet: Guess<string | null>
  }
  readonly sheets: readonly Sheet[]
  /** Rows above the header. */
  readonly preamble: readonly (readonly string[])[]
  /** The period a report names above its header. */
  readonly period: Period | null
  readonly header: readonly string[]
  readonly columns: readonly ColumnProfile[]
  /** The first 50 rows. */
  readonly sample: readonly Row[]
  /** Totals rows among the sampled ones. */
  readonly totals: number
  readonly sampledRows: number
  /** True when the sample was the whole file. */
  readonly complete: boolean
  readonly questions: readonly Question[]
}

/** The same over all rows. */
export type FileProfile = {
  /** Rows of data: neither blank nor totals. */
  readonly rows: number
  readonly totals: number
  readonly lastRow: number
  readonly columns: readonly ColumnProfile[]
  readonly questions: readonly Question[]
}
