import { MARGIN_BY } from '#crm/margin-shapes.ts'
import { dayIn, readPeriod } from '../kpis/cockpit-period.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'

/** The number whose deals are on screen: a line of the bridge, of a group or of all, now or in the other period. */
export type OpenedLine = {
  readonly line: string
  readonly group?: string
  readonly isBefore?: boolean
}

const CLOSED = { line: undefined, group: undefined, side: undefined } as const

/** Period, split, comparison and what is open: all of it stands in the address. */
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
  const line = one(search, 'line')
  const group = one(search, 'group')
  const opened: OpenedLine | null =
    line === '' ? null : { line, group, isBefore: one(search, 'side') === 'before' }
  const open = ({ line: id, group: key, isBefore }: OpenedLine) =>
    change({ line: id, group: key, side: isBefore ? 'before' : undefined }, { push: true })
  const close = () => change(CLOSED)
  return { change, chosen, by, against, query, opened, open, close } as const
}

export type MarginState = ReturnType<typeof useMarginState>
