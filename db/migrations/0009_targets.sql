-- Targets: what a figure is to be in a month, quarter or year, for all or for one filter.
-- The value stands in the column of the figure's unit: cents, a fraction, or a plain number.

create schema planning;

create table planning.target (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  kpi text not null,
  period text not null check (period in ('month', 'quarter', 'year')),
  from_date date not null,
  amount bigint,
  rate numeric(9, 6),
  number numeric(18, 6),
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  product_id uuid references crm.product,
  team_id uuid references company.team,
  region_id uuid references company.region,
  owner_id uuid references access."user",
  target_group_id uuid references crm.target_group,
  business_type text check (business_type in ('new', 'existing')),
  note text,
  check (num_nonnulls(amount, rate, number) = 1)
);
-- One target for one thing; no filter counts as a value too. Begins with the date, which reports ask for.
create unique index target_of_span on planning.target (
  from_date, kpi, period, channel, campaign_id, product_id, team_id, region_id, owner_id,
  target_group_id, business_type
) nulls not distinct;
create index target_campaign on planning.target (campaign_id);
create index target_product on planning.target (product_id);
create index target_team on planning.target (team_id);
create index target_owner on planning.target (owner_id);

-- Changes by hand can be taken back.
select records.keep_rows_of('planning.target');
