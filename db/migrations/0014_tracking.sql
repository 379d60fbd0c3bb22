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
  click_ids jsonb,
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
