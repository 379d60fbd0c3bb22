import { MARGIN_BY } from '#crm/margin-shapes.ts'
import { dayIn, readPeriod } from '../kpis/cockpit-period.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'

/** Period, split and comparison: all of it stands in the address. */
export function useMarginState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = readPeriod(
    { period: one(search, 'period'), from: one(search, 'from'), last: one(search, 'last') },
    dayIn(new Date(), me.company.time_zone),
  )
  const by = MARGIN_BY.find((id) => id === one(search, 'by')) ?? 'product'
  const against = one(search, 'against') === 'year' ? 'year' : 'before'
  const query: Query = { from: chosen.period.from, until: chosen.period.until, by, against }
  return { change, chosen, by, against, query } as const
}

export type MarginState = ReturnType<typeof useMarginState>
