import type { MarginSide } from '#crm/margin-shapes.ts'

/** Revenue of the deals whose margin is known. */
export const knownRevenue = (side: MarginSide): number => side.revenue - side.unknownRevenue

/** Margin of each euro of it; null without revenue. */
export const marginRate = (side: MarginSide): number | null =>
  knownRevenue(side) === 0 ? null : side.margin / knownRevenue(side)
