-- Visits of our own websites: what the script and servers report, taken in once each, put together to visits.
-- Why the tables are so lean, and what counts as what: src/tracking/README.md.

-- A website that is measured. Its number stands for it in the large tables.
create table tracking.website (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  number integer not null generated always as identity unique,
  name text not null,
  -- What the script names; for servers there is a secret beside it.
  key text not null unique,
  write_key text not null unique,
  -- Own domains, each with its subdomains: coming from there is no source.
  domains text[] not null default '{}',
  -- What is kept of a visitor who has not consented.
  before_consent text not null default 'cookieless' check (before_consent in ('strict', 'cookieless', 'full')),
  active boolean not null default true,
  notes text
);
select records.keep_rows_of('tracking.website');

-- Addresses of pages by number, each host and path once.
create table tracking.page (
  id integer primary key generated always as identity,
  website integer not null,
  host text not null,
  path text not null
);
create unique index page_once on tracking.page (website, md5(host || path));

-- Visitors with consent: who has an id on the device. Without consent a visitor is nothing but a day-bound number in
-- the visit, made with a secret that is thrown away.
create table tracking.visitor (
  id uuid primary key,
  first_at timestamptz not null,
  -- The highest consent given so far: s statistics, m marketing.
  consent "char" not null,
  -- Consent was taken back: nothing may be linked any more.
  withdrawn_at timestamptz
);

-- One visit: its landing says where it came from. It is the touch of the visit.
create table tracking.visit (
  id bigint primary key,
  website integer not null,
  -- tracking.visitor, or a day-bound number.
  visitor uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  -- n none, s statistics, m marketing: the highest within the visit.
  consent "char" not null,
  pages integer not null,
  events integer not null,
  landing_page integer,
  channel text not null,
  -- Number and name of the rule that gave the channel, and the input that decided.
  rule text not null,
  used text,
  referrer_host text,
  source text,
  medium text,
  campaign text,
  content text,
  term text,
  -- Of the platform (utm_id), which costs are joined by.
  campaign_key text,
  -- By name. Without consent on a `cookieless` website names only, since a click id points to a person.
  click_ids jsonb,
  -- Short marks of the campaign and its clicks: what tells a new campaign from the one that is there.
  marks text,
  link_id uuid,
  -- Why it looks like a program; null for people.
  bot text,
  country text,
  language text,
  viewport_width smallint,
  script_version text
);
create index visit_visitor on tracking.visit (visitor, started_at);
create index visit_by_time on tracking.visit using brin (started_at);

-- What happened, by month. A message is here once: tracking.message sees to it.
create table tracking.event (
  at timestamptz not null,
  message_id uuid not null,
  -- Null for what a server reports outside of every visit.
  visit_id bigint,
  website integer not null,
  -- p page, e event, f form, o outbound link, d download, g engagement, i identify, c consent, s server.
  kind "char" not null,
  consent "char" not null,
  page integer,
  -- Seconds from the event to its arrival.
  lag integer not null,
  name text,
  target text,
  properties jsonb
) partition by range (at);
create index event_visit on tracking.event (visit_id);
create index event_by_time on tracking.event using brin (at);

-- Ids of messages that were taken, kept for longer than a message may be late; by the fortnight they came in.
create table tracking.message (
  id uuid not null,
  fortnight integer not null,
  primary key (id, fortnight)
) partition by list (fortnight);

-- What a restored backup holds is put here first, since the months it is of are not made yet.
create table tracking.event_rest partition of tracking.event default;
create table tracking.message_rest partition of tracking.message default;

-- Makes one partition; what waits for it in the rest moves there.
create function tracking.make_partition(parent text, name text, bounds text, is_part text) returns void
language plpgsql as $$
begin
  execute format('create table tracking.%I (like tracking.%I including defaults including constraints)', name, parent);
  execute format('with moved as (delete from tracking.%I where %s returning *) insert into tracking.%I select * from moved',
    parent || '_rest', is_part, name);
  execute format('alter table tracking.%I attach partition tracking.%I for values %s', parent, name, bounds);
end
$$;

-- Makes the partitions of events for every month that touches [since, until), and those of messages for every
-- fortnight of [received_since, until); true where something was made. Months and fortnights (14 days, counted from 1970) are those of UTC.
create function tracking.make_partitions(since timestamptz, received_since timestamptz, until timestamptz) returns boolean
language plpgsql as $$
declare
  month timestamp := date_trunc('month', since at time zone 'UTC');
  fortnight integer := floor(extract(epoch from received_since) / 1209600);
  name text;
  first timestamptz;
  past timestamptz;
  made boolean := false;
begin
  -- Two that make the same one together: the second finds it there.
  perform pg_advisory_xact_lock(hashtext('tracking.make_partitions'));
  while month at time zone 'UTC' < until loop
    name := 'event_' || to_char(month, 'YYYY_MM');
    if to_regclass('tracking.' || name) is null then
      first := month at time zone 'UTC';
      past := (month + interval '1 month') at time zone 'UTC';
      perform tracking.make_partition('event', name, format('from (%L) to (%L)', first, past),
        format('at >= %L and at < %L', first, past));
      made := true;
    end if;
    month := month + interval '1 month';
  end loop;
  while to_timestamp(fortnight * 1209600.0) < until loop
    name := 'message_' || fortnight;
    if to_regclass('tracking.' || name) is null then
      perform tracking.make_partition('message', name, format('in (%s)', fortnight), format('fortnight = %s', fortnight));
      made := true;
    end if;
    fortnight := fortnight + 1;
  end loop;
  return made;
end
$$;

-- Ids of visits are given out by the server, ten thousand at a time.
create sequence tracking.visit_block;

-- Secrets that make the day-bound numbers of visitors without consent; deleted after two days. Unlogged: no backup
-- and no archive of the write-ahead log ever holds one. After a crash the server writes its own copy again.
create unlogged table tracking.day_secret (
  date date primary key,
  secret bytea not null
);

-- What is counted of visitors without consent where the website is strict: nothing of a person is kept.
create table tracking.page_day (
  website integer not null,
  page integer not null,
  -- Of the company's time zone.
  date date not null,
  pages integer not null,
  primary key (website, page, date)
);

-- Hits that were not taken, by day and reason: what the figures do not hold.
create table tracking.refusal_day (
  date date not null,
  reason text not null,
  hits integer not null,
  primary key (date, reason)
);
