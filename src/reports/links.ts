import { addDays, type Period } from '#kernel/period.ts'
import type { ReportFacts } from './facts.ts'
import { periodKey, rhythmOf } from './report-period.ts'

type Known = Pick<ReportFacts, 'address'>

/** A figure of a period in the cockpit, opened; on the records of one of its numbers where one is named. */
export function figureLink(
  { address }: Known,
  period: Period,
  { kpi, fact }: { readonly kpi: string; readonly fact?: string },
): { readonly href?: string } {
  if (address === null) return {}
  const { from, until } = period
  const days: Readonly<Record<string, string>> =
    rhythmOf(period) === 'span' ? { from, last: addDays(until, -1) } : { period: periodKey(period) }
  const asked = new URLSearchParams({ ...days, explain: kpi, ...(fact && { fact }) })
  return { href: `${address}/cockpit?${asked}` }
}

/** A decision of the log. */
export const decisionLink = ({ address }: Known, id: string): { readonly href?: string } =>
  address === null ? {} : { href: `${address}/decisions/${id}` }
