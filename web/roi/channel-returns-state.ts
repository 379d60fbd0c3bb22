import { COMPARED, type Compared } from '#roi/channel-query.ts'
import { WORTHS, type Worth } from '#roi/cohort-query.ts'
import { attributionPeriod } from '../attribution/attribution-state.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { CLOSED, chosenOf, queryOf, useCockpitState } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one } from '../platform/url-state.ts'

export const NO_DEALS = { deals_of: undefined } as const

/** Filters that choose touches; what is compared are touches, so they would leave nothing to compare. */
const TOUCH_FILTERS = ['channel', 'campaign'] as const

/** The whole state of the screen. It lives in the address; explanations are those of the cockpit. */
export function useChannelState() {
  const cockpit = useCockpitState()
  const { search, change } = cockpit
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  const by: Compared = COMPARED.find((id) => id === one(search, 'by')) ?? 'channel'
  const worth: Worth | null = WORTHS.find((id) => id === one(search, 'worth')) ?? null
  const { view, ...filters } = queryOf(search, chosen.period)
  const ofDeals = Object.fromEntries(
    Object.entries(filters).filter(([id]) => !TOUCH_FILTERS.some((one) => one === id)),
  )
  const model = one(search, 'model') || undefined
  const query: Query = { ...ofDeals, by, model, ...(worth && { worth }) }
  const key = one(search, 'in_key')
  return {
    ...{ search, change, chosen, by, worth, query },
    deals: one(search, 'deals_of'),
    /** Rows that are chosen; none: all. */
    only: by === 'channel' || by === 'campaign' ? chosenOf(search, by) : [],
    openFigure: (kpi: string, of: string) =>
      change({ ...CLOSED, ...NO_DEALS, explain: kpi, in_key: of || undefined }, { push: true }),
    openDeals: (of: string) => change({ ...CLOSED, deals_of: of }, { push: true }),
    /** For the explanation: of the row it was opened from. */
    explaining: {
      ...cockpit,
      query: { ...ofDeals, model, view: 'period', ...(key !== '' && { [by]: [key] }) },
    },
    dealsQuery: (of: string): Query => ({
      ...ofDeals,
      model,
      ...(of !== 'all' && { [by]: [of] }),
      limit: 500,
    }),
  }
}
export type ChannelState = ReturnType<typeof useChannelState>
