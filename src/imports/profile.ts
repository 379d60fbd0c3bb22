import { type Cell, cellText, isBlank, isCivil, type Row, unguarded } from './cell.ts'
import { type DatePattern, readWritten } from './dates.ts'
import { type Decimal, decimalOf, isNothing, parseBoolean, parseNumber } from './numbers.ts'

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

const DISTINCT_MAX = 50
const DISTINCT_LENGTH_MAX = 100
const EXAMPLES_MAX = 3
/** After so many values a column without dates is known; only dates must be looked at to the end. */
const SETTLED_AFTER = 20_000
/** After so many dates their shape alone is looked at. */
const CHECKED_DATES = 1_000
/** A column without one number, date or truth value in so many rows is text. */
const TEXT_AFTER = 2_000

type Shape = {
  count: number
  ambiguous: number
  dayFirst: number
  monthFirst: number
  year2: number
}

type Counts = {
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

type State = {
  readonly counts: Counts
  readonly shapes: Map<string, Shape>
  readonly currencies: Map<string, number>
  readonly examples: string[]
  distinct: Map<string, number> | null
}

const freshState = (): State => ({
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

/** Watches rows go by and tells what each column holds. Memory is bounded per column. */
export type Profiler = {
  add(row: Row): void
  finish(fallback: Decimal): { columns: ColumnProfile[]; questions: Question[] }
}

/** `only` limits the work to these column numbers; the others count as empty. */
export function createProfiler(header: readonly string[], only?: ReadonlySet<number>): Profiler {
  const states = header.map(freshState)
  return {
    add({ cells }) {
      for (const [index, state] of states.entries()) {
        if (only && !only.has(index)) continue
        const cell = cells[index]
        if (cell === undefined || isBlank(cell)) state.counts.empty++
        else observe(state, unguarded(cell))
      }
    },
    finish(fallback) {
      return conclude(header, states, fallback)
    },
  }
}

function observe(state: State, cell: Cell) {
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

const isTextColumn = (counts: Counts): boolean =>
  counts.filled > TEXT_AFTER &&
  counts.number + counts.dated + counts.civil + counts.boolean + counts.email + counts.url === 0

function remember(state: State, text: string) {
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

function countNumber({ counts }: State, value: number) {
  counts.number++
  if (Number.isInteger(value)) counts.integer++
  counts.largest = Math.max(counts.largest, Math.abs(value))
}

/** Four letters in a row stand in no number: suffixes and currencies have three. */
const WORD = /\p{L}{4}|@/u

function observeText(state: State, text: string) {
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

function observeNumber(state: State, text: string, mark: Decimal | 'either' | 'none') {
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

const PATTERN_OF_SHAPE = new Map(PLAIN_SHAPES.map(([shape, , pattern]) => [shape, pattern]))

function observeDate(state: State, text: string): boolean {
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

function observeOrdered(state: State, text: string, match: RegExpExecArray): boolean {
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

function countShape({ shapes }: State, name: string): Shape {
  let shape = shapes.get(name)
  if (!shape) {
    shape = { count: 0, ambiguous: 0, dayFirst: 0, monthFirst: 0, year2: 0 }
    shapes.set(name, shape)
  }
  return shape
}

function conclude(header: readonly string[], states: readonly State[], fallback: Decimal) {
  const orders = fileOrders(states)
  const fileDecimal = majorityDecimal(states)
  const columns = states.map((state, index) => profileOf(header[index] ?? '', index, state, orders))
  const questions = columns.flatMap((column) => questionsOf(column, fileDecimal, fallback))
  return { columns, questions }
}

type Order = 'day' | 'month'
type Orders = ReadonlyMap<string, Order | 'mixed'>

/** The order that columns of a file prove for each separator: what one column leaves open, another tells. */
function fileOrders(states: readonly State[]): Orders {
  const orders = new Map<string, Order | 'mixed'>()
  for (const { shapes } of states) {
    for (const [name, shape] of shapes) {
      const order = provenOrder(shape)
      if (order === null) continue
      const known = orders.get(name)
      orders.set(name, known === undefined || known === order ? order : 'mixed')
    }
  }
  return orders
}

function provenOrder({ dayFirst, monthFirst }: Shape): Order | 'mixed' | null {
  if (dayFirst > 0 && monthFirst > 0) return 'mixed'
  if (dayFirst > 0) return 'day'
  return monthFirst > 0 ? 'month' : null
}

/** The decimal mark that most values of the file prove. */
function majorityDecimal(states: readonly State[]): Decimal | null {
  const comma = states.reduce((sum, { counts }) => sum + counts.comma, 0)
  const dot = states.reduce((sum, { counts }) => sum + counts.dot, 0)
  if (comma === dot) return null
  return comma > dot ? ',' : '.'
}

export const decimalOfColumns = (columns: readonly ColumnProfile[]): Decimal | null => {
  const proof = columns.map((column) => column.decimal).filter((mark) => mark !== null)
  const commas = proof.filter((mark) => mark === ',').length
  if (proof.length === 0) return null
  return commas * 2 >= proof.length ? ',' : '.'
}

function profileOf(header: string, index: number, state: State, orders: Orders): ColumnProfile {
  const { counts } = state
  const dates = counts.dated > 0 ? datesOf(state, orders) : null
  const currency = [...state.currencies].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
  return {
    index,
    header,
    filled: counts.filled,
    empty: counts.empty,
    type: typeOf(counts),
    decimal: counts.comma === counts.dot ? null : counts.comma > counts.dot ? ',' : '.',
    eitherDecimal: counts.either,
    rate: rateUnit(header, counts),
    currency: currencyInHeader(header) ?? currency,
    dates,
    examples: state.examples,
    distinct: state.distinct
      ? [...state.distinct]
          .map(([value, count]) => ({ value, count }))
          .sort((a, b) => b.count - a.count)
      : null,
  }
}

function rateUnit(header: string, counts: Counts): 'percent' | 'fraction' | null {
  if (counts.number === 0) return null
  return counts.percent > 0 || header.includes('%') || counts.largest > 1 ? 'percent' : 'fraction'
}

/** `Amount spent (USD)` -> USD. */
export const currencyInHeader = (header: string): string | null =>
  /[([]([A-Z]{3})[)\]]\s*$/.exec(header)?.[1] ?? null

function typeOf(counts: Counts): ColumnType {
  const known = counts.filled - counts.nothing
  if (counts.filled === 0) return 'empty'
  if (known === 0) return 'text'
  const most = (count: number) => count >= known * 0.9
  if (most(counts.dated + counts.civil)) return counts.timed > 0 ? 'instant' : 'date'
  if (most(counts.number)) return numberType(counts)
  if (most(counts.boolean)) return 'boolean'
  if (most(counts.email)) return 'email'
  if (most(counts.url)) return 'url'
  return most(counts.phone) ? 'phone' : 'text'
}

function numberType(counts: Counts): ColumnType {
  if (counts.percent * 2 > counts.number) return 'percent'
  if (counts.money > 0) return 'money'
  return counts.integer === counts.number ? 'integer' : 'decimal'
}

function datesOf(state: State, orders: Orders): ColumnDates {
  const shapes = [...state.shapes].sort((a, b) => b[1].count - a[1].count)
  const proven = new Set(
    shapes.map(([, shape]) => provenOrder(shape)).filter((order) => order !== null),
  )
  const formats: DatePattern[] = []
  const candidates: DatePattern[] = []
  for (const [name, shape] of shapes) {
    if (name !== 'slash' && name !== 'dash') {
      formats.push(...plainPatterns(name, shape))
      continue
    }
    const own = provenOrder(shape)
    const order = own ?? orders.get(name) ?? null
    const isDoubtful =
      order === null || order === 'mixed' || (proven.size > 1 && shape.ambiguous > 0)
    const preferred = order === 'month' || (order === 'mixed' && shape.monthFirst > shape.dayFirst)
    const pair = orderedPatterns(name, shape)
    const [first, second] = preferred ? [pair.month, pair.day] : [pair.day, pair.month]
    formats.push(...first)
    if (isDoubtful) candidates.push(...first, ...second)
  }
  return {
    formats,
    ambiguous: candidates.length > 0,
    candidates,
    shapes: shapes.map(([shape, { count, ambiguous, dayFirst, monthFirst }]) => ({
      shape,
      count,
      ambiguous,
      dayFirst,
      monthFirst,
    })),
  }
}

function plainPatterns(name: string, shape: Shape): DatePattern[] {
  if (name !== 'dot') return [PATTERN_OF_SHAPE.get(name) ?? 'iso']
  const patterns: DatePattern[] = []
  if (shape.year2 < shape.count) patterns.push('dd.mm.yyyy')
  if (shape.year2 > 0) patterns.push('dd.mm.yy')
  return patterns
}

function orderedPatterns(name: string, shape: Shape) {
  const years = [...(shape.year2 < shape.count ? ['yyyy'] : []), ...(shape.year2 > 0 ? ['yy'] : [])]
  return name === 'slash'
    ? { day: years.map((y) => `d/m/${y}`), month: years.map((y) => `m/d/${y}`) }
    : { day: years.map((y) => `dd-mm-${y}`), month: years.map((y) => `mm-dd-${y}`) }
}

function questionsOf(
  column: ColumnProfile,
  fileDecimal: Decimal | null,
  fallback: Decimal,
): Question[] {
  const questions: Question[] = []
  if (column.dates?.ambiguous) {
    const sum = (key: 'count' | 'ambiguous' | 'dayFirst' | 'monthFirst') =>
      (column.dates?.shapes ?? [])
        .filter((shape) => shape.shape === 'slash' || shape.shape === 'dash')
        .reduce((total, shape) => total + shape[key], 0)
    const slash = column.dates.shapes.find((shape) => shape.shape === 'slash')
    questions.push({
      rule: 'imports.ambiguous_date',
      column: column.header,
      candidates: column.dates.candidates,
      detail: {
        dates: slash?.count ?? sum('count'),
        ambiguous: slash?.ambiguous ?? sum('ambiguous'),
        dayFirst: slash?.dayFirst ?? sum('dayFirst'),
        monthFirst: slash?.monthFirst ?? sum('monthFirst'),
        example: column.examples[0] ?? '',
      },
    })
  }
  if (column.eitherDecimal > 0 && column.decimal === null && fileDecimal === null) {
    questions.push({
      rule: 'imports.ambiguous_decimal',
      column: column.header,
      candidates: fallback === ',' ? [',', '.'] : ['.', ','],
      detail: { values: column.eitherDecimal, example: column.examples[0] ?? '' },
    })
  }
  return questions
}
