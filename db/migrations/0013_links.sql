-- Links with a short code, how often they were called, and telephone numbers that belong to campaigns.

create table tracking.link (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  target text not null,
  campaign_id uuid references campaigns.campaign,
  source text,
  medium text,
  campaign text,
  content text,
  term text,
  channel text references tracking.channel,
  code text not null,
  address text not null,
  active boolean not null default true,
  notes text
);
-- Letters of codes are told apart by size. The collation does not know languages, so equal means the same bytes.
create unique index link_code on tracking.link (code collate "C");
create index link_campaign on tracking.link (campaign_id);
create index link_by_created on tracking.link (created_at, id);

-- How often a link was called on a civil day of the company. Nothing here belongs to a person.
create table tracking.link_day (
  link_id uuid not null references tracking.link on delete cascade,
  date date not null,
  clicks integer not null default 0,
  bot_clicks integer not null default 0,
  primary key (link_id, date)
);
create index link_day_by_date on tracking.link_day (date);

create table tracking.phone_number (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  number text not null,
  campaign_id uuid references campaigns.campaign,
  channel text references tracking.channel,
  active boolean not null default true,
  notes text
);
-- An answer to "which campaign does this number belong to" is one.
create unique index phone_number_active on tracking.phone_number (number) where active;
create index phone_number_campaign on tracking.phone_number (campaign_id);

-- Changes by hand can be taken back.
select records.keep_rows_of(name::regclass)
  from unnest(array['tracking.link', 'tracking.phone_number']) as name;
