import { type Ratio, ratio } from '#kernel/ratio.ts'

/** Money in cents that is not booked: rounded half up, once, at the end. */
const toCents = (value: number): number => Math.round(value)

export type LeadValue = {
  readonly cents: number
  readonly customers: number
  readonly perLeadCents: number
}

/** Expected return of leads (G1): leads × share of leads that become customers × value of a customer. */
export function leadValueOf(leads: number, rate: number, clvCents: number): LeadValue {
  return {
    cents: toCents(leads * rate * clvCents),
    customers: leads * rate,
    perLeadCents: rate * clvCents,
  }
}

/** The share of leads that must become customers so that the cost comes back; null without leads or value. */
export const breakEvenRate = (costCents: number, leads: number, clvCents: number): Ratio =>
  ratio(costCents, leads * clvCents)

/** Sum of counts × value of each goal (G1), in the unit of the values. Goals without a value have none. */
export const conversionValueOf = (
  counts: Readonly<Record<string, number>>,
  values: Readonly<Record<string, number>>,
): number =>
  Object.entries(counts).reduce((sum, [goal, count]) => sum + count * (values[goal] ?? 0), 0)

/** Hires × what one hire saves (G1). */
export const recruitingSavingOf = (hires: number, savingPerHireCents: number): number =>
  toCents(hires * savingPerHireCents)

export type Meetings = { readonly count: number; readonly costCents: number }

/**
 * What meetings from social media save against cold calling: the difference of cost per meeting × meetings.
 * Negative where they cost more. Null where a cost per meeting is not defined.
 */
export function socialSellingSaving(social: Meetings, cold: Meetings): number | null {
  const perSocial = ratio(social.costCents, social.count)
  const perCold = ratio(cold.costCents, cold.count)
  if (perSocial === null || perCold === null) return null
  return toCents((perCold - perSocial) * social.count)
}

/** What a part of a budget says of the whole (G1): 15 to 20 % of it is 120,000, so the whole is 600,000 to 800,000. */
export const wholeBudget = (
  part: number,
  shares: readonly [low: number, high: number],
): readonly [number, number] => [part / shares[1], part / shares[0]]
