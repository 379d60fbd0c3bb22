import { type RawBuilder, sql } from 'kysely'
import { addDays, firstOfMonth, type IsoDate } from '#kernel/period.ts'
import { type Cut, chosenCuts, type RoiQuery } from '../query.ts'
import type { RoiSettings } from '../settings.ts'

/** One question to the records: the query with what the settings decide. */
export type RoiScope = {
  readonly query: RoiQuery
  readonly settings: RoiSettings
  readonly model: string
  readonly now: Date
  /** Leads of these days tell how many become customers. */
  readonly history: { readonly from: IsoDate; readonly until: IsoDate }
  /** Only leads of the filters tell it; else those of the whole company. */
  readonly rateOfChosen: boolean
  readonly marginSql: (rate: string) => string
  readonly partSql: (total: string) => string
  readonly weightedSql: (at: string) => string
}

const HISTORY_MONTHS = -24

/** The two years before the period, without leads that are younger than a sales cycle today. */
export function historyOf(from: IsoDate, today: IsoDate, cycleDays: number): RoiScope['history'] {
  const ripe = addDays(today, -Math.round(cycleDays))
  const until = ripe < from ? ripe : from
  return { from: firstOfMonth(until, HISTORY_MONTHS), until }
}

/** The first instant of a civil day of the company. */
export const instantOf = (day: string, { settings }: RoiScope): RawBuilder<Date> =>
  sql`(${day}::date::timestamp at time zone ${settings.time_zone}::text)`

export const inPeriod = (at: string, scope: RoiScope): RawBuilder<boolean> =>
  sql`${sql.ref(at)} >= ${instantOf(scope.query.from, scope)}
    and ${sql.ref(at)} < ${instantOf(scope.query.until, scope)}`

export const onDays = (at: string, { query }: RoiScope): RawBuilder<boolean> =>
  sql`${sql.ref(at)} >= ${query.from}::date and ${sql.ref(at)} < ${query.until}::date`

const COLUMNS: Readonly<Record<Cut, readonly [column: string, type: 'text' | 'uuid']>> = {
  channel: ['channel', 'text'],
  campaign: ['campaign_id', 'uuid'],
  product: ['product_id', 'uuid'],
  team: ['team_id', 'uuid'],
  region: ['region_id', 'uuid'],
  business_type: ['business_type', 'text'],
}

const isOneOf = (row: string, cut: Cut, values: readonly string[]): RawBuilder<boolean> => {
  const [column, type] = COLUMNS[cut]
  return sql`${sql.ref(`${row}.${column}`)} = any(${[...values]}::${sql.raw(type)}[])`
}

/** Channels and campaigns of the row `x`, and what else of `cuts` is chosen. */
export const chosen = (
  { query }: RoiScope,
  cuts: readonly Cut[] = ['channel', 'campaign'],
): RawBuilder<unknown> =>
  sql.join(
    chosenCuts(query)
      .filter(([cut]) => cuts.includes(cut))
      .map(([cut, values]) => sql`and ${isOneOf('x', cut, values)}`),
    sql` `,
  )

/** Social media, and the people who speak for us there. */
const SOCIAL = sql`(
  select id from tracking.channel where channel_group = 'social' or id in ('employee_social', 'influencer'))`

/** Touches `t` that count as exposure: of the chosen channels and campaigns, of social media where none are chosen. */
export function exposing({ query }: RoiScope, row: 't' | 'x' = 't'): RawBuilder<boolean> {
  const touches = chosenCuts(query).filter(([cut]) => cut === 'channel' || cut === 'campaign')
  if (touches.length === 0) return sql`${sql.ref(`${row}.channel`)} in ${SOCIAL}`
  return sql.join(
    touches.map(([cut, values]) => isOneOf(row, cut, values)),
    sql` and `,
  )
}
