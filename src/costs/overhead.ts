import { allocate, type Cents, cents } from '#kernel/money.ts'
import type { IsoDate } from '#kernel/period.ts'

/** By what overheads are spread over channels and campaigns. */
export const OVERHEAD_KEYS = ['spend', 'hours', 'leads', 'equal', 'fixed'] as const
export type OverheadKey = (typeof OVERHEAD_KEYS)[number]

/** What holds where nobody chose a key. */
export const DEFAULT_KEY: OverheadKey = 'spend'

/** Where cost belongs: a channel, a campaign, or a campaign of a channel. */
export type Place = { readonly channel: string | null; readonly campaignId: string | null }

/** `own` has a place; `spread` is an overhead; `keep` is to stay where it is: with nobody. */
export type CostRole = 'own' | 'spread' | 'keep'

/** Cost of one month, category and place, booked by days. */
export type CostPart = Place & {
  /** First day of the month, also where the period cuts it. */
  readonly month: IsoDate
  readonly category: string
  /** Whom sales cost is for; null for marketing cost. */
  readonly salesScope: string | null
  readonly role: CostRole
  /** What the asked filter lets through. */
  readonly cents: Cents
  /** Without the filter, of the whole month: what `spend` weighs. */
  readonly weightCents: Cents
}

/** Hours worked for or leads brought by a place in a month. */
export type PlaceWeight = Place & { readonly month: IsoDate; readonly value: number }

/** A part of the whole for a channel or for a campaign: 0.4 is 40 %. */
export type FixedShare = Place & { readonly share: number }

/** The key of a category (null: of all without a key of their own) from a month on (null: always). */
export type KeyRule = {
  readonly category: string | null
  readonly validFrom: IsoDate | null
  readonly key: OverheadKey
  readonly shares: readonly FixedShare[]
}

export type KeyWeights = {
  readonly hours: readonly PlaceWeight[]
  readonly leads: readonly PlaceWeight[]
}

/** Cents of one category (and sales scope) at a place. */
export type PlaceCost = Place & {
  readonly category: string
  readonly salesScope: string | null
  readonly own: number
  readonly spread: number
}

/** Why cost stays with nobody: the key weighed nothing, the fixed shares leave a rest, or it is marked so. */
export type LeftReason = 'no_weights' | 'rest' | 'kept'
export type LeftOver = {
  readonly reason: LeftReason
  readonly category: string
  readonly month: IsoDate
  readonly cents: number
}

/** What was spread of a category in a month, and by which key. */
export type SpreadPool = {
  readonly month: IsoDate
  readonly category: string
  readonly key: OverheadKey
  readonly cents: number
  readonly left: number
}

export type Spreading = {
  readonly costs: readonly PlaceCost[]
  readonly left: readonly LeftOver[]
  readonly pools: readonly SpreadPool[]
}

/** The rule of a category in a month: its own before that of all, the latest of them; else the default. */
export function ruleFor(rules: readonly KeyRule[], category: string, month: IsoDate): KeyRule {
  const held = rules.filter(({ validFrom }) => validFrom === null || validFrom <= month)
  const latest = (of: string | null) =>
    held
      .filter((rule) => rule.category === of)
      .toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? 1 : -1))[0]
  return (
    latest(category) ??
    latest(null) ?? { category: null, validFrom: null, key: DEFAULT_KEY, shares: [] }
  )
}

type Weighed = Place & { readonly weight: number }

/** The places of one month and what each weighs by every key but the fixed shares. */
type MonthWeights = {
  readonly spend: readonly Weighed[]
  readonly hours: readonly Weighed[]
  readonly leads: readonly Weighed[]
}

const nameOf = ({ channel, campaignId }: Place): string => `${channel ?? ''} ${campaignId ?? ''}`

/** Weights by place, in a fixed order, so that the last cent goes to the same place every time. */
function summed(weighed: Iterable<Weighed>): Weighed[] {
  const sums = new Map<string, Weighed>()
  for (const { channel, campaignId, weight } of weighed) {
    const name = nameOf({ channel, campaignId })
    sums.set(name, { channel, campaignId, weight: (sums.get(name)?.weight ?? 0) + weight })
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, place]) => place)
    .filter(({ weight }) => weight > 0)
}

const ofMonth = (weights: readonly PlaceWeight[], month: IsoDate): Weighed[] =>
  summed(
    weights
      .filter((one) => one.month === month)
      .map(({ value, ...place }) => ({ ...place, weight: value })),
  )

/** A weight of a whole channel (or campaign) divided among its places by their own cost. */
function within(weight: number, places: readonly Weighed[], alone: Place): Weighed[] {
  const all = places.reduce((sum, place) => sum + place.weight, 0)
  return all > 0
    ? places.map((place) => ({ ...place, weight: (weight * place.weight) / all }))
    : [{ ...alone, weight }]
}

/** Every channel that has cost or leads in the month the same; campaigns without a channel one by one. */
function equalWeights({ spend, leads }: MonthWeights): Weighed[] {
  const active = summed([...spend, ...leads])
  const channels = [...new Set(active.flatMap(({ channel }) => channel ?? []))]
  return [
    ...channels.flatMap((channel) =>
      within(
        1,
        spend.filter((place) => place.channel === channel),
        { channel, campaignId: null },
      ),
    ),
    ...active.filter(({ channel }) => channel === null).map((place) => ({ ...place, weight: 1 })),
  ]
}

const fixedWeights = (shares: readonly FixedShare[], { spend }: MonthWeights): Weighed[] =>
  shares.flatMap(({ share, channel, campaignId }) =>
    within(
      share,
      spend.filter((place) =>
        campaignId === null ? place.channel === channel : place.campaignId === campaignId,
      ),
      { channel, campaignId },
    ),
  )

function weightsFor({ key, shares }: KeyRule, month: MonthWeights): Weighed[] {
  switch (key) {
    case 'spend':
    case 'hours':
    case 'leads':
      return [...month[key]]
    case 'equal':
      return summed(equalWeights(month))
    case 'fixed':
      return summed(fixedWeights(shares, month))
    default:
      return key satisfies never
  }
}

/** What fixed shares leave over: shares of 60 % and 30 % leave a tenth with nobody. */
const restOf = ({ key, shares }: KeyRule): number =>
  key === 'fixed' ? Math.max(0, 1 - shares.reduce((sum, { share }) => sum + share, 0)) : 0

/** Shares of thirds add up to 0.9999...: a rest below this is none. */
const REST_MIN = 1e-6

/**
 * Spreads overheads month by month and category by category over the places of that month by the key that holds
 * there. The cents of a pool are divided by largest remainder, so that what all places have and what is left is the
 * ledger to the cent. A filter takes lines away, it does not change the key. O(parts + pools x places).
 */
export function spreadCosts(
  parts: readonly CostPart[],
  weights: KeyWeights,
  rules: readonly KeyRule[],
): Spreading {
  const costs = new Map<string, PlaceCost>()
  const add = (
    place: Place,
    of: Pick<CostPart, 'category' | 'salesScope'>,
    own: number,
    spread: number,
  ) => {
    const { channel, campaignId } = place
    const { category, salesScope } = of
    const name = `${nameOf(place)} ${category} ${salesScope ?? ''}`
    const before = costs.get(name)
    costs.set(name, {
      ...{ channel, campaignId, category, salesScope },
      own: (before?.own ?? 0) + own,
      spread: (before?.spread ?? 0) + spread,
    })
  }
  const left: LeftOver[] = []
  const pools: SpreadPool[] = []
  const months = new Map<IsoDate, MonthWeights>()
  const monthWeights = (month: IsoDate): MonthWeights => {
    const known = months.get(month)
    if (known) return known
    const own = parts.filter((part) => part.role === 'own' && part.month === month)
    const made = {
      spend: summed(own.map(({ weightCents, ...place }) => ({ ...place, weight: weightCents }))),
      hours: ofMonth(weights.hours, month),
      leads: ofMonth(weights.leads, month),
    }
    months.set(month, made)
    return made
  }
  for (const part of parts) {
    const { role, month, category } = part
    if (part.cents === 0) continue
    if (role === 'own') add(part, part, part.cents, 0)
    else if (role === 'keep') left.push({ reason: 'kept', month, category, cents: part.cents })
    else {
      const rule = ruleFor(rules, category, month)
      const weighed = weightsFor(rule, monthWeights(month))
      const { given, rest } = divide(part.cents, weighed, restOf(rule))
      for (const [index, share] of given.entries()) {
        const place = weighed[index]
        if (place && share !== 0) add(place, part, 0, share)
      }
      const reason = weighed.length === 0 ? 'no_weights' : 'rest'
      if (rest !== 0) left.push({ reason, month, category, cents: rest })
      pools.push({ month, category, key: rule.key, cents: part.cents, left: rest })
    }
  }
  return { costs: [...costs.values()], left, pools: together(pools) }
}

function divide(total: Cents, weighed: readonly Weighed[], rest: number) {
  if (weighed.length === 0) return { given: [], rest: total }
  const given = allocate(total, [
    ...weighed.map(({ weight }) => weight),
    ...(rest > REST_MIN ? [rest] : []),
  ])
  const leftOver = rest > REST_MIN ? (given.pop() ?? cents(0)) : cents(0)
  return { given, rest: leftOver }
}

/** Sales cost has a pool for each scope: one line a month and category for people. */
function together(pools: readonly SpreadPool[]): SpreadPool[] {
  const sums = new Map<string, SpreadPool>()
  for (const pool of pools) {
    const name = `${pool.month} ${pool.category}`
    const before = sums.get(name)
    sums.set(name, {
      ...pool,
      cents: (before?.cents ?? 0) + pool.cents,
      left: (before?.left ?? 0) + pool.left,
    })
  }
  return [...sums.values()]
}

/** Cents of one row of the answer. */
export type SpreadRow = { readonly key: string; readonly own: number; readonly spread: number }

export type CostsByPlace = {
  readonly rows: readonly SpreadRow[]
  readonly unallocated: {
    readonly cents: number
    /** Cost of campaigns that have no channel (or of channels without a campaign), by what it is. */
    readonly reasons: Readonly<Record<LeftReason | 'no_place', number>>
  }
  readonly total: number
}

/**
 * Own and spread cost by channel or by campaign. What has no such place (a campaign without a channel, say) and what
 * could not be spread is unallocated: rows and unallocated add up to the ledger.
 */
export function costsBy(
  dimension: 'channel' | 'campaign',
  { costs, left }: Spreading,
  counts: (cost: Pick<PlaceCost, 'category'>) => boolean = () => true,
): CostsByPlace {
  const rows = new Map<string, SpreadRow>()
  const reasons = { no_weights: 0, rest: 0, kept: 0, no_place: 0 }
  for (const cost of costs) {
    if (!counts(cost)) continue
    const key = dimension === 'channel' ? cost.channel : cost.campaignId
    if (key === null) {
      reasons.no_place += cost.own + cost.spread
      continue
    }
    const before = rows.get(key)
    rows.set(key, {
      key,
      own: (before?.own ?? 0) + cost.own,
      spread: (before?.spread ?? 0) + cost.spread,
    })
  }
  for (const one of left) if (counts(one)) reasons[one.reason] += one.cents
  const unallocated = Object.values(reasons).reduce((sum, part) => sum + part, 0)
  const sorted = [...rows.values()].toSorted(
    (a, b) => b.own + b.spread - (a.own + a.spread) || (a.key < b.key ? -1 : 1),
  )
  return {
    rows: sorted,
    unallocated: { cents: unallocated, reasons },
    total: sorted.reduce((sum, { own, spread }) => sum + own + spread, unallocated),
  }
}
