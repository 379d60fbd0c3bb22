import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { KpiQuery } from '#kpis/query.ts'
import type { Basis, FigureReader } from '#kpis/questions.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { Target, TargetPeriod } from '#kpis/targets.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import type { ReportEntry } from '../calendar.ts'

/** A figure opened: its result, what it rests on, and its numbers with how many records stand behind each. */
export type OpenedFigure = {
  readonly result: KpiResult
  readonly basis: Basis
  readonly inputs: readonly {
    readonly fact: string
    readonly name: Text
    readonly unit: string
    readonly value: number | null
    readonly records: number | null
  }[]
}

/** What decisions need of others; handed over by main. */
export type DecisionParts = {
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  readonly currency: () => Promise<string>
  /** What a role may, `area:action` as everywhere. */
  readonly may: (role: string, permission: string) => boolean
  /** Figures of one state of the database, by this model or, without one, by that of the company. */
  readonly reading: <Result>(
    model: string | null,
    read: (reader: FigureReader) => Promise<Result>,
  ) => Promise<Result>
  readonly opened: (kpi: string, query: KpiQuery) => Promise<OpenedFigure>
  /** What figures rest on today, by the settings as they are now. */
  readonly basis: () => Promise<(kpi: string, query: KpiQuery) => Basis | null>
  /** What a model is called; null where there is none of this word. */
  readonly modelName: (model: string) => Text | null
  readonly settingName: (setting: string) => Text
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
  /** Reports that go out or went out in these days; none while nobody keeps a schedule. */
  readonly reports?: (days: Period) => Promise<readonly ReportEntry[]>
}
