import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { KpiQuery } from '#kpis/query.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { Target, TargetPeriod } from '#kpis/targets.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import type { ComparedFigure } from '../movers.ts'

/** A figure opened: its result, formula and numbers, with how many records stand behind each. */
export type OpenedFigure = {
  readonly result: KpiResult
  readonly formula: Text
  readonly model: string
  readonly inputs: readonly {
    readonly fact: string
    readonly name: Text
    readonly unit: string
    readonly value: number | null
    readonly records: number | null
  }[]
}

/** A figure of the cockpit with its target. */
export type TargetedFigure = ComparedFigure & { readonly current: KpiResult }

/** A report that goes out, as the calendar shows it. */
export type ScheduledReport = {
  readonly on: string
  readonly title: Text
  readonly recipients: readonly string[]
  /** Address within the program. */
  readonly link: string
}

/** What decisions need of others; handed over by main. */
export type DecisionParts = {
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  readonly currency: () => Promise<string>
  /** Every figure of a period with its target, beside the period before. */
  readonly compared: (query: KpiQuery) => Promise<readonly TargetedFigure[]>
  /** Every figure of a period, with its target. */
  readonly figures: (query: KpiQuery) => Promise<Readonly<Record<string, KpiResult>>>
  readonly opened: (kpi: string, query: KpiQuery) => Promise<OpenedFigure>
  /** The targets that begin in these days. */
  readonly targets: (days: Period) => Promise<readonly Target[]>
  readonly setTarget: (
    tx: Tx,
    wish: {
      readonly kpi: string
      readonly period: TargetPeriod
      readonly from: Period['from']
      readonly filters: Readonly<Record<string, string>>
      readonly value: number | null
    },
    context: WriteContext,
  ) => Promise<{ readonly before: number | null; readonly from: string }>
  /** Reports that go out in these days; none while nobody keeps a schedule. */
  readonly scheduled?: (days: Period) => Promise<readonly ScheduledReport[]>
}
