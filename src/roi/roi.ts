import { type Ratio, ratio } from '#kernel/ratio.ts'
import { type Overlap, overlapsOf } from './overlap.ts'
import {
  CERTAINTIES,
  type Certainty,
  HORIZONS,
  type Horizon,
  KINDS,
  RETURN_KINDS,
  type ReturnKind,
} from './return-kinds.ts'

/**
 * What one kind brought, in cents. `byCase` says by whom: keys like `deal:<id>` or `lead:<id>` are the same in every
 * kind that counts the same customer, and add up to `cents`. Without it the kind overlaps with no other.
 */
export type ReturnPart = {
  readonly kind: ReturnKind
  readonly cents: number
  readonly count: number
  readonly byCase?: ReadonlyMap<string, number>
  /** Where it is not that of the kind. */
  readonly horizon?: Horizon
}

/** An ROI with what is in it. `roi` is null without cost. */
export type RoiResult = {
  readonly kinds: readonly ReturnKind[]
  /** The longest of its kinds that have an amount. */
  readonly horizon: Horizon
  readonly returnCents: number
  readonly resultCents: number
  readonly roi: Ratio
}

/** A part with what of it counts besides the surer kinds. */
export type CountedPart = ReturnPart & {
  readonly certainty: Certainty
  readonly countedCents: number
}

export type RoiView = {
  readonly costCents: number
  readonly parts: readonly CountedPart[]
  /** Booked money only: always shown first. */
  readonly strict: RoiResult
  /** Every kind, each case once: it counts where it is surest, and elsewhere only what exceeds that. */
  readonly all: RoiResult
  /** Every kind simply added, as if nothing overlapped. */
  readonly added: RoiResult
  /** As if all money of customers came from the same customers: only the largest of these kinds counts. */
  readonly fullOverlap: RoiResult
  /** The margin instead of the revenue of the deals; null when it is not known. */
  readonly atMargin: RoiResult | null
  readonly without: Readonly<Partial<Record<ReturnKind, RoiResult>>>
  readonly only: Readonly<Partial<Record<ReturnKind, RoiResult>>>
  /** The ROI up to each grade of certainty: booked; booked and attributed; ... */
  readonly upTo: Readonly<Record<Certainty, RoiResult>>
  readonly overlaps: readonly Overlap[]
}

/** `(return - cost) / cost`; null without cost. Money in cents. */
export const roiOfAmounts = (returnCents: number, costCents: number): Ratio =>
  ratio(returnCents - costCents, costCents)

function horizonOf(parts: readonly ReturnPart[]): Horizon {
  const found = parts
    .filter(({ cents }) => cents !== 0)
    .map(({ kind, horizon }) => HORIZONS.indexOf(horizon ?? KINDS[kind].horizon))
  return HORIZONS[Math.max(0, ...found)] ?? 'period'
}

const result = (
  parts: readonly ReturnPart[],
  returnCents: number,
  costCents: number,
): RoiResult => ({
  kinds: parts.map(({ kind }) => kind),
  horizon: horizonOf(parts),
  returnCents,
  resultCents: returnCents - costCents,
  roi: roiOfAmounts(returnCents, costCents),
})

const inOrder = (parts: readonly ReturnPart[]): ReturnPart[] =>
  RETURN_KINDS.flatMap((kind) => parts.filter((part) => part.kind === kind))

/**
 * What of each part counts when every case counts once, in the order of the parts: a case counts in full the first
 * time, and later only by what exceeds what it has counted already. The sum of a case is its largest value.
 */
export function countedOnce(parts: readonly ReturnPart[]): number[] {
  const counted = new Map<string, number>()
  return parts.map(({ cents, byCase }) => {
    if (!byCase) return cents
    let sum = 0
    for (const [key, value] of byCase) {
      const before = counted.get(key)
      const more = before === undefined ? value : Math.max(0, value - before)
      counted.set(key, (before ?? 0) + more)
      sum += more
    }
    return sum
  })
}

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0)

const once = (parts: readonly ReturnPart[], costCents: number): RoiResult =>
  result(parts, sum(countedOnce(parts)), costCents)

/** Open deals and won ones cannot be the same, so the pipeline stands beside the larger of the other two. */
function largestOfCustomers(parts: readonly ReturnPart[]): number {
  const of = (kind: ReturnKind) =>
    sum(parts.filter((part) => part.kind === kind).map((p) => p.cents))
  const deals = Math.max(of('direct'), of('attributed')) + of('pipeline')
  return Math.max(deals, of('lead_value'), of('retention'))
}

/** Never more than what counts with each case once: an advance payment on an open deal is money of its pipeline. */
function fullOverlapOf(
  parts: readonly ReturnPart[],
  countedCents: number,
  costCents: number,
): RoiResult {
  const apart = parts.filter(({ kind }) => KINDS[kind].measures !== 'revenue')
  const customers = parts.length > apart.length ? largestOfCustomers(parts) : 0
  const overlapped = customers + sum(apart.map(({ cents }) => cents))
  return result(parts, Math.min(overlapped, countedCents), costCents)
}

/** The margin in the place of the revenue of deals. It takes their place in the order, too: leads count beyond it. */
function atMarginOf(
  parts: readonly ReturnPart[],
  margin: ReturnPart | undefined,
  costCents: number,
): RoiResult | null {
  if (!margin) return null
  const rest = parts.filter(({ kind }) => kind !== 'direct' && kind !== 'attributed')
  return once(inOrder([margin, ...rest]), costCents)
}

/**
 * An ROI from its parts, with and without each kind, with overlap taken out by records, and as bad as it can be.
 * Parts with the same case count it once. The margin is no part of the sum: it takes the place of revenue.
 */
export function roiOf(given: readonly ReturnPart[], costCents: number): RoiView {
  const margin = given.find(({ kind }) => kind === 'margin')
  const parts = inOrder(given.filter(({ kind }) => kind !== 'margin'))
  const counted = countedOnce(parts)
  const certainty = (part: ReturnPart) => KINDS[part.kind].certainty
  const upTo = (last: Certainty) =>
    parts.filter((part) => CERTAINTIES.indexOf(certainty(part)) <= CERTAINTIES.indexOf(last))
  const perKind = (pick: (part: ReturnPart) => RoiResult) =>
    Object.fromEntries(parts.map((part) => [part.kind, pick(part)]))
  return {
    costCents,
    parts: [
      ...parts.map((part, index) => ({
        ...part,
        certainty: certainty(part),
        countedCents: counted[index] ?? 0,
      })),
      ...(margin ? [{ ...margin, certainty: certainty(margin), countedCents: 0 }] : []),
    ],
    strict: once(upTo('booked'), costCents),
    all: result(parts, sum(counted), costCents),
    added: result(parts, sum(parts.map(({ cents }) => cents)), costCents),
    fullOverlap: fullOverlapOf(parts, sum(counted), costCents),
    atMargin: atMarginOf(parts, margin, costCents),
    without: perKind((part) =>
      once(
        parts.filter((other) => other !== part),
        costCents,
      ),
    ),
    only: {
      ...perKind((part) => once([part], costCents)),
      ...(margin && { margin: once([margin], costCents) }),
    },
    upTo: {
      booked: once(upTo('booked'), costCents),
      attributed: once(upTo('attributed'), costCents),
      expected: once(upTo('expected'), costCents),
      proxy: once(upTo('proxy'), costCents),
    },
    overlaps: overlapsOf(parts),
  }
}
