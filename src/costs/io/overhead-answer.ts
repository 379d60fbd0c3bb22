import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Period } from '#kernel/period.ts'
import { type CentsByKind, COST_KINDS, costCompleteness } from '../completeness.ts'
import { costsBy, type KeyRule, type PlaceCost, type Spreading, spreadCosts } from '../overhead.ts'
import type { Allocation, CompletenessAnswer, WantedKey } from '../overhead-shapes.ts'
import type { SpreadInputs } from './overhead-read.ts'

/** Names of campaigns by id. */
export async function campaignNames<DB>(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text as id, name from campaigns.campaign where id = any(${[...ids]}::uuid[])
  `.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

/** Channels of campaigns by id: what is spread on a campaign is cost of its channel too. */
export async function campaignChannels<DB>(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; channel: string | null }>`
    select id::text as id, channel from campaigns.campaign where id = any(${[...ids]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, channel }) => [id, channel]))
}

/** An answer of the API without the names of campaigns. */
export const allocationOf = (period: Period, spreading: Spreading): Omit<Allocation, 'labels'> => {
  const shown = (dimension: 'channel' | 'campaign') => {
    const { rows, ...rest } = costsBy(dimension, spreading)
    return { rows: [...rows], ...rest }
  }
  return {
    period,
    channels: shown('channel'),
    campaigns: shown('campaign'),
    pools: [...spreading.pools],
  }
}

/** The keys as they would be with the wanted one in place of that of the same category and month. */
export const withKey = (
  rules: readonly KeyRule[],
  { key, category, valid_from: validFrom, shares }: WantedKey,
  channels: ReadonlyMap<string, string | null>,
): KeyRule[] => [
  ...rules.filter((rule) => rule.category !== category || rule.validFrom !== validFrom),
  {
    ...{ key, category, validFrom },
    shares: shares.map(({ channel, campaign_id: campaignId, share }) => ({
      ...{ campaignId, share },
      channel: channel ?? channels.get(campaignId ?? '') ?? null,
    })),
  },
]

/** The same cost by the keys that hold and by the keys as they would be. */
export const comparedBy = (
  period: Period,
  { parts, ...weights }: SpreadInputs,
  before: readonly KeyRule[],
  after: readonly KeyRule[],
) => ({
  before: allocationOf(period, spreadCosts(parts, weights, before)),
  after: allocationOf(period, spreadCosts(parts, weights, after)),
})

/** Which places a question is about; without any: all. */
export type PlaceScope = {
  readonly channel: readonly string[]
  readonly campaign_id: readonly string[]
}

const inScope =
  ({ channel, campaign_id: campaigns }: PlaceScope) =>
  (cost: PlaceCost): boolean =>
    (channel.length === 0 || channel.includes(cost.channel ?? '')) &&
    (campaigns.length === 0 || campaigns.includes(cost.campaignId ?? ''))

function centsByKind(
  costs: readonly PlaceCost[],
  amountOf: (cost: PlaceCost) => number,
): CentsByKind {
  return Object.fromEntries(
    COST_KINDS.map((kind) => [
      kind,
      costs
        .filter(({ category }) => category === kind)
        .reduce((sum, cost) => sum + amountOf(cost), 0),
    ]),
  )
}

/** Empty kinds of cost of a scope, alone and with what is spread on it, and of the whole ledger. */
export function completenessOf(
  period: Period,
  { costs, left }: Spreading,
  scope: PlaceScope,
): CompletenessAnswer {
  const chosen = costs.filter(inScope(scope))
  const all = (cost: PlaceCost) => cost.own + cost.spread
  const rest = left.map(
    (one): PlaceCost => ({
      ...{ channel: null, campaignId: null, category: one.category, salesScope: null },
      ...{ own: one.cents, spread: 0 },
    }),
  )
  const isWhole = scope.channel.length === 0 && scope.campaign_id.length === 0
  const ledger = costCompleteness(centsByKind([...costs, ...rest], all))
  return {
    period,
    // The whole company's own cost includes its overheads.
    own: isWhole ? ledger : costCompleteness(centsByKind(chosen, ({ own }) => own)),
    withSpread: isWhole ? ledger : costCompleteness(centsByKind(chosen, all)),
    ledger,
  }
}
