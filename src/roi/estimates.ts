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

/**
 * What meetings from social media replace: as many of cold calling, at the cost of one. Gross, as every return: what
 * they cost themselves stands in the cost of the ROI. Only what does not (sales cost) is taken off here. Cents.
 */
export const socialSellingReturn = (
  meetings: number,
  coldPerMeetingCents: number,
  besidePerMeetingCents: number,
): number => toCents((coldPerMeetingCents - besidePerMeetingCents) * meetings)
