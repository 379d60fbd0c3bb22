/** Dates of one shape that went by. */
export type Shape = {
  count: number
  ambiguous: number
  dayFirst: number
  monthFirst: number
  year2: number
}

/** Cells of a column by what they look like. */
export type CellCounts = {
  filled: number
  empty: number
  nothing: number
  number: number
  integer: number
  percent: number
  money: number
  comma: number
  dot: number
  either: number
  largest: number
  boolean: number
  email: number
  url: number
  phone: number
  civil: number
  dated: number
  timed: number
}

/** What is known of a column while rows go by; bounded, however long the file. */
export type ColumnState = {
  readonly counts: CellCounts
  readonly shapes: Map<string, Shape>
  readonly currencies: Map<string, number>
  readonly examples: string[]
  distinct: Map<string, number> | null
}

export const freshColumn = (): ColumnState => ({
  counts: {
    filled: 0,
    empty: 0,
    nothing: 0,
    number: 0,
    integer: 0,
    percent: 0,
    money: 0,
    comma: 0,
    dot: 0,
    either: 0,
    largest: 0,
    boolean: 0,
    email: 0,
    url: 0,
    phone: 0,
    civil: 0,
    dated: 0,
    timed: 0,
  },
  shapes: new Map(),
  currencies: new Map(),
  examples: [],
  distinct: new Map(),
})

export function countNumber({ counts }: ColumnState, value: number) {
  counts.number++
  if (Number.isInteger(value)) counts.integer++
  counts.largest = Math.max(counts.largest, Math.abs(value))
}
