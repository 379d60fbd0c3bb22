import type { Text } from '#kernel/record.ts'
import type { Unit } from './unit.ts'

/** Kinds of record a fact can be opened into; the path of their API. */
export type FactRecords =
  | 'leads'
  | 'opportunities'
  | 'revenue-entries'
  | 'costs'
  | 'visitor-days'
  | 'touchpoints'
  | 'tracking-changes'
  | 'accounts'
  | 'contracts'
  | 'recommendations'
  | 'job-applications'
  | 'hires'
  | 'service-requests'
  | 'meetings'

/** Why a fact or a figure has no value. Texts: reasons.ts. */
export type ReasonCode =
  | 'denominator_zero'
  | 'input_missing'
  | 'needs_tracking'
  | 'needs_attribution'
  | 'needs_leads'
  | 'needs_costs'
  | 'no_visitor_counts'
  | 'no_amounts'
  | 'no_costs'
  | 'stage_not_recorded'
  | 'no_cases'
  | 'no_dimension'
  | 'margin_missing'
  | 'no_platform_counts'
  | 'setting_missing'
  | 'stage_unknown'

/** One number that is gathered, never calculated from other facts. */
export type Fact = {
  readonly unit: Unit
  readonly name: Text
  /** What exactly is counted: which date, which records, what not. */
  readonly counts: Text
  /** The records behind it; absent where there is no row to show (a setting). */
  readonly records?: FactRecords
  /** Whether rows by channel, owner ... add up to the total. */
  readonly additive: boolean
  /** The reason to give when it is null; default `input_missing`. */
  readonly missing?: ReasonCode
}

type Options = { records?: FactRecords; additive?: boolean; missing?: ReasonCode }

/** Shorthand for the tables of facts. Additive unless it says otherwise. */
export const fact = (
  unit: Unit,
  name: readonly [de: string, en: string],
  counts: readonly [de: string, en: string],
  options: Options = {},
): Fact => ({
  unit,
  name: { de: name[0], en: name[1] },
  counts: { de: counts[0], en: counts[1] },
  additive: true,
  ...options,
})
