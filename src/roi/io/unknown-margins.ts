import { sql } from 'kysely'
import type { ChannelsQuery } from '../channel-query.ts'
import type { Credited } from './credited.ts'
import { conditionsOf } from './credited.ts'

/** What the touches of a journey are compared by. */
const TOUCH_KEYS = {
  channel: `unnest(string_to_array(journey.channels, ','))`,
  campaign: 'unnest(journey.campaign_ids)::text',
  content: 'unnest(journey.contents)',
} as const
const DEAL_KEYS = { product: 'x.product_id::text', region: 'x.region_id::text' } as const
const KEYS = { ...TOUCH_KEYS, ...DEAL_KEYS }

/**
 * The keys that won deals without a known margin may be credited to, by whatever model: those of the touches of their
 * journeys. Of these no model has a margin; what the model in use gives them says nothing of the others.
 */
export async function readUnknownMargins(
  credited: Credited,
  { by, from, until, worth: _, model: __, ...filters }: ChannelsQuery,
): Promise<ReadonlySet<string>> {
  const { timeZone, marginRate, creditSql } = credited
  const instant = (day: string) => sql`${day}::date::timestamp at time zone ${timeZone}::text`
  const rate = marginRate === null ? 'null::numeric' : `${Number(marginRate)}::numeric`
  const keys = await credited.read(['unknown margins', by, from, until, filters], async (tx) => {
    const conditions = [
      sql`x.outcome = 'won'`,
      sql`x.amount is not null`,
      sql`x.closed_at >= ${instant(from)}`,
      sql`x.closed_at < ${instant(until)}`,
      sql`(${sql.raw(creditSql.margin(rate))}) is null`,
      ...conditionsOf({ ...filters, channel: [], campaign: [], content: [], model: undefined }),
    ]
    const { rows } = await sql<{ key: string | null }>`
      select distinct ${sql.raw(KEYS[by])} as key
        from kpis.opportunity x
        join attribution.journey on journey.opportunity_id = x.id
       where ${sql.join(conditions, sql` and `)}`.execute(tx)
    return rows.map(({ key }) => key ?? '')
  })
  return new Set(keys)
}
