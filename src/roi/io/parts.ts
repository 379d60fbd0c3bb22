import type { Kysely } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { RoiSettings } from '../settings.ts'

/** What attribution makes and this reads in the database (`kpis.credit`). */
export type Credits = {
  nameOf(model: string): Text | null
  inState<DB, Result>(
    db: Kysely<DB>,
    model: string,
    read: (tx: Kysely<DB>) => Promise<Result>,
  ): Promise<Result>
}

/** Everything that an ROI is handed over by main. */
export type RoiParts<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<RoiSettings>
  readonly now: () => Date
  readonly credits: Credits
  /** The margin of a deal `x`, by the rate of the company in SQL. */
  readonly marginSql: (rate: string) => string
  /** The part of a total that the touch `x` of a deal is given, in SQL. */
  readonly partSql: (total: string) => string
  /** Figures of the whole company in a period, by their definitions. */
  readonly figures: (period: {
    readonly from: string
    readonly until: string
  }) => Promise<Readonly<Record<string, KpiResult>>>
}
