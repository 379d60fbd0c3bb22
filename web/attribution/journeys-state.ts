import { CONVERSIONS, type Conversion } from '#attribution/query.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { queryOf } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { many, one, useSearchState } from '../platform/url-state.ts'
import { attributionPeriod } from './attribution-state.ts'

const conversionOf = (text: string): Conversion =>
  CONVERSIONS.find((conversion) => conversion === text) ?? 'won'

/** Period, filters, conversion and channels left out: everything the answers hang on stands in the address. */
export function useJourneysState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  const conversion = conversionOf(one(search, 'conversion'))
  const without = many(search, 'without')
  const { view, ...filters } = queryOf(search, chosen.period)
  const query: Query = { ...filters, conversion, ...(without.length > 0 && { without }) }
  return { search, change, chosen, conversion, without, query }
}

export type JourneysState = ReturnType<typeof useJourneysState>
