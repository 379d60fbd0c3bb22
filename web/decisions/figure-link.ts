import type { FigureFilters } from '#decisions/shapes.ts'
import { addDays, isoDate, monthOf, type Period, quarterOf } from '#kernel/period.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import type { SearchState } from '../platform/url-state.ts'

type Asked = {
  readonly kpi: string
  readonly from: string
  readonly until: string
  readonly view?: string | undefined
  readonly filters: FigureFilters
  readonly model?: string | null | undefined
  readonly fact?: string | undefined
}

const same = (a: Period, b: Period): boolean => a.from === b.from && a.until === b.until

/** The address of a figure in the cockpit, opened: `/cockpit?period=2026-03&explain=cpl`. */
export function cockpitSearch({
  kpi,
  from,
  until,
  view,
  filters,
  model,
  fact,
}: Asked): SearchState {
  const period = { from: isoDate(from), until: isoDate(until) }
  const kind = same(period, monthOf(period.from))
    ? 'month'
    : same(period, quarterOf(period.from))
      ? 'quarter'
      : 'range'
  return {
    ...writePeriod({ kind, period }),
    ...filters,
    ...(view === 'cohort' && { view }),
    ...(model && { model }),
    explain: kpi,
    ...(fact && { fact }),
  }
}

/** The last day of a half-open period. */
export const lastDayOf = (until: string): string => addDays(isoDate(until), -1)
