import { type RawBuilder, sql } from 'kysely'
import { addDays, firstOfMonth, type IsoDate } from '#kernel/period.ts'
import type { RoiQuery } from '../query.ts'
import type { RoiSettings } from '../settings.ts'

/** One question to the records: the query with what the settings decide. */
export type RoiScope = {
  readonly query: RoiQuery
  readonly settings: RoiSettings
  readonly model: string
  readonly now: Date
  /** Leads of these days tell how many become customers. */
  readonly history: { readonly from: IsoDate; readonly until: IsoDate }
  /** Only leads of the chosen channels tell it; else those of the whole company. */
  readonly rateByChannel: boolean
  readonly marginSql: (rate: string) => string
  readonly partSql: (total: string) => string
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

/** Channels and campaigns of the row `x`. */
export function chosen({ query }: RoiScope): RawBuilder<unknown> {
  const { channel, campaign } = query
  return sql.join(
    [
      ...(channel.length > 0 ? [sql`and x.channel = any(${channel}::text[])`] : []),
      ...(campaign.length > 0 ? [sql`and x.campaign_id = any(${campaign}::uuid[])`] : []),
    ],
    sql` `,
  )
}

/** Social media, and the people who speak for us there. */
const SOCIAL = sql`(
  select id from tracking.channel where channel_group = 'social' or id in ('employee_social', 'influencer'))`

/** Touches `t` that count as exposure: of the chosen channels and campaigns, of social media where none are chosen. */
export function exposing({ query }: RoiScope, row: 't' | 'x' = 't'): RawBuilder<boolean> {
  const { channel, campaign } = query
  const channelOf = sql.ref(`${row}.channel`)
  if (channel.length === 0 && campaign.length === 0) return sql`${channelOf} in ${SOCIAL}`
  return sql.join(
    [
      ...(channel.length > 0 ? [sql`${channelOf} = any(${channel}::text[])`] : []),
      ...(campaign.length > 0
        ? [sql`${sql.ref(`${row}.campaign_id`)} = any(${campaign}::uuid[])`]
        : []),
    ],
    sql` and `,
  )
}
