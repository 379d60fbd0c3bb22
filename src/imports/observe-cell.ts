import { type Cell, cellText, isCivil } from './cell.ts'
import { type CellCounts, type ColumnState, countNumber } from './column-state.ts'
import { observeDate } from './date-shapes.ts'
import { type Decimal, decimalOf, isNothing, parseBoolean, parseNumber } from './numbers.ts'

const DISTINCT_MAX = 50
const DISTINCT_LENGTH_MAX = 100
const EXAMPLES_MAX = 3
/** After so many values a column without dates is known; only dates must be looked at to the end. */
const SETTLED_AFTER = 20_000
/** A column without one number, date or truth value in so many rows is text. */
const TEXT_AFTER = 2_000

/** Takes one filled cell into account. */
export function observe(state: ColumnState, cell: Cell) {
  const { counts } = state
  counts.filled++
  const text = cellText(cell).trim()
  remember(state, text)
  if (isCivil(cell)) {
    counts.civil++
    if (cell.civil.length > 10) counts.timed++
    return
  }
  if (typeof cell === 'number') return countNumber(state, cell)
  if (typeof cell === 'boolean') {
    counts.boolean++
    return
  }
  if (isTextColumn(counts) || (counts.filled > SETTLED_AFTER && counts.dated === 0)) return
  if (isNothing(text)) {
    counts.nothing++
    return
  }
  const first = text.charCodeAt(0)
  if (first >= 48 && first <= 57 && observeDate(state, text)) return
  if (/^[A-Za-z]{2,9}\.?,? /.test(text) && observeDate(state, text)) return
  observeText(state, text)
}

const isTextColumn = (counts: CellCounts): boolean =>
  counts.filled > TEXT_AFTER &&
  counts.number + counts.dated + counts.civil + counts.boolean + counts.email + counts.url === 0

function remember(state: ColumnState, text: string) {
  // a slice of a chunk would keep the whole chunk alive
  if (state.examples.length < EXAMPLES_MAX && !state.examples.includes(text))
    state.examples.push(detached(text.slice(0, DISTINCT_LENGTH_MAX)))
  const { distinct } = state
  if (distinct === null) return
  const count = distinct.get(text)
  if (count !== undefined) distinct.set(text, count + 1)
  else if (distinct.size >= DISTINCT_MAX || text.length > DISTINCT_LENGTH_MAX) state.distinct = null
  else distinct.set(detached(text), 1)
}

const detached = (text: string): string => JSON.parse(JSON.stringify(text)) as string

/** Four letters in a row stand in no number: suffixes and currencies have three. */
const WORD = /\p{L}{4}|@/u

function observeText(state: ColumnState, text: string) {
  const { counts } = state
  if (/^\d{1,15}$/.test(text)) return countNumber(state, Number(text))
  if (/\d/.test(text) && !WORD.test(text)) {
    const mark = decimalOf(text)
    if (mark !== null) return observeNumber(state, text, mark)
  }
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) counts.email++
  else if (/^(?:https?:\/\/|www\.)\S+$/i.test(text)) counts.url++
  else if (/^[+0(][\d\s()/.-]{5,}$/.test(text)) counts.phone++
  else if ('value' in parseBoolean(text)) counts.boolean++
}

function observeNumber(state: ColumnState, text: string, mark: Decimal | 'either' | 'none') {
  const { counts } = state
  if (mark === ',') counts.comma++
  else if (mark === '.') counts.dot++
  else if (mark === 'either') counts.either++
  const read = parseNumber(text, mark === ',' ? ',' : '.')
  if ('problem' in read || read.value === null) return
  const { exact, percent, currency } = read.value
  counts.number++
  if (!exact.includes('.')) counts.integer++
  if (percent) counts.percent++
  if (currency) {
    counts.money++
    state.currencies.set(currency, (state.currencies.get(currency) ?? 0) + 1)
  }
  counts.largest = Math.max(counts.largest, Math.abs(Number(exact)))
}
