import type { ColumnDates } from './column-profile.ts'
import type { ColumnState, Shape } from './column-state.ts'
import { PATTERN_OF_SHAPE } from './date-shapes.ts'
import type { DatePattern } from './dates.ts'

type Order = 'day' | 'month'
/** By separator: which part of a date stands first in this file. */
export type Orders = ReadonlyMap<string, Order | 'mixed'>

/** The order that columns of a file prove for each separator: what one column leaves open, another tells. */
export function fileOrders(states: readonly ColumnState[]): Orders {
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

/** How the dates of a column are read, and whether that must be asked. */
export function datesOf(state: ColumnState, orders: Orders): ColumnDates {
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
