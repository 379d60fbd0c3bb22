-- An uplift that somebody states (a study, a test of one's own): so many cases, the rate without it, what it adds, the
-- value of a success. Money that is expected, beside an ROI and never in its sum.
create table roi.stated_uplift (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  stated_on date not null,
  cases integer not null check (cases > 0),
  base_rate numeric(7, 6) not null check (base_rate >= 0 and base_rate <= 1),
  -- Of the base rate (relative: 0.45 makes 10 % to 14.5 %) or on it (points: 0.045 does).
  uplift numeric(7, 6) not null,
  uplift_kind text not null check (uplift_kind in ('relative', 'points')),
  uplift_low numeric(7, 6),
  uplift_high numeric(7, 6),
  -- Cents for one success.
  value bigint not null check (value >= 0),
  -- How many cases the base rate was measured in; null: it is taken as exact.
  comparison_cases integer check (comparison_cases > 0),
  source text,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  notes text
);
create index stated_uplift_by_date on roi.stated_uplift (stated_on, id);
create index stated_uplift_channel on roi.stated_uplift (channel);
create index stated_uplift_campaign on roi.stated_uplift (campaign_id);
select records.keep_rows_of('roi.stated_uplift');
