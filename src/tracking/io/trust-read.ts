import { type Kysely, sql } from 'kysely'
import type { Period } from '#kernel/period.ts'
import { startOfDay } from '#kernel/zone.ts'
import { type LeadFacts, type LeadReason, type LeadVisit, reasonOf } from '../measurability.ts'
import { LAG_STEPS } from '../traffic.ts'

/** Leads of a month and channel, and how many of them are attributable. */
export type LeadShare = {
  readonly month: string
  readonly channel: string
  readonly leads: number
  readonly attributable: number
}

export type UnattributableLead = {
  readonly id: string
  readonly label: string
  readonly createdOn: Date
  readonly channel: string
  readonly reason: LeadReason
}

/** Beyond this many, the reasons are those of the latest leads. */
const LEADS_EXAMINED = 2000

const bounds = (period: Period, timeZone: string) => ({
  from: new Date(startOfDay(period.from, timeZone)),
  until: new Date(startOfDay(period.until, timeZone)),
})

/** The share of attributable leads, by the one definition that the cockpit has (`kpis.lead`). */
export async function readLeadShares<DB>(
  db: Kysely<DB>,
  period: Period,
  timeZone: string,
): Promise<readonly LeadShare[]> {
  const { from, until } = bounds(period, timeZone)
  const { rows } = await sql<LeadShare>`
    select to_char(created_on at time zone ${timeZone}, 'YYYY-MM') as month, channel,
           count(*) as leads, count(*) filter (where attributable) as attributable
      from kpis.lead where created_on >= ${from} and created_on < ${until}
     group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

type FactsRow = {
  readonly id: string
  readonly label: string
  readonly createdOn: Date
  readonly channel: string
  readonly firstSeenAt: Date | null
  readonly touchChannels: readonly string[]
  readonly visits: readonly LeadVisit[]
  readonly visitorSince: Date | null
  readonly hasServerEvents: boolean
  readonly hasFormWithoutVisit: boolean
  readonly formNearby: LeadFacts['formNearby']
}

/** Leads of the period that are not attributable, latest first, each with its reason. */
export async function readUnattributableLeads<DB>(
  db: Kysely<DB>,
  period: Period,
  timeZone: string,
): Promise<readonly UnattributableLead[]> {
  const { from, until } = bounds(period, timeZone)
  const { rows } = await sql<FactsRow>`
    with asked as materialized (
      select lead.id, lead.label, lead.created_on, lead.channel, lead.first_seen_at, known.contact_id
        from kpis.lead join leads.lead known on known.id = lead.id
       where lead.created_on >= ${from} and lead.created_on < ${until} and not lead.attributable
       order by lead.created_on desc, lead.id limit ${LEADS_EXAMINED}
    )
    select asked.id, asked.label, asked.created_on as "createdOn", asked.channel, asked.first_seen_at as "firstSeenAt",
           touched.channels as "touchChannels", came.visits, came.since as "visitorSince",
           reported.happened as "hasServerEvents", form.alone as "hasFormWithoutVisit",
           case when nearby.without then 'without_consent' when nearby.found then 'with_consent' end as "formNearby"
      from asked
     cross join lateral (
       select coalesce(array_agg(distinct touchpoint.channel) filter (where touchpoint.channel is not null), '{}') as channels
         from tracking.touchpoint
        where (touchpoint.lead_id = asked.id or touchpoint.contact_id = asked.contact_id)
          and touchpoint.occurred_at <= asked.created_on + interval '1 day'
     ) touched
     cross join lateral (
       select coalesce(jsonb_agg(jsonb_build_object('channel', visit.channel, 'tagging', visit.tagging,
                'hasReferrer', visit.referred, 'isBot', visit.bot is not null)), '[]') as visits,
              min(visit.since) as since
         from (
           select counted.channel, counted.tagging, counted.bot, raw.referrer_host is not null as referred, visitor.first_at as since
             from tracking.identity_range range
             join tracking.visit raw on raw.visitor = range.visitor
              and raw.started_at >= range.from_at and raw.started_at < range.until_at
             join tracking.counted_visit counted on counted.id = raw.id
             left join tracking.visitor on visitor.id = range.visitor
            where (range.lead_id = asked.id or range.contact_id = asked.contact_id)
              and raw.started_at <= asked.created_on + interval '1 day'
            limit 200
         ) visit
     ) came
     cross join lateral (
       select exists (
         select from tracking.identity edge
          where (edge.lead_id = asked.id or edge.contact_id = asked.contact_id) and edge.visit_id is null
            and edge.kind in ('identify', 'login', 'group')) as happened
     ) reported
     cross join lateral (
       select exists (
         select from tracking.identity edge
          where (edge.lead_id = asked.id or edge.contact_id = asked.contact_id) and edge.visit_id is null
            and edge.kind = 'form') as alone
     ) form
     cross join lateral (
       select count(*) > 0 as found, coalesce(bool_or(event.consent = 'n'), false) as without
         from tracking.event
        where event.kind = 'f' and event.at > asked.created_on - interval '10 minutes'
          and event.at < asked.created_on + interval '10 minutes'
     ) nearby
     order by asked.created_on desc, asked.id`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    createdOn: row.createdOn,
    channel: row.channel,
    reason: reasonOf({
      ...row,
      channel: row.channel === 'unknown' ? null : row.channel,
      firstSeenAt: row.firstSeenAt?.getTime() ?? null,
      visitorSince: row.visitorSince?.getTime() ?? null,
    }),
  }))
}

export type PartCount = {
  readonly key: string
  readonly visits: number
  readonly pageViews: number
}

/** Visits of the period told apart by one part of the counts. */
export async function readParts<DB>(
  db: Kysely<DB>,
  period: Period,
  part: 'tagging' | 'form' | 'bot',
): Promise<readonly PartCount[]> {
  const { rows } = await sql<PartCount>`
    select key, sum(visits)::bigint as visits, sum(page_views)::bigint as "pageViews"
      from tracking.traffic_day
     where part = ${part} and channel = '' and date >= ${period.from}::date and date < ${period.until}::date
     group by key order by visits desc, key`.execute(db)
  return rows
}

export type Lag = {
  readonly events: number
  readonly steps: readonly { readonly within: number; readonly events: number }[]
}

/** How long the messages of the period took to arrive; the last step has no upper end. */
export async function readLag<DB>(db: Kysely<DB>, period: Period): Promise<Lag> {
  const { rows } = await sql<{ within: number; events: number }>`
    select within, sum(events)::bigint as events from tracking.traffic_lag
     where date >= ${period.from}::date and date < ${period.until}::date
     group by within`.execute(db)
  const byStep = new Map(rows.map(({ within, events }) => [within, events]))
  return {
    events: rows.reduce((sum, { events }) => sum + events, 0),
    steps: LAG_STEPS.map((within) => ({ within, events: byStep.get(within) ?? 0 })),
  }
}
