-- Counts of traffic by civil day, worked out of visits and events. They stay when the raw rows are dropped.

-- The company's clock on the wall.
create function tracking.time_zone() returns text language sql stable as $$
  select coalesce((select value #>> '{}' from company.setting where key = 'time_zone'), 'Europe/Berlin')
$$;

-- A visit as it is counted and listed: the keys of every part in one place.
create view tracking.counted_visit as
  select visit.id, visit.website, visit.visitor, visit.started_at, visit.ended_at, visit.bot, visit.consent, visit.channel,
         visit.pages, visit.events, visit.landing_page,
         extract(epoch from visit.ended_at - visit.started_at)::integer as seconds,
         (visit.pages <= 1 and visit.events = 0)::integer as bounced,
         case when coalesce(visit.source, visit.medium) is not null
              then concat(coalesce(visit.source, '–'), ' / ', coalesce(visit.medium, '–')) end as source_key,
         visit.campaign,
         left(page.host || page.path, 400) as landing,
         visit.country,
         case when visit.viewport_width < 768 then 'phone' when visit.viewport_width < 1100 then 'tablet'
              when visit.viewport_width > 0 then 'desktop' end as device,
         lower(split_part(visit.language, '-', 1)) as language,
         -- How well the visit says where it came from.
         case when visit.channel = 'not_assignable' then 'no_rule'
              when visit.channel = 'direct' then 'nothing'
              when visit.link_id is not null then 'link'
              when visit.campaign is not null and visit.source is not null and visit.medium is not null then 'tagged'
              when visit.click_ids is not null and visit.campaign is null then 'click_id_only'
              when visit.referrer_host is not null and visit.campaign is null
                   and position(coalesce(visit.source, '') in visit.referrer_host) > 0 then 'referrer'
              when coalesce(visit.source, visit.medium, visit.campaign) is not null then 'incomplete'
              when visit.referrer_host is not null then 'referrer'
              else 'nothing' end as tagging,
         visit.script_version
    from tracking.visit
    left join tracking.page on page.id = visit.landing_page;

-- What the visits that began on a day did, told apart in one way (part) by a key; '' as channel is all channels.
-- Parts: visit, source, campaign, landing, page, goal, country, device, language, consent, tagging, form (the visits
-- that sent one, by whether a page view of theirs arrived: seen, unseen), bot.
create table tracking.traffic_day (
  part text not null,
  channel text not null,
  date date not null,
  website integer not null,
  key text not null,
  visits integer not null,
  page_views integer not null,
  -- Visits that saw one page and did nothing.
  bounced integer not null,
  seconds bigint not null,
  -- Goals reached in these visits.
  goals integer not null,
  primary key (part, channel, date, website, key)
);

-- Visitors of a day by the last day before on which they came (in the same part and key); -infinity for those who
-- came for the first time. So the visitors of any period add up: those whose day before lies before the period.
create table tracking.traffic_visitor (
  -- visit (key ''), channel or consent
  part text not null,
  key text not null,
  date date not null,
  website integer not null,
  before date not null,
  visitors integer not null,
  primary key (part, key, date, website, before)
);

-- How long messages took to arrive, by the day they happened: those within so many seconds, each counted once.
create table tracking.traffic_lag (
  date date not null,
  website integer not null,
  within integer not null,
  events integer not null,
  primary key (date, website, within)
);

-- Days to work out again. No key: whoever takes events in appends and waits for nobody.
create table tracking.traffic_mark (
  date date not null,
  -- False where only the visitors' days before changed.
  whole boolean not null default true
);
create index traffic_mark_by_date on tracking.traffic_mark (date);

-- Which days were worked out, when, and by which clock on the wall.
create table tracking.traffic_counted (
  date date primary key,
  counted_at timestamptz not null,
  time_zone text not null
);

-- Diary entries that the program made itself, so that each is made once.
create table tracking.found_change (
  key text primary key,
  found_at timestamptz not null,
  note_id uuid
);

-- Forms are few; who sent one around the moment a lead came is asked for each lead.
create index event_form on tracking.event (at) where kind = 'f';
