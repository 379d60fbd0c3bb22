-- The ledger: what an entry counts as, where it came from, money in other currencies, time sheets, entries that
-- repeat, and bookings that are there twice. Why it is built like this: docs/decisions/0022-ledger.md.

-- What people do, with what an hour of it costs: time can be kept by role, without names.
create table costs.work_role (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  -- Cents of an hour, all in: salary, employer's contributions, workplace.
  rate bigint not null check (rate >= 0),
  category text not null default 'personnel' check (category in ('personnel', 'sales')),
  weekly_hours numeric(5, 2),
  notes text
);

-- A key by which hours, salaries and subscriptions are divided.
create table costs.split (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  notes text
);

create table costs.split_share (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  split_id uuid not null references costs.split on delete cascade,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  share numeric(7, 6) not null check (share > 0 and share <= 1)
);
create index split_share_split on costs.split_share (split_id);
create index split_share_campaign on costs.split_share (campaign_id);
create index split_share_channel on costs.split_share (channel);

-- The role that a split belongs to by default, for the quick entry of a week.
alter table costs.work_role add column split_id uuid references costs.split on delete set null;
create index work_role_split on costs.work_role (split_id);

create table costs.time_entry (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  from_date date not null,
  until_date date not null,
  hours numeric(7, 2) not null check (hours > 0),
  role_id uuid references costs.work_role,
  user_id uuid references access."user",
  -- Cents of an hour as they were when the time was written down.
  rate bigint not null check (rate >= 0),
  amount bigint not null,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  product_id uuid references crm.product,
  description text,
  check (from_date < until_date)
);
create index time_entry_by_date on costs.time_entry (from_date, id);
create index time_entry_role on costs.time_entry (role_id);
create index time_entry_user on costs.time_entry (user_id);
create index time_entry_campaign on costs.time_entry (campaign_id);
create index time_entry_channel on costs.time_entry (channel);
create index time_entry_product on costs.time_entry (product_id);

create table costs.recurring (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  category text not null,
  -- In its own currency, of one period, before the share is taken.
  amount bigint not null,
  currency text,
  share numeric(7, 6) not null default 1 check (share > 0 and share <= 1),
  rhythm text not null check (rhythm in ('month', 'quarter', 'year')),
  from_date date not null,
  until_date date,
  active boolean not null default true,
  -- Entries of periods that begin before this day are there (or were taken back on purpose).
  made_until date,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  product_id uuid references crm.product,
  team_id uuid references company.team,
  region_id uuid references company.region,
  split_id uuid references costs.split,
  vendor text,
  sales_scope text,
  check (until_date is null or from_date < until_date)
);
create index recurring_campaign on costs.recurring (campaign_id);
create index recurring_channel on costs.recurring (channel);
create index recurring_product on costs.recurring (product_id);
create index recurring_team on costs.recurring (team_id);
create index recurring_region on costs.recurring (region_id);
create index recurring_split on costs.recurring (split_id);

-- Rates by hand: how much of the company's currency one unit of another is worth from a day on.
create table costs.currency_rate (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  currency text not null,
  from_date date not null,
  rate numeric(18, 8) not null check (rate > 0),
  source text
);
create unique index currency_rate_once on costs.currency_rate (currency, from_date);

-- What the accounts of the bookkeeping mean here; others follow the chart of accounts that the program knows.
create table costs.account (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  account_number text not null unique,
  name text,
  -- Null: bookings on this account are no cost of marketing or sales and are left out.
  category text,
  sales_scope text,
  channel text references tracking.channel
);
create index account_channel on costs.account (channel);

-- What was decided about entries that are probably there twice: an invoice of an ad platform in the accounting
-- and its export. Suggestions are not kept: they are found anew each time.
create table costs.double_booking (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  decision text not null check (decision in ('first', 'second', 'separate')),
  -- The entries as they were compared: `first` the invoice, `second` the lines of the export or the other invoice.
  first_ids uuid[] not null,
  second_ids uuid[] not null,
  first_amount bigint not null,
  second_amount bigint not null,
  reason text
);

-- `booked` counts; `platform` brings its clicks and impressions only, because its money is booked by an
-- invoice; `duplicate` is there twice; `settled` is an accrual whose invoice has come.
alter table costs.entry
  add column standing text not null default 'booked'
    check (standing in ('booked', 'platform', 'duplicate', 'settled')),
  add column double_booking_id uuid references costs.double_booking on delete set null,
  add column document_type text check (document_type in ('invoice', 'credit_note', 'accrual')),
  -- The invoice that a credit note takes back, the accrual that an invoice settles.
  add column refers_to_id uuid references costs.entry on delete set null,
  add column currency text,
  add column foreign_amount bigint,
  add column currency_rate numeric(18, 8),
  add column recurring_id uuid references costs.recurring on delete set null,
  add column time_entry_id uuid references costs.time_entry on delete cascade;
create index entry_double_booking on costs.entry (double_booking_id) where double_booking_id is not null;
create index entry_refers_to on costs.entry (refers_to_id) where refers_to_id is not null;
create index entry_recurring on costs.entry (recurring_id, from_date) where recurring_id is not null;
create unique index entry_time_entry on costs.entry (time_entry_id);

-- An invoice that settles an accrual takes its place; when the invoice goes, the accrual counts again.
create function costs.settle_accrual() returns trigger language plpgsql as $$
begin
  update costs.entry accrual
     set standing = case when exists (
           select from costs.entry invoice
            where invoice.refers_to_id = accrual.id and invoice.document_type is distinct from 'credit_note')
         then 'settled' else 'booked' end
   where accrual.document_type = 'accrual'
     and accrual.standing in ('booked', 'settled')
     and accrual.id in (case when tg_op <> 'INSERT' then old.refers_to_id end,
                        case when tg_op <> 'DELETE' then new.refers_to_id end);
  return null;
end
$$;
create trigger settle_on_insert after insert on costs.entry for each row
  when (new.refers_to_id is not null) execute function costs.settle_accrual();
create trigger settle_on_update after update of refers_to_id, document_type on costs.entry for each row
  when (coalesce(old.refers_to_id, new.refers_to_id) is not null) execute function costs.settle_accrual();
create trigger settle_on_delete after delete on costs.entry for each row
  when (old.refers_to_id is not null) execute function costs.settle_accrual();

-- A decision about entries that are there twice falls with the entries that count for it: else the others would
-- stay left out, and the money would count nowhere.
create function costs.drop_decision() returns trigger language plpgsql as $$
begin
  delete from costs.double_booking
   where id = old.double_booking_id
     and not exists (select from costs.entry
                      where double_booking_id = old.double_booking_id and standing = 'booked');
  return null;
end
$$;
create trigger drop_decision after delete on costs.entry for each row
  when (old.double_booking_id is not null and old.standing = 'booked') execute function costs.drop_decision();
create function costs.count_again() returns trigger language plpgsql as $$
begin
  update costs.entry set standing = 'booked', double_booking_id = null where double_booking_id = old.id;
  return old;
end
$$;
create trigger count_again before delete on costs.double_booking for each row execute function costs.count_again();

-- The entries that count. Whatever adds up costs reads this and not costs.entry.
create view costs.counted_entry as
  select id, version, created_at, updated_at, category, from_date, until_date, amount, exact_amount, channel,
         campaign_id, description, vendor, sales_scope, product_id, team_id, region_id, gross_amount, vat_rate,
         account_number, document_number, impressions, reach, clicks, platform_conversions,
         platform_conversion_value, document_type, refers_to_id, currency, foreign_amount, currency_rate,
         recurring_id, time_entry_id
    from costs.entry
   where standing = 'booked';

-- What ad platforms report: clicks and impressions are there whether the export is booked or its invoice.
create view costs.platform_entry as
  select id, category, from_date, until_date, amount, channel, campaign_id, description, vendor, sales_scope,
         product_id, team_id, region_id, impressions, reach, clicks, platform_conversions,
         platform_conversion_value
    from costs.entry
   where standing in ('booked', 'platform');

create or replace view kpis.cost as
  select entry.id, coalesce(entry.description, entry.vendor, campaign.name, entry.category) as label,
         entry.category, entry.from_date, entry.until_date, entry.amount,
         coalesce(entry.sales_scope, 'unspecified') as sales_scope,
         coalesce(entry.channel, campaign.channel) as channel,
         entry.campaign_id,
         coalesce(entry.product_id, campaign.product_id) as product_id,
         entry.team_id, entry.region_id,
         entry.impressions, entry.reach, entry.clicks, entry.platform_conversions, entry.platform_conversion_value
    from costs.counted_entry entry
    left join campaigns.campaign on campaign.id = entry.campaign_id;

create view kpis.platform_cost as
  select entry.id, coalesce(entry.description, entry.vendor, campaign.name, entry.category) as label,
         entry.category, entry.from_date, entry.until_date, entry.amount,
         coalesce(entry.channel, campaign.channel) as channel,
         entry.campaign_id,
         coalesce(entry.product_id, campaign.product_id) as product_id,
         entry.team_id, entry.region_id,
         entry.impressions, entry.reach, entry.clicks, entry.platform_conversions, entry.platform_conversion_value
    from costs.platform_entry entry
    left join campaigns.campaign on campaign.id = entry.campaign_id;

select records.keep_rows_of(name::regclass) from unnest(array[
  'costs.work_role', 'costs.split', 'costs.split_share', 'costs.time_entry', 'costs.recurring',
  'costs.currency_rate', 'costs.account', 'costs.double_booking'
]) as name;

-- Hours and their cost go together, whichever of them is removed.
create function costs.remove_hours() returns trigger language plpgsql as $$
begin
  delete from costs.time_entry where id = old.time_entry_id;
  return null;
end
$$;
create trigger remove_hours after delete on costs.entry for each row
  when (old.time_entry_id is not null) execute function costs.remove_hours();
