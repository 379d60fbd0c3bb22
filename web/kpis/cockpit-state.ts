import type { Period } from '#kernel/period.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { many, one, type SearchState, useSearchState } from '../platform/url-state.ts'
import { type ChosenPeriod, dayIn, readPeriod } from './cockpit-period.ts'

/** Filters that take several values; the same words as in the API. */
export const LIST_FILTERS = ['channel', 'campaign', 'product', 'team', 'region', 'owner'] as const
export type ListFilter = (typeof LIST_FILTERS)[number]
export const SINGLE_FILTERS = ['target_group', 'business_type'] as const

export type View = 'period' | 'cohort'
export type Comparison = 'before' | 'year'

const viewOf = (text: string): View => (text === 'cohort' ? 'cohort' : 'period')

/** Values of a filter; an empty one in the address is no filter. */
export const chosenOf = (search: SearchState, id: string): readonly string[] =>
  many(search, id).filter((value) => value !== '')

/** What the figure routes are asked: period, view and filters of the address. */
export function queryOf(search: SearchState, period: Period): Query {
  const lists = LIST_FILTERS.map((id) => [id, chosenOf(search, id)] as const)
  const singles = SINGLE_FILTERS.map((id) => [id, one(search, id)] as const)
  return {
    from: period.from,
    until: period.until,
    view: viewOf(one(search, 'view')),
    ...Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
    ...Object.fromEntries(singles.filter(([, value]) => value !== '')),
  }
}

/** How many filters are set. */
export const filterCount = (search: SearchState): number =>
  LIST_FILTERS.filter((id) => chosenOf(search, id).length > 0).length +
  SINGLE_FILTERS.filter((id) => one(search, id) !== '').length

/** The explanation that the address has open. */
export type Explained = {
  readonly kpi: string
  /** The input whose records are on screen. */
  readonly fact: string
  /** One row of the channel table: its channels instead of the filter. */
  readonly channels: readonly string[]
  /** The funnel shows cohorts while the rest shows the period. */
  readonly view: View | null
}

export function explainedOf(search: SearchState): Explained | null {
  const kpi = one(search, 'explain')
  if (kpi === '') return null
  const view = one(search, 'in_view')
  return {
    kpi,
    fact: one(search, 'fact'),
    channels: many(search, 'in_channel'),
    view: view === '' ? null : viewOf(view),
  }
}

/** What is asked for an explanation: the screen's query, narrowed to the row it was opened from. */
export function explainQueryOf(query: Query, explained: Explained): Query {
  return {
    ...query,
    ...(explained.channels.length > 0 ? { channel: explained.channels } : {}),
    ...(explained.view ? { view: explained.view } : {}),
  }
}

/** Leaves the explanation. */
export const CLOSED = {
  explain: undefined,
  fact: undefined,
  in_channel: undefined,
  in_view: undefined,
} as const

export type OpenFigure = (
  kpi: string,
  scope?: { readonly channels?: readonly string[]; readonly view?: View },
) => void

/** The whole state of the cockpit. It lives in the address and nowhere else. */
export function useCockpitState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen: ChosenPeriod = readPeriod(
    { period: one(search, 'period'), from: one(search, 'from'), last: one(search, 'last') },
    dayIn(new Date(), me.company.time_zone),
  )
  const view = viewOf(one(search, 'view'))
  const compare = one(search, 'compare')
  const comparisons: readonly Comparison[] =
    compare === 'before' || compare === 'year' ? [compare] : ['before', 'year']
  const open: OpenFigure = (kpi, scope = {}) =>
    change(
      { ...CLOSED, explain: kpi, in_channel: scope.channels ?? [], in_view: scope.view },
      { push: true },
    )
  return {
    search,
    change,
    chosen,
    view,
    comparisons,
    funnelView: one(search, 'funnel_view') === 'period' ? ('period' as const) : ('cohort' as const),
    query: { ...queryOf(search, chosen.period), model: one(search, 'model') || undefined },
    explained: explainedOf(search),
    open,
  }
}

export type CockpitState = ReturnType<typeof useCockpitState>
