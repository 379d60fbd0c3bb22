import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { KpiSettings } from '#kpis/settings.ts'
import type { ReportFacts } from './facts.ts'
import type { CockpitAnswer, SplitAnswer } from './facts-of.ts'

/** What a report asks the other domains; main hands the functions over. What is not there is left out of the report. */
export type ReportSources = {
  readonly companyName: () => Promise<string>
  readonly settings: () => Promise<KpiSettings>
  readonly cockpit: (period: Period) => Promise<CockpitAnswer>
  readonly figures: (period: Period) => Promise<Readonly<Record<string, KpiResult>>>
  readonly split: (period: Period, by: 'campaign' | 'product' | 'team') => Promise<SplitAnswer>
  /** An attribution model in words. */
  readonly describeModel: (model: string) => readonly Text[]
  readonly roi?: (period: Period) => Promise<ReportFacts['roi']>
  readonly movers?: (
    cockpit: CockpitAnswer,
    before: Readonly<Record<string, KpiResult>>,
  ) => ReportFacts['movers']
  readonly decisions?: (period: Period) => Promise<ReportFacts['decisions']>
}
