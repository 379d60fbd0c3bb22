import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { ComparedPair } from './cockpit-blocks.ts'
import type { FactId } from './facts.ts'
import type { KpiQuery } from './query.ts'
import type { KpiResult } from './result.ts'

/** Some figures of one period, view and filter. Unknown figures have no answer. */
export type FigureQuestion = { readonly query: KpiQuery; readonly kpis: readonly string[] }

/** How many records stand behind facts, in the order of the periods; facts without records are not in it. */
export type BehindFacts = ReadonlyMap<FactId, readonly number[]>

/** Answers that all belong to one state of the database and one model. */
export type FigureReader = {
  /** Values with their numbers and reasons, without intervals, in the order of the questions. */
  figures(
    questions: readonly FigureQuestion[],
  ): Promise<readonly Readonly<Record<string, KpiResult>>[]>
  /** What the cockpit shows first, beside the period before. */
  compared(period: Period): Promise<readonly ComparedPair[]>
  counts(facts: readonly FactId[], periods: readonly Period[]): Promise<BehindFacts>
}

/** What a value rests on beside the records. With another basis the same records give another value. */
export type Basis = {
  readonly formula: Text
  /** Settings that enter the value, by key. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The attribution model by its word, null where the figure follows none. */
  readonly model: string | null
}
