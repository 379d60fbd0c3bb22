import type { IsoDate, Period } from '#kernel/period.ts'
import type { FactRecords } from '../fact.ts'
import type { FactId } from '../facts.ts'
import type { Dimension } from '../query.ts'
import type { KpiSettings } from '../settings.ts'

/** What a source can be filtered and split by. */
export type Cut = Exclude<Dimension, 'month'> | 'region' | 'business_type' | 'target_group'

/**
 * One fact over the rows `x` of a source that match a period `p`. The same text makes the aggregate and
 * the list of records behind it, so that an explanation cannot differ from its figure.
 * Texts are constants of this program, never input.
 */
export type FactSql = {
  readonly kind: 'count' | 'sum' | 'guarded_sum' | 'distinct' | 'percentile' | 'deviation'
  /** Rows of the source that count; default all. */
  readonly where?: string
  /** What is summed or ranked; not for `count`. */
  readonly of?: string
  /** For `percentile`. */
  readonly share?: number
  /** Null, not 0, when no row says anything. */
  readonly nullWhenEmpty?: boolean
  /** Rows of two channels count the same ones: of several channels together it is not known. */
  readonly ofOneChannel?: true
  /** Its value belongs to a record as a whole: the touches behind it are listed without a part each. */
  readonly undivided?: true
  /** Not known when this holds of the rows (an aggregate): won deals of which none has an amount. */
  readonly unknownWhen?: string
}

/** A column of the list of records. */
export type Column = {
  readonly id: string
  readonly expression: string
  readonly unit?: 'money' | 'days' | 'minutes' | 'instant' | 'date' | 'text'
}

/** SQL of the outermost days and instants of all periods. */
export type Bounds = {
  readonly from: string
  readonly until: string
  readonly start: string
  readonly stop: string
  readonly yearStart: string
  /** The attribution model. */
  readonly model: string
}

/**
 * A table expression and how its rows meet a period. In texts, `x` is the row and `p` the period:
 * p.from, p.until (days), p.start, p.stop (instants in the company's zone), p.year_start, and the
 * settings p.zone, p.margin_rate, p.stale_before (an instant), p.sales_share, p.saving_per_hire, p.opens_at, p.closes_at
 * (minutes after midnight), p.business_days (a week, from Monday).
 */
export type Source = {
  readonly id: string
  readonly from: string
  /** The same rows added up as far as no result changes, for scopes without filters and splits. */
  readonly compactFrom?: string
  /** How a row meets one period. */
  readonly match: string
  /** What every row that meets any of the periods fulfils, in constants: lets indexes cut first. */
  readonly bounds: (all: Bounds) => string
  /** Its group of marks: which changes can change its facts. */
  readonly mark: string
  /** The group where rows are split, if what they are split by can change on its own. */
  readonly splitMark?: string
  /**
   * Its rows are the touches that a record is credited to, by the attribution model: several have the id of one record.
   * The list is one of records, each with its touches. `deal` is the id of the opportunity that has the credits.
   */
  readonly byTouch?: { readonly deal: string }
  /** Whether its rows carry civil days, else instants. */
  readonly civil?: true
  /** The days of the rows that meet a period, when they are not just those of the period. */
  readonly reach?: (
    period: Period,
    settings: KpiSettings,
  ) => { readonly from: IsoDate | null; readonly until: IsoDate }
  /** Order of the list of records, newest first. */
  readonly at: string
  readonly records: FactRecords
  readonly cuts: ReadonlySet<Cut>
  /** Filters and splits that leave it as it is: it is the same for every key. */
  readonly uncut?: ReadonlySet<Cut>
  /** What holds of the rows that count where neither filter nor split names one of `TOUCH_CUTS`. */
  readonly unchosen?: string
  /** What holds of the rows that count where one of them does. */
  readonly chosen?: string
  /**
   * Columns that number the chosen rows of one record, oldest touch first, for each key of a split: by name, and what
   * else tells them apart ('' or SQL). Whoever adds up the rows with number 1 counts a record once.
   */
  readonly numbered?: Readonly<Record<string, string>>
  /** Holds for the whole company whatever the filters; it can still not be split. */
  readonly ignoresFilters?: true
  readonly facts: Readonly<Partial<Record<FactId, FactSql>>>
  readonly columns: readonly Column[]
}

export const count = (where?: string): FactSql => ({ kind: 'count', ...(where && { where }) })
export const sum = (of: string, where?: string): FactSql => ({
  kind: 'sum',
  of,
  ...(where && { where }),
})
/** A sum that is not known as soon as one row's value is not known. */
export const guardedSum = (of: string, where?: string): FactSql => ({
  ...sum(of, where),
  kind: 'guarded_sum',
})
export const sumOrNull = (of: string, where?: string): FactSql => ({
  ...sum(of, where),
  nullWhenEmpty: true,
})
export const distinct = (of: string, where?: string): FactSql => ({
  ...sum(of, where),
  kind: 'distinct',
})
export const percentile = (share: number, of: string, where?: string): FactSql => ({
  ...sum(of, where),
  kind: 'percentile',
  share,
})
export const deviation = (of: string, where?: string): FactSql => ({
  ...sum(of, where),
  kind: 'deviation',
})

/** Rows from the beginning to the end of the period. */
export const untilEnd: Pick<Source, 'reach'> = {
  reach: ({ until }) => ({ from: null, until }),
}

/** Match and bounds of rows with an instant in the period. */
export const datedInstant = (column: string): Pick<Source, 'match' | 'bounds'> => ({
  match: `${column} >= p.start and ${column} < p.stop`,
  bounds: (all) => `${column} >= ${all.start} and ${column} < ${all.stop}`,
})

/** Match and bounds of rows with a day in the period. */
export const datedDay = (column: string): Pick<Source, 'match' | 'bounds' | 'civil'> => ({
  civil: true,
  match: `${column} >= p.from and ${column} < p.until`,
  bounds: (all) => `${column} >= ${all.from} and ${column} < ${all.until}`,
})

export const ALL_CUTS: ReadonlySet<Cut> = new Set<Cut>([
  'channel',
  'source',
  'campaign',
  'product',
  'owner',
  'team',
  'region',
  'business_type',
  'target_group',
])

/** What is said of a touch where rows are touches. */
export const TOUCH_CUTS: ReadonlySet<Cut> = new Set<Cut>(['channel', 'source', 'campaign'])

/** SQL for the days between two instants, with fractions; decimal, so that sums do not depend on the order. */
export const daysSql = (from: string, until: string): string =>
  `extract(epoch from ${until} - ${from}) / 86400`

/** SQL for the minutes between two instants, with fractions. */
export const minutesSql = (from: string, until: string): string =>
  `date_part('epoch', ${until} - ${from}) / 60`
