import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { KpiSettings } from '#kpis/settings.ts'
import type { MoverFacts, ReportFacts } from './facts.ts'
import type { CockpitAnswer, SplitAnswer } from './facts-of.ts'

type Figures = Readonly<Record<string, KpiResult>>

/** What a report asks the other domains: every answer is of the same records, settings and instant. */
export type ReportState = {
  readonly now: Date
  readonly companyName: string
  /** Where people reach the program; null where nobody has said it. */
  readonly address: string | null
  readonly settings: KpiSettings
  readonly cockpit: (period: Period) => Promise<CockpitAnswer>
  readonly figures: (period: Period) => Promise<Figures>
  readonly split: (period: Period, by: 'campaign' | 'product' | 'team') => Promise<SplitAnswer>
  /** An attribution model in words. */
  readonly describeModel: (model: string) => readonly Text[]
  readonly roi: (period: Period) => Promise<NonNullable<ReportFacts['roi']>>
  readonly movers: (cockpit: CockpitAnswer, before: Figures) => Promise<MoverFacts[]>
  readonly decisions: (period: Period) => Promise<NonNullable<ReportFacts['decisions']>>
  /** Runs `ask` so that its failure leaves the state readable for what is asked after it. */
  readonly apart: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>
}

/** Main hands this over, because reports know no other domain's records. */
export type ReportSources = {
  /** Runs `read` on one state of everything. */
  readonly inOneState: <Result>(read: (state: ReportState) => Promise<Result>) => Promise<Result>
}
