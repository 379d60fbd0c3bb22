import { ratio } from '#kernel/ratio.ts'
import type { TrustAnswer } from '#tracking/traffic-shapes.ts'

type Share = { readonly leads: number; readonly attributable: number }

export type ShareTable = {
  /** `2026-03`, in order. */
  readonly months: readonly string[]
  readonly rows: readonly {
    readonly channel: string
    readonly byMonth: readonly (number | null)[]
    readonly total: Share
  }[]
  /** Of all channels. */
  readonly byMonth: readonly (number | null)[]
  readonly total: Share
}

const NONE: Share = { leads: 0, attributable: 0 }

const plus = (a: Share, b: Share): Share => ({
  leads: a.leads + b.leads,
  attributable: a.attributable + b.attributable,
})
const sum = (shares: readonly Share[]): Share => shares.reduce(plus, NONE)
const shareOf = (shares: readonly Share[]): number | null => {
  const { leads, attributable } = sum(shares)
  return ratio(attributable, leads)
}

/** The share of attributable leads by channel (most leads first) and month; null where there was no lead. */
export function shareTable(leads: TrustAnswer['leads']): ShareTable {
  const months = [...new Set(leads.map(({ month }) => month))].sort()
  const channels = [...new Set(leads.map(({ channel }) => channel))]
  const inMonth = (given: TrustAnswer['leads']) =>
    months.map((month) => shareOf(given.filter((share) => share.month === month)))
  const rows = channels.map((channel) => {
    const own = leads.filter((share) => share.channel === channel)
    return { channel, byMonth: inMonth(own), total: sum(own) }
  })
  return {
    months,
    rows: rows.toSorted(
      (a, b) => b.total.leads - a.total.leads || (a.channel < b.channel ? -1 : 1),
    ),
    byMonth: inMonth(leads),
    total: sum(leads),
  }
}
