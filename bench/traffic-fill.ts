import { type Kysely, sql } from 'kysely'

export type TrafficSize = {
  /** About as many events; visits are a third of them, pages 300. */
  readonly events: number
  readonly days: number
  /** The instant after the last one. */
  readonly until: Date
}

/** Where visits come from: channel, source, medium, campaigns, share in per mille. */
const ORIGINS = [
  ['organic_search', 'google', 'organic', 0, 300],
  ['direct', null, null, 0, 280],
  ['paid_search', 'google', 'cpc', 12, 130],
  ['email', 'newsletter', 'email', 24, 90],
  ['paid_social', 'linkedin', 'paid_social', 8, 70],
  ['referral', 'vdma.org', 'referral', 0, 60],
  ['ai_assistant', 'chatgpt.com', 'referral', 0, 30],
  ['trade_fair', 'hannover-messe', 'qr', 4, 20],
  ['not_assignable', 'aktion99', null, 0, 20],
] as const

/**
 * A year of visits straight into the tables, in the order of time as they would come in: on weekdays three times as
 * many as on Sundays, four of ten with consent (each visitor about five times), one in 25 a program, 300 pages.
 * The same size gives the same rows.
 */
export async function fillTraffic<DB>(
  db: Kysely<DB>,
  { events, days, until }: TrafficSize,
): Promise<{ readonly visits: number; readonly events: number }> {
  const visits = Math.round(events / 3)
  await sql`select setseed(0.5)`.execute(db)
  await sql`
    insert into tracking.website (name, key, write_key, domains)
    values ('Pumpen Beispiel', 'pumpen', 'geheim-pumpen', '{pumpen.example}')`.execute(db)
  await sql`
    insert into tracking.page (website, host, path)
    select (select max(number) from tracking.website), 'www.pumpen.example',
           case when place = 1 then '/' when place < 40 then '/produkte/pumpe-' || place else '/wissen/beitrag-' || place end
      from generate_series(1, 300) place`.execute(db)
  for (let month = 0; month <= Math.ceil(days / 28) + 1; month += 1) {
    await sql
      .raw(
        `do $$ declare first timestamp := date_trunc('month', timestamp '${until.toISOString().slice(0, 10)}') - interval '${month} months' + interval '1 month';
         begin
           if to_regclass('tracking.event_' || to_char(first, 'YYYY_MM')) is null then
             execute format('create table tracking.%I partition of tracking.event for values from (%L) to (%L)',
               'event_' || to_char(first, 'YYYY_MM'), first at time zone 'UTC', (first + interval '1 month') at time zone 'UTC');
           end if;
         end $$`,
      )
      .execute(db)
  }
  const shares = ORIGINS.map(([, , , , share]) => share)
  await sql`
    insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, landing_page, channel,
      rule, used, referrer_host, source, medium, campaign, bot, country, language, viewport_width, script_version)
    with origin as (
      select *, sum(share) over (order by place) as up_to
        from unnest(${ORIGINS.map(([id]) => id)}::text[], ${ORIGINS.map(([, source]) => source)}::text[],
               ${ORIGINS.map(([, , medium]) => medium)}::text[], ${ORIGINS.map(([, , , campaigns]) => campaigns)}::int[],
               ${shares}::int[]) with ordinality o (channel, source, medium, campaigns, share, place)
    ), drawn as (
      select random() as moment, random() as chance, random() as asked, random() as size, random() as person,
             random() as program, random() as screen, random() as first
        from generate_series(1, ${visits})
    ), placed as (
      select drawn.*, date_trunc('milliseconds', ${until}::timestamptz - make_interval(secs => (1 - moment) * ${days}::float8 * 86400)) as at
        from drawn
    )
    select row_number() over (order by at), (select max(number) from tracking.website),
           case when asked < 0.4 then md5('known ' || floor(person * ${Math.max(1, visits / 12)})::text)::uuid
                else md5('day ' || row_number() over (order by at))::uuid end,
           at, at + make_interval(secs => floor(size * size * 600)),
           case when asked < 0.15 then 'm' when asked < 0.4 then 's' else 'n' end,
           1 + floor(size * size * 6), case when size > 0.93 then 1 else 0 end,
           (select min(id) from tracking.page) + floor(first * first * first * 299)::int,
           origin.channel,
           case origin.channel when 'direct' then '12.direct' when 'not_assignable' then '13.no_rule_matched' else '8.known_source' end,
           'source=' || origin.source,
           case when origin.medium in ('organic', 'referral') then origin.source end, origin.source, origin.medium,
           case when origin.campaigns > 0 then 'kampagne-' || 1 + floor(person * origin.campaigns)::int end,
           case when program < 0.04 then 'listed' end, null,
           case when screen < 0.85 then 'de-DE' else 'en' end,
           case when screen < 0.35 then 390 when screen < 0.42 then 820 else 1440 end, '1'
      from placed
      join lateral (
        select * from origin where chance * 1000 < up_to order by place limit 1
      ) origin on true
     order by at`.execute(db)
  await sql`
    insert into tracking.event (at, message_id, visit_id, website, kind, consent, page, lag, name)
    select visit.started_at + (visit.ended_at - visit.started_at) * (place::float8 / greatest(1, visit.pages)),
           md5(visit.id || ' ' || place)::uuid, visit.id, visit.website,
           case when place < visit.pages then 'p' when visit.id % 3 = 0 then 'f' else 'e' end, visit.consent,
           case when place = 0 then visit.landing_page else (select min(id) from tracking.page) + (visit.id * 7 + place * 31) % 300 end,
           case when visit.id % 50 = 0 then 400 else 1 end,
           case when place >= visit.pages then 'demo_request' end
      from tracking.visit
     cross join lateral generate_series(0, visit.pages + visit.events - 1) place
     order by visit.started_at`.execute(db)
  await sql`
    insert into tracking.goal_reached (goal_id, message_id, at, visit_id, consent)
    select (select id from tracking.goal order by name limit 1), md5(visit.id || ' goal')::uuid, ended_at, visit.id, consent
      from tracking.visit where events > 0`.execute(db)
  await sql`
    insert into tracking.traffic_mark (date)
    select distinct (started_at at time zone tracking.time_zone())::date from tracking.visit`.execute(
    db,
  )
  await sql`vacuum analyze tracking.visit`.execute(db)
  await sql`vacuum analyze tracking.event`.execute(db)
  const { rows } = await sql<{
    events: number
  }>`select count(*) as events from tracking.event`.execute(db)
  return { visits, events: rows[0]?.events ?? 0 }
}
