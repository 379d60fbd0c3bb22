import { type Kysely, sql } from 'kysely'

/** How long the live view looks back, and how long after the last hit a visitor counts as being there. */
export const LIVE_MINUTES = { window: 30, present: 5 } as const

const HITS_SHOWN = 50

export type LiveHit = {
  readonly at: string
  readonly kind: string
  readonly page: string | null
  readonly name: string | null
  readonly target: string | null
  readonly visitId: string
  readonly channel: string
  readonly rule: string
  readonly used: string | null
  readonly country: string | null
  readonly device: string | null
  readonly consent: string
  readonly bot: string | null
}

export type Live = {
  /** Visitors with a hit in the last five minutes, and those of the whole half hour; without programs. */
  readonly present: number
  readonly visitors: number
  readonly pageViews: number
  /** Page views by minute, the last one is the minute under way. */
  readonly minutes: readonly number[]
  readonly channels: readonly { readonly channel: string; readonly visitors: number }[]
  readonly pages: readonly { readonly page: string; readonly pageViews: number }[]
  /** Latest first, programs included and marked. */
  readonly hits: readonly LiveHit[]
}

/** What happens on the websites now, from the rows of the last half hour. */
export async function readLive<DB>(
  db: Kysely<DB>,
  now: Date,
  website: number | undefined,
): Promise<Live> {
  const { rows } = await sql<
    Omit<Live, 'hits'> & { hits: readonly (Omit<LiveHit, 'at'> & { at: string })[] }
  >`
    with hit as materialized (
      select event.at, event.message_id, event.kind, page.host || page.path as page, event.name, event.target,
             visit.id, visit.visitor, visit.channel, visit.rule, visit.used, visit.country, counted.device, event.consent, visit.bot
        from tracking.event
        join tracking.visit on visit.id = event.visit_id
        join tracking.counted_visit counted on counted.id = visit.id
        left join tracking.page on page.id = event.page
       where event.at > ${now}::timestamptz - make_interval(mins => ${LIVE_MINUTES.window})
         and event.at <= ${now}::timestamptz
         and ${website === undefined ? sql`true` : sql`event.website = ${website}`}
    ), person as (
      select * from hit where bot is null
    )
    select
      (select count(distinct visitor) from person
        where at > ${now}::timestamptz - make_interval(mins => ${LIVE_MINUTES.present})) as present,
      (select count(distinct visitor) from person) as visitors,
      (select count(*) from person where kind = 'p') as "pageViews",
      (select array_agg((select count(*) from person
         where kind = 'p' and at > ${now}::timestamptz - make_interval(mins => ${LIVE_MINUTES.window} - place)
           and at <= ${now}::timestamptz - make_interval(mins => ${LIVE_MINUTES.window} - place - 1)) order by place)
         from generate_series(0, ${LIVE_MINUTES.window} - 1) place) as minutes,
      (select coalesce(json_agg(row_to_json(told)), '[]') from (
         select channel, count(distinct visitor) as visitors from person
          group by channel order by visitors desc, channel limit 10) told) as channels,
      (select coalesce(json_agg(row_to_json(told)), '[]') from (
         select page, count(*) as "pageViews" from person where kind = 'p' and page is not null
          group by page order by "pageViews" desc, page limit 10) told) as pages,
      (select coalesce(json_agg(row_to_json(told)), '[]') from (
         select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, page, name, target, id::text as "visitId", channel, rule, used, country, device, consent, bot from hit
          where kind <> 'g' order by hit.at desc, message_id limit ${HITS_SHOWN}) told) as hits`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('readLive: one row expected')
  return row
}
