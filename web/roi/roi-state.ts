import { GOAL_TYPES } from '#roi/goal-types.ts'
import { attributionPeriod } from '../attribution/attribution-state.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { filterCount, queryOf } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'

/** An ROI has no owner and no target group: cost has none. */
export const NO_FILTERS = ['owner', 'target_group'] as const

/** Period, goal, filters, model and the records that are open: all of it stands in the address. */
export function useRoiState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  const goal = GOAL_TYPES.find((id) => id === one(search, 'goal')) ?? null
  const model = one(search, 'model')
  const { view, owner, target_group, ...filters } = queryOf(search, chosen.period)
  const query: Query = { ...filters, ...(goal && { goal }), ...(model !== '' && { model }) }
  const open = (part: string) => change({ part }, { push: true })
  return {
    ...{ search, change, chosen, goal, query, open },
    part: one(search, 'part'),
    filterCount: filterCount({ ...search, owner: undefined, target_group: undefined }),
  }
}

export type RoiState = ReturnType<typeof useRoiState>
