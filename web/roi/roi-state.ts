import { GOAL_TYPES } from '#roi/goal-types.ts'
import { attributionPeriod } from '../attribution/attribution-state.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { chosenOf } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'

/** Period, goal, filters, model and the records that are open: all of it stands in the address. */
export function useRoiState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  const goal = GOAL_TYPES.find((id) => id === one(search, 'goal')) ?? null
  const channel = chosenOf(search, 'channel')
  const campaign = chosenOf(search, 'campaign')
  const model = one(search, 'model')
  const query: Query = {
    from: chosen.period.from,
    until: chosen.period.until,
    ...(goal && { goal }),
    ...(channel.length > 0 && { channel }),
    ...(campaign.length > 0 && { campaign }),
    ...(model !== '' && { model }),
  }
  const open = (part: string) => change({ part }, { push: true })
  return { search, change, chosen, goal, channel, campaign, query, open, part: one(search, 'part') }
}

export type RoiState = ReturnType<typeof useRoiState>
