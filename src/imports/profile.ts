import { isBlank, type Row, unguarded } from './cell.ts'
import type { ColumnProfile, ColumnType, Question } from './column-profile.ts'
import { type CellCounts, type ColumnState, freshColumn } from './column-state.ts'
import { datesOf, fileOrders, type Orders } from './date-order.ts'
import type { Decimal } from './numbers.ts'
import { observe } from './observe-cell.ts'

/** Watches rows go by and tells what each column holds. Memory is bounded per column. */
export type Profiler = {
  add(row: Row): void
  finish(fallback: Decimal): { columns: ColumnProfile[]; questions: Question[] }
}

/** `only` limits the work to these column numbers; the others count as empty. */
export function createProfiler(header: readonly string[], only?: ReadonlySet<number>): Profiler {
  const states = header.map(freshColumn)
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

function conclude(header: readonly string[], states: readonly ColumnState[], fallback: Decimal) {
  const orders = fileOrders(states)
  const fileDecimal = majorityDecimal(states)
  const columns = states.map((state, index) => profileOf(header[index] ?? '', index, state, orders))
  const questions = columns.flatMap((column) => questionsOf(column, fileDecimal, fallback))
  return { columns, questions }
}

/** The decimal mark that most values of the file prove. */
function majorityDecimal(states: readonly ColumnState[]): Decimal | null {
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

function profileOf(
  header: string,
  index: number,
  state: ColumnState,
  orders: Orders,
): ColumnProfile {
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

function rateUnit(header: string, counts: CellCounts): 'percent' | 'fraction' | null {
  if (counts.number === 0) return null
  return counts.percent > 0 || header.includes('%') || counts.largest > 1 ? 'percent' : 'fraction'
}

/** `Amount spent (USD)` -> USD. */
export const currencyInHeader = (header: string): string | null =>
  /[([]([A-Z]{3})[)\]]\s*$/.exec(header)?.[1] ?? null

function typeOf(counts: CellCounts): ColumnType {
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

function numberType(counts: CellCounts): ColumnType {
  if (counts.percent * 2 > counts.number) return 'percent'
  if (counts.money > 0) return 'money'
  return counts.integer === counts.number ? 'integer' : 'decimal'
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
