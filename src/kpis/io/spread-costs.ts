import type { Kysely } from 'kysely'
import type { Period } from '#kernel/period.ts'
import { FACTS, type FactId, type Facts } from '../facts.ts'
import type { Dimension, Filters } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { NO_KEY } from './scope-sql.ts'

/** A part of the overheads that falls to a place; cents. */
export type SpreadCost = {
  readonly channel: string | null
  readonly campaignId: string | null
  readonly category: string
  readonly salesScope: string | null
  readonly spread: number
}

/** Spreads the overheads of periods, in their order; handed over by main, because costs know their keys. */
export type SpreadCosts = <DB>(
  db: Kysely<DB>,
  periods: readonly Period[],
  timeZone: string,
  filter: Pick<Filters, 'product' | 'team' | 'region'>,
) => Promise<readonly (readonly SpreadCost[])[]>

type Scope = {
  readonly periods: readonly Period[]
  readonly filters: Filters
  readonly by?: Dimension
  readonly settings: KpiSettings
}

/** What each key gets of the overheads, and what the row without a key gives away for it. */
export type Additions = ReadonlyMap<string, Partial<Record<FactId, number>>>

/** Split or filtered by channel or campaign, and by nothing that overheads cannot follow. */
export function isSpread({ filters, by, settings }: Scope): boolean {
  if (settings.channel_cost !== 'with_spread') return false
  const follows = by === undefined || by === 'month' || by === 'channel' || by === 'campaign'
  const isPlaced = by === 'channel' || by === 'campaign'
  return follows && (isPlaced || filters.channel.length > 0 || filters.campaign.length > 0)
}

function factsOf({ category, salesScope, spread }: SpreadCost, salesShare: number) {
  const isSales = category === 'sales'
  const winning = salesScope === 'winning' ? 1 : salesScope === 'existing' ? 0 : salesShare
  // Half away from zero: what a place gets is to the cent what the row without a place gives away.
  const acquiring = Math.sign(spread) * Math.round(Math.abs(spread) * winning)
  const facts: [string, number][] = [
    [`cost_${category}`, spread],
    isSales ? ['acquisition_sales_cost', acquiring] : ['marketing_cost', spread],
  ]
  return facts.filter((one): one is [FactId, number] => one[0] in FACTS)
}

const inFilter = (
  { channel, campaign }: Filters,
  place: Pick<SpreadCost, 'channel' | 'campaignId'>,
) =>
  (channel.length === 0 || channel.includes(place.channel ?? NO_KEY)) &&
  (campaign.length === 0 || campaign.includes(place.campaignId ?? NO_KEY))

const NOWHERE = { channel: null, campaignId: null }

/** What is added by key: to each place its part, and the whole taken from the row of what has no place. */
export function additionsOf(
  costs: readonly SpreadCost[],
  { filters, by, settings }: Pick<Scope, 'filters' | 'by' | 'settings'>,
): Additions {
  const sums = new Map<string, Partial<Record<FactId, number>>>()
  const keyOf = ({ channel, campaignId }: Pick<SpreadCost, 'channel' | 'campaignId'>) => {
    if (by === 'channel') return channel ?? NO_KEY
    return by === 'campaign' ? (campaignId ?? NO_KEY) : ''
  }
  const add = (place: Pick<SpreadCost, 'channel' | 'campaignId'>, cost: SpreadCost) => {
    if (!inFilter(filters, place)) return
    const key = keyOf(place)
    const facts = sums.get(key) ?? {}
    for (const [id, cents] of factsOf(cost, settings.sales_cost_share)) {
      facts[id] = (facts[id] ?? 0) + cents
    }
    sums.set(key, facts)
  }
  for (const cost of costs) {
    if (cost.spread === 0) continue
    add(cost, cost)
    add(NOWHERE, { ...cost, spread: -cost.spread })
  }
  return sums
}

/** What the overheads add to each period, in the order of the periods. */
export async function readAdditions<DB>(
  db: Kysely<DB>,
  spreadCosts: SpreadCosts | null,
  scope: Scope,
): Promise<readonly Additions[]> {
  if (!spreadCosts || !isSpread(scope)) return []
  const { periods, filters, settings } = scope
  const costs = await spreadCosts(db, periods, settings.time_zone, filters)
  return costs.map((ofPeriod) => additionsOf(ofPeriod, scope))
}

/** Facts with what is added; only those that were asked for. */
export function withAdditions(
  facts: Partial<Record<FactId, number | null>>,
  additions: Facts | undefined,
): void {
  for (const [id, cents] of Object.entries(additions ?? {}) as [FactId, number][]) {
    if (id in facts) facts[id] = (facts[id] ?? 0) + cents
  }
}
