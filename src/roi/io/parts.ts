import type { Kysely } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { FigureReader } from '#kpis/questions.ts'
import type { RoiSettings } from '../settings.ts'

/** Everything that an ROI is handed over by main. */
export type RoiParts<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<RoiSettings>
  readonly now: () => Date
  /** What a model of attribution is called; null where there is none of this name. */
  readonly modelName: (model: string) => Text | null
  /**
   * Runs `read` in one state of the database, in which the credits of the model (`kpis.credit`) are those of the
   * records; `figures` are of the same state, by their definitions.
   */
  readonly inState: <Result>(
    model: string,
    read: (tx: Kysely<DB>, figures: FigureReader['figures']) => Promise<Result>,
  ) => Promise<Result>
  /** The margin of a deal `x`, by the rate of the company in SQL. */
  readonly marginSql: (rate: string) => string
  /** The part of a total that the touch `x` of a deal is given, in SQL. */
  readonly partSql: (total: string) => string
  /** Amount × probability of the open deal `x` as they were at an instant, in SQL; null where nobody noted its stage. */
  readonly weightedSql: (at: string) => string
}
