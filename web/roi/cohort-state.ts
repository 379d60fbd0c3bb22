import { firstOfMonth } from '#kernel/period.ts'
import { BASES, type Basis, WORTHS, type Worth } from '#roi/cohort-query.ts'
import { attributionPeriod } from '../attribution/attribution-state.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { CLOSED, queryOf, useCockpitState } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one } from '../platform/url-state.ts'

/** The month and the age up to which deals are on screen; `alone`: of the month at this age only. */
export type OpenedDeals = {
  readonly month: string
  readonly age: number | null
  readonly alone: boolean
}

export const NO_DEALS = {
  deals_month: undefined,
  deals_age: undefined,
  deals_alone: undefined,
} as const

/** The whole state of the screen. It lives in the address; explanations are those of the cockpit. */
export function useCohortState() {
  const cockpit = useCockpitState()
  const { search, change } = cockpit
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  const basis: Basis = BASES.find((id) => id === one(search, 'basis')) ?? 'first_touch'
  const worth: Worth | null = WORTHS.find((id) => id === one(search, 'worth')) ?? null
  const content = one(search, 'content')
  const { view, from, until, ...filters } = queryOf(search, chosen.period)
  const query: Query = {
    ...filters,
    ...chosen.period,
    ...{ basis, model: one(search, 'model') || undefined },
    ...(worth && { worth }),
    ...(content && { content }),
  }
  const month = one(search, 'in_month')
  const within = month === '' ? chosen.period : monthOf(month)
  const dealsMonth = one(search, 'deals_month')
  const age = one(search, 'deals_age')
  const deals: OpenedDeals | null =
    dealsMonth === ''
      ? null
      : {
          month: dealsMonth,
          age: age === '' ? null : Number(age),
          alone: one(search, 'deals_alone') !== '',
        }
  return {
    ...{ search, change, chosen, basis, worth, content, query, deals },
    cohort: one(search, 'cohort'),
    openDeals: (month: string, age: number | null) =>
      change(
        {
          ...CLOSED,
          ...NO_DEALS,
          deals_month: month,
          deals_age: age === null ? undefined : String(age),
        },
        { push: true },
      ),
    openCost: (month: string) =>
      change(
        { ...CLOSED, ...NO_DEALS, explain: 'marketing_cost', in_month: month },
        { push: true },
      ),
    /** For the explanation of the cost: of the month it was opened from. */
    explaining: { ...cockpit, query: { ...cockpit.query, ...within } },
  }
}
export type CohortState = ReturnType<typeof useCohortState>

const monthOf = (month: string) => ({
  from: month,
  until: firstOfMonth(month as Parameters<typeof firstOfMonth>[0], 1),
})

/** A cell holds what came back up to its age; what came at that age alone is asked for besides. */
function ageQuery({ age, alone }: OpenedDeals, ages: number): Query {
  if (age === null) return { ages }
  return alone ? { age } : { ages: age + 1 }
}

/** What is asked for the deals of a cell: the filters of the screen, without its period. */
export function dealsQuery(
  { query, deals, basis }: CohortState,
  asOf: string,
  ages: number,
): Query {
  const { from, until, worth, ...filters } = query
  if (!deals) return {}
  const isAll = deals.month === 'all'
  const range = isAll ? { from: String(from), until: String(until) } : monthOf(deals.month)
  return {
    ...filters,
    basis,
    cohort_from: range.from,
    cohort_until: range.until,
    ...ageQuery(deals, ages),
    until: asOf,
    limit: 500,
  }
}
