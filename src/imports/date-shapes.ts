import { type ColumnState, countNumber, type Shape } from './column-state.ts'
import { type DatePattern, readWritten } from './dates.ts'

/** After so many dates their shape alone is looked at. */
const CHECKED_DATES = 1_000

const ORDERED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:$|[ ,T])/

/** Shapes that leave no doubt, tried in this order. */
const PLAIN_SHAPES: readonly (readonly [string, RegExp, DatePattern])[] = [
  ['iso', /^\d{4}-\d{1,2}-\d{1,2}(?:$|[ ,T])/, 'iso'],
  ['year_slash', /^\d{4}\/\d{1,2}\/\d{1,2}(?:$|[ ,T])/, 'yyyy/mm/dd'],
  ['compact', /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/, 'yyyymmdd'],
  ['month', /^(?:19|20)\d{2}-\d{2}$/, 'yyyy-mm'],
  ['month_slash', /^\d{1,2}\/(?:19|20)\d{2}$/, 'mm/yyyy'],
  ['month_dot', /^\d{1,2}\.(?:19|20)\d{2}$/, 'mm.yyyy'],
  ['named_dash', /^\d{1,2}-[A-Za-zä]{3,9}-\d{4}/, 'd-MMM-yyyy'],
  ['named_dot', /^(?:\D{2,10} )?\d{1,2}\. ?[A-Za-zä]{3,9}\.?,? \d{4}/, 'd. MMMM yyyy'],
  ['named', /^(?:\D{2,10} )?\d{1,2} [A-Za-zä]{3,9}\.?,? \d{4}/, 'd MMM, yyyy'],
  ['named_month_first', /^(?:\D{2,10} )?[A-Za-zä]{3,9}\.? \d{1,2},? \d{4}/, 'MMM d, yyyy'],
  ['named_month', /^[A-Za-zä]{3,9}\.? \d{4}$/, 'MMM yyyy'],
]

/** How to read the shapes that leave no doubt. */
export const PATTERN_OF_SHAPE = new Map(PLAIN_SHAPES.map(([shape, , pattern]) => [shape, pattern]))

/** Counts a text that looks like a date by its shape; false for one that does not. */
export function observeDate(state: ColumnState, text: string): boolean {
  const ordered = ORDERED.exec(text)
  if (ordered) return observeOrdered(state, text, ordered)
  for (const [shape, regex, pattern] of PLAIN_SHAPES) {
    if (!regex.test(text)) continue
    const isChecked = state.counts.dated < CHECKED_DATES
    if (isChecked && !readWritten(text, pattern)) continue
    countShape(state, shape).count++
    state.counts.dated++
    if (text.includes(':')) state.counts.timed++
    // eight digits may be a number as well
    if (shape === 'compact') countNumber(state, Number(text))
    return true
  }
  return false
}

function observeOrdered(state: ColumnState, text: string, match: RegExpExecArray): boolean {
  const [, a, separator, b, year] = match
  const first = Number(a)
  const second = Number(b)
  if (first < 1 || second < 1 || first > 31 || second > 31) return false
  if (first > 12 && second > 12) return false
  if (separator === '.' && second > 12) return false
  const shape = countShape(state, separator === '/' ? 'slash' : separator === '-' ? 'dash' : 'dot')
  shape.count++
  if (year?.length === 2) shape.year2++
  if (first > 12) shape.dayFirst++
  else if (second > 12) shape.monthFirst++
  else shape.ambiguous++
  state.counts.dated++
  if (text.includes(':')) state.counts.timed++
  return true
}

function countShape({ shapes }: ColumnState, name: string): Shape {
  let shape = shapes.get(name)
  if (!shape) {
    shape = { count: 0, ambiguous: 0, dayFirst: 0, monthFirst: 0, year2: 0 }
    shapes.set(name, shape)
  }
  return shape
}
