-- Overheads and the keys they are spread by; budgets of campaigns by month and category, and the alarms they raised.
-- Why spreading is computed and not stored: docs/decisions/0023-overheads.md.

-- What has neither channel nor campaign is an overhead. `spread`: it is one although it has; `keep`: it stays with nobody.
alter table costs.entry add column overhead text check (overhead in ('spread', 'keep'));

create or replace view costs.counted_entry as
  select id, version, created_at, updated_at, category, from_date, until_date, amount, exact_amount, channel,
         campaign_id, description, vendor, sales_scope, product_id, team_id, region_id, gross_amount, vat_rate,
         account_number, document_number, impressions, reach, clicks, platform_conversions,
         platform_conversion_value, document_type, refers_to_id, currency, foreign_amount, currency_rate,
         recurring_id, time_entry_id, overhead
    from costs.entry
   where standing = 'booked';

-- Figures by channel and campaign: an overhead belongs to none, whatever it was booked on.
create or replace view kpis.cost as
  select entry.id, coalesce(entry.description, entry.vendor, campaign.name, entry.category) as label,
         entry.category, entry.from_date, entry.until_date, entry.amount,
         coalesce(entry.sales_scope, 'unspecified') as sales_scope,
         case when entry.overhead = 'spread' then null else coalesce(entry.channel, campaign.channel) end as channel,
         case when entry.overhead = 'spread' then null else entry.campaign_id end as campaign_id,
         coalesce(entry.product_id, campaign.product_id) as product_id,
         entry.team_id, entry.region_id,
         entry.impressions, entry.reach, entry.clicks, entry.platform_conversions, entry.platform_conversion_value
    from costs.counted_entry entry
    left join campaigns.campaign on campaign.id = entry.campaign_id;
-- The filter by campaign asks for this expression.
create index entry_placed_campaign on costs.entry ((case when overhead = 'spread' then null else campaign_id end));

-- By what overheads are spread: of a category (null: of all without a key of their own), from a month on (null: always).
create table costs.overhead_key (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  key text not null check (key in ('spend', 'hours', 'leads', 'equal', 'fixed')),
  category text,
  valid_from date check (extract(day from valid_from) = 1),
  split_id uuid references costs.split,
  note text,
  check ((key = 'fixed') = (split_id is not null))
);
create unique index overhead_key_once on costs.overhead_key (category, valid_from) nulls not distinct;
create index overhead_key_split on costs.overhead_key (split_id);

-- What a budget is for, as one word: by it a row of a file finds the budget that is there already.
create function costs.budget_slot(month date, campaign_id uuid, category text) returns text
  language sql immutable parallel safe as $$
  select (extract(year from month)::integer * 100 + extract(month from month)::integer)::text
    || ' ' || coalesce(campaign_id::text, '-') || ' ' || coalesce(category, '-')
$$;

create table costs.budget (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  month date not null check (extract(day from month) = 1),
  -- Null: cost that belongs to no campaign.
  campaign_id uuid references campaigns.campaign,
  -- Null: every category without a budget of its own in this month and campaign.
  category text,
  planned bigint not null check (planned >= 0),
  ordered bigint check (ordered >= 0),
  note text,
  slot text not null generated always as (costs.budget_slot(month, campaign_id, category)) stored
);
create unique index budget_once on costs.budget (slot);
create index budget_campaign on costs.budget (campaign_id);
create index budget_by_month on costs.budget (month, id);

-- A budget that needed somebody: from when until when. `month` null: the whole campaign.
create table costs.budget_alarm (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid references campaigns.campaign on delete cascade,
  month date,
  category text,
  state text not null check (state in ('near', 'will_exceed', 'over')),
  planned bigint not null,
  forecast bigint not null,
  raised_at timestamptz not null,
  cleared_at timestamptz
);
create unique index budget_alarm_open on costs.budget_alarm (campaign_id, month, category) nulls not distinct
  where cleared_at is null;
create index budget_alarm_campaign on costs.budget_alarm (campaign_id);

-- Changes by hand can be taken back.
select records.keep_rows_of(name::regclass) from unnest(array['costs.overhead_key', 'costs.budget']) as name;
