import type { ColumnProfile } from './column-profile.ts'
import type { DatePattern } from './dates.ts'
import type { Detection, FileProfile } from './detection.ts'
import type { FileFormat } from './format.ts'
import type { Reading } from './reading.ts'

/** Ways to write a date that leave no doubt; every column understands them. */
const CLEAR_PATTERNS: readonly DatePattern[] = [
  'iso',
  'dd.mm.yyyy',
  'dd.mm.yy',
  'd MMM, yyyy',
  'MMM d, yyyy',
  'd. MMMM yyyy',
  'd-MMM-yyyy',
  'yyyy/mm/dd',
  'yyyymmdd',
  'yyyy-mm',
]

const ORDERED = /^([dm]{1,2})([/-])[dm]{1,2}\2(y{2,4})$/i

/** Patterns of one separator exclude each other: `d/m/yyyy` and `m/d/yyyy`. */
export const separatorOf = (pattern: DatePattern): string | null =>
  ORDERED.exec(pattern)?.[2] ?? null

/**
 * The patterns of a column: what a person said, then what the column shows in other shapes, then
 * what is clear anyway. A year of two digits is read in the order that was said for four.
 */
export function patternsOf(
  said: readonly DatePattern[],
  column: Pick<ColumnProfile, 'dates'> | undefined,
): DatePattern[] {
  const settled = new Set(said.map(separatorOf).filter((separator) => separator !== null))
  const shown = column?.dates?.formats ?? []
  const others = shown.filter((pattern) => !settled.has(separatorOf(pattern) ?? ''))
  const short = said
    .filter((pattern) => separatorOf(pattern) !== null && pattern.endsWith('yyyy'))
    .map((pattern) => pattern.slice(0, -2))
  return [...new Set([...said, ...short, ...others, ...CLEAR_PATTERNS])]
}

type Input = {
  readonly detection: Detection
  readonly profile: FileProfile | null
  readonly format: FileFormat
  readonly company: { readonly timeZone: string }
}

/** How to read a column; constants are written as in a mapping file: decimal point, ISO dates, fractions. */
export function readingOf(index: number | null, isConstant: boolean, input: Input): Reading {
  const zone = input.format.timeZone ?? input.company.timeZone
  if (isConstant || index === null)
    return { decimal: '.', rate: 'fraction', dates: CLEAR_PATTERNS, zone }
  const sampled = input.detection.columns[index]
  const column = input.profile?.columns[index] ?? sampled
  const { format } = input
  return {
    decimal: format.decimalGiven ? format.decimal : (column?.decimal ?? format.decimal),
    rate: column?.rate ?? 'percent',
    dates: patternsOf(format.date, column),
    zone,
  }
}
