import { kpiById } from '#kpis/registry.ts'
import type { PlanFilters } from '#planning/plan-shapes.ts'
import { one, type SearchState } from '../platform/url-state.ts'

/** What a plan can be narrowed to: the filters of the figures, with the kind of record to pick from. */
export const FILTER_KINDS = [
  ['channel', 'channel'],
  ['campaign', 'campaign'],
  ['product', 'product'],
  ['team', 'team'],
  ['region', 'region'],
  ['owner', 'user'],
  ['target_group', 'target_group'],
] as const

/** The figure that opens first: the headline of the first block. */
const FIRST_KPI = 'revenue_won'

const YEARS = { first: 1990, last: 2200 }

/** Figure, year and filters of the address; what makes no sense falls back. */
export function planOf(search: SearchState, today: string) {
  const kpi = kpiById(one(search, 'kpi'))
  const year = Number(one(search, 'year'))
  const isYear = Number.isInteger(year) && year >= YEARS.first && year <= YEARS.last
  const given = [...FILTER_KINDS.map(([name]) => name), 'business_type'] as const
  const filters = Object.fromEntries(
    given.flatMap((name) => {
      const value = one(search, name)
      return value === '' ? [] : [[name, value] as const]
    }),
  ) as PlanFilters
  return {
    kpi: kpi && !kpi.needs ? kpi.id : FIRST_KPI,
    year: isYear ? year : Number(today.slice(0, 4)),
    filters,
  }
}

export type ChosenPlan = ReturnType<typeof planOf>

/** One text for one plan: for keys and drafts. */
export const planKey = ({ kpi, year, filters }: ChosenPlan): string =>
  [kpi, year, ...Object.entries(filters).map(([name, value]) => `${name}=${value}`)].join(' ')
