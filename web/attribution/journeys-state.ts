import { CONVERSIONS, type Conversion } from '#attribution/query.ts'
import { firstOfMonth, type IsoDate, type Period } from '#kernel/period.ts'
import { type ChosenPeriod, dayIn, readPeriod } from '../kpis/cockpit-period.ts'
import { queryOf } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { many, one, type SearchState, useSearchState } from '../platform/url-state.ts'

const conversionOf = (text: string): Conversion =>
  CONVERSIONS.find((conversion) => conversion === text) ?? 'won'

/** Twelve months with the current one: a month alone holds too few journeys to see a pattern in. */
export const lastYear = (today: IsoDate): Period => ({
  from: firstOfMonth(today, -11),
  until: firstOfMonth(today, 1),
})

export function journeyPeriod(search: SearchState, today: IsoDate): ChosenPeriod {
  const address = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  if (Object.values(address).every((part) => part === '')) {
    return { kind: 'range', period: lastYear(today) }
  }
  return readPeriod(address, today)
}

/** Period, filters, conversion and channels left out: everything the answers hang on stands in the address. */
export function useJourneysState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = journeyPeriod(search, dayIn(new Date(), me.company.time_zone))
  const conversion = conversionOf(one(search, 'conversion'))
  const without = many(search, 'without')
  const { view, ...filters } = queryOf(search, chosen.period)
  const query: Query = { ...filters, conversion, ...(without.length > 0 && { without }) }
  return { search, change, chosen, conversion, without, query }
}

export type JourneysState = ReturnType<typeof useJourneysState>
