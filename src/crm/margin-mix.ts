/** Revenue and margin of one product (channel, region ...) in a period, in cents. */
export type MixSide = { readonly revenue: number; readonly margin: number }

/** One group in both periods; no deals in a period are 0 and 0. */
export type MixGroup = { readonly now: MixSide; readonly before: MixSide }

/** Why the margin changed, in cents; the three effects add up to `margin`. */
export type Mix = {
  /** Change of revenue and margin. */
  readonly revenue: number
  readonly margin: number
  /** More or less revenue, at the margin rate of before. */
  readonly volume: number
  /** Revenue moved between groups of high and low margin. */
  readonly mix: number
  /** The groups themselves earn more or less of each euro. */
  readonly rate: number
}

const rateOf = ({ revenue, margin }: MixSide): number => (revenue === 0 ? 0 : margin / revenue)

const total = (groups: readonly MixGroup[], side: 'now' | 'before'): MixSide => ({
  revenue: groups.reduce((sum, group) => sum + group[side].revenue, 0),
  margin: groups.reduce((sum, group) => sum + group[side].margin, 0),
})

/**
 * The change of the margin divided into volume, mix and rate: R1 m1 - R0 m0
 * = (R1 - R0) m0 + R1 sum((s1 - s0) m0g) + R1 sum(s1 (m1g - m0g)), with s the share of a group in revenue and m its
 * margin rate. A group that sold nothing before has no rate of before: its own of now is taken, so it counts as mix.
 * Whole cents; the rest of rounding goes to `rate`. Null where a period has no revenue: nothing to compare.
 */
export function marginMix(groups: readonly MixGroup[]): Mix | null {
  const now = total(groups, 'now')
  const before = total(groups, 'before')
  if (now.revenue <= 0 || before.revenue <= 0) return null
  const change = now.margin - before.margin
  const volume = Math.round((now.revenue - before.revenue) * rateOf(before))
  const moved = groups.reduce((sum, group) => {
    const share = group.now.revenue / now.revenue - group.before.revenue / before.revenue
    return sum + share * rateOf(group.before.revenue === 0 ? group.now : group.before)
  }, 0)
  const mix = Math.round(now.revenue * moved)
  return {
    revenue: now.revenue - before.revenue,
    margin: change,
    volume,
    mix,
    rate: change - volume - mix,
  }
}
