-- Counts of traffic by civil day, worked out of visits and events. They stay when the raw rows are dropped.

-- What the visits that began on a day did, told apart in one way (part) by a key; '' as channel is all channels.
-- Parts: visit, source, campaign, landing, page, goal, country, device, language, consent, tagging, bot.
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
