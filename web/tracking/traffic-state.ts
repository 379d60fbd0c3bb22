import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import { TRAFFIC_BY, type TrafficBy } from '#tracking/traffic.ts'
import { type ChosenPeriod, dayIn, readPeriod } from '../kpis/cockpit-period.ts'
import { useMe } from '../platform/session.ts'
import { one, type SearchState, useSearchState } from '../platform/url-state.ts'

const DAYS = 30

export const METRICS = ['visitors', 'visits', 'pageViews', 'goals'] as const
export type Metric = (typeof METRICS)[number]

/** The period of the address, or the last thirty days with today. */
export function trafficPeriod(search: SearchState, today: IsoDate): ChosenPeriod {
  const address = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  if (Object.values(address).some((text) => text !== '')) return readPeriod(address, today)
  const until = addDays(today, 1)
  return { kind: 'range', period: { from: addDays(until, -DAYS), until } }
}

const pick = <Value extends string>(text: string, values: readonly Value[], usual: Value): Value =>
  values.find((value) => value === text) ?? usual

/** Which visits the drawer lists: those of a row of a table, or one of them. */
export type OpenVisits = { readonly by: string; readonly key: string; readonly visit: string }

/** What the address says: period, filters, the table, the measure drawn, and what is opened. */
export function useTrafficState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = trafficPeriod(search, dayIn(new Date(), me.company.time_zone))
  const website = one(search, 'website')
  const channel = one(search, 'channel')
  return {
    search,
    change,
    chosen,
    website,
    channel,
    by: pick<TrafficBy>(one(search, 'by'), TRAFFIC_BY, 'channel'),
    metric: pick<Metric>(one(search, 'metric'), METRICS, 'visitors'),
    query: {
      ...periodQuery(chosen.period),
      ...(website !== '' && { website }),
      ...(channel !== '' && { channel }),
    },
    opened: openedIn(search),
    open: (by: string, key: string) => change({ open: by, key, visit: undefined }, { push: true }),
    close: () => change({ open: undefined, key: undefined, visit: undefined }, { push: true }),
  }
}
export type TrafficState = ReturnType<typeof useTrafficState>

export const periodQuery = ({ from, until }: Period) => ({ from, until })

/** The drawer is open as soon as the address names a part; the key may be empty. */
export function openedIn(search: SearchState): OpenVisits | null {
  const by = one(search, 'open')
  return by === '' ? null : { by, key: one(search, 'key'), visit: one(search, 'visit') }
}
