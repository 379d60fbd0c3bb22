-- The records of truth. Every record table has id, version (counts changes), created_at, updated_at.
-- Amounts are cents of the company's currency. Rules that real exports break (dates out of order,
-- negative amounts) are pure functions in the domains, not constraints: imports keep such rows and count them.
-- Works on PostgreSQL 15 and later.

create extension if not exists pg_trgm;

create schema company;
create schema access;
create schema crm;
create schema leads;
create schema campaigns;
create schema costs;
create schema tracking;
create schema imports;

-- company ---------------------------------------------------------------------------------------

create table company.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

create table company.team (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  description text
);

create table company.region (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  description text
);

-- access ----------------------------------------------------------------------------------------

create table access."user" (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  email text,
  role text check (role in ('administrator', 'management', 'marketing', 'sales', 'viewer')),
  team_id uuid references company.team,
  region_id uuid references company.region,
  active boolean not null default true,
  login_id uuid unique
);
create unique index user_email on access."user" (lower(email));
create index user_name on access."user" (lower(name));

create table access.setup_link (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  user_id uuid references access."user",
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Append-only. Imports write the same rows as people do, so undo reads what it has to restore here.
create table access.audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  kind text not null,
  record_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text,
  import_id uuid
);
create index audit_event_record on access.audit_event (record_id, id desc);
create index audit_event_import on access.audit_event (import_id, id) where import_id is not null;
create index audit_event_at on access.audit_event (at desc, id desc);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'access.audit_event is append-only';
end
$$;
create trigger audit_event_append_only before update or delete on access.audit_event
  for each row execute function access.refuse_change();
create trigger audit_event_no_truncate before truncate on access.audit_event
  for each statement execute function access.refuse_change();

-- channels --------------------------------------------------------------------------------------

create table tracking.channel (
  id text primary key,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_de text not null,
  name_en text not null,
  channel_group text not null,
  depth integer
);

-- crm -------------------------------------------------------------------------------------------

create table crm.product (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  sku text,
  price bigint,
  margin_rate numeric(7, 6),
  production_cost_rate numeric(7, 6),
  active boolean not null default true
);

create table crm.target_group (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  priority integer not null default 1,
  description text,
  industries text[] not null default '{}',
  countries text[] not null default '{}',
  postal_code_prefixes text[] not null default '{}',
  account_types text[] not null default '{}',
  employees_min integer,
  employees_max integer
);

create table crm.account (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  account_type text,
  industry text,
  employees integer,
  website text,
  domain text,
  vat_id text,
  phone text,
  street text,
  postal_code text,
  city text,
  country text,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index account_domain on crm.account (domain);
create index account_vat on crm.account (vat_id);
create index account_name on crm.account (lower(name));
create index account_owner on crm.account (owner_id);
create index account_by_name on crm.account (name, id);
create index account_text on crm.account
  using gin ((coalesce(name, '') || ' ' || coalesce(domain, '') || ' ' || coalesce(city, '') || ' ' || coalesce(vat_id, '')) gin_trgm_ops);

-- Which accounts belong to a target group: every criterion that is filled in holds.
create view crm.target_group_account as
  select target_group.id as target_group_id, account.id as account_id
    from crm.target_group
    join crm.account
      on (target_group.industries = '{}'
          or exists (select from unnest(target_group.industries) as item where lower(item) = lower(account.industry)))
     and (target_group.countries = '{}'
          or exists (select from unnest(target_group.countries) as item where lower(item) = lower(account.country)))
     and (target_group.postal_code_prefixes = '{}'
          or exists (select from unnest(target_group.postal_code_prefixes) as item where starts_with(account.postal_code, item)))
     and (target_group.account_types = '{}' or account.account_type = any (target_group.account_types))
     and (target_group.employees_min is null or account.employees >= target_group.employees_min)
     and (target_group.employees_max is null or account.employees <= target_group.employees_max);

create table crm.contact (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  first_name text,
  last_name text,
  email text,
  phone text,
  mobile text,
  position text,
  account_id uuid references crm.account,
  source text,
  first_seen_at timestamptz,
  owner_id uuid references access."user",
  notes text
);
create index contact_email on crm.contact (lower(email));
create index contact_account on crm.contact (account_id);
create index contact_owner on crm.contact (owner_id);
create index contact_by_name on crm.contact (last_name, id);
create index contact_text on crm.contact
  using gin ((coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '')) gin_trgm_ops);

create table crm.opportunity_stage (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  position integer not null,
  probability numeric(7, 6) not null,
  outcome text not null check (outcome in ('open', 'won', 'lost'))
);
create unique index opportunity_stage_name on crm.opportunity_stage (lower(name));

-- campaigns -------------------------------------------------------------------------------------

create table campaigns.campaign (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  goal_type text,
  channel text references tracking.channel,
  type text,
  status text,
  starts_on date,
  ends_on date,
  budget bigint,
  expected_revenue bigint,
  product_id uuid references crm.product,
  target_group_id uuid references crm.target_group,
  owner_id uuid references access."user",
  description text
);
create index campaign_name on campaigns.campaign (lower(name));
create index campaign_channel on campaigns.campaign (channel);
create index campaign_by_start on campaigns.campaign (starts_on, id);

-- leads -----------------------------------------------------------------------------------------

create table leads.lead (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  first_name text,
  last_name text,
  company text,
  email text,
  phone text,
  website text,
  industry text,
  contact_id uuid references crm.contact,
  account_id uuid references crm.account,
  stage text not null default 'new',
  stage_reason text,
  created_on timestamptz not null,
  first_contacted_at timestamptz,
  first_response_at timestamptz,
  contacted_at timestamptz,
  mql_at timestamptz,
  sql_at timestamptz,
  handover_at timestamptz,
  opportunity_at timestamptz,
  won_at timestamptz,
  lost_at timestamptz,
  disqualified_at timestamptz,
  nurture_at timestamptz,
  last_activity_at timestamptz,
  first_seen_at timestamptz,
  source text,
  medium text,
  campaign text,
  content text,
  term text,
  channel text references tracking.channel,
  channel_rule text,
  campaign_id uuid references campaigns.campaign,
  self_report text,
  business_type text,
  score integer,
  expected_value bigint,
  product_id uuid references crm.product,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index lead_by_created on leads.lead (created_on, id);
create index lead_mql on leads.lead (mql_at) where mql_at is not null;
create index lead_sql on leads.lead (sql_at) where sql_at is not null;
create index lead_won on leads.lead (won_at) where won_at is not null;
create index lead_contacted on leads.lead (first_contacted_at) where first_contacted_at is not null;
create index lead_email on leads.lead (lower(email));
create index lead_contact on leads.lead (contact_id);
create index lead_account on leads.lead (account_id);
create index lead_campaign on leads.lead (campaign_id, created_on desc);
create index lead_channel on leads.lead (channel, created_on desc);
create index lead_stage on leads.lead (stage, created_on desc);
create index lead_owner on leads.lead (owner_id, created_on desc);
create index lead_score on leads.lead (score, id);
create index lead_activity on leads.lead (last_activity_at, id);
create index lead_product on leads.lead (product_id);
create index lead_text on leads.lead
  using gin ((coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, '')) gin_trgm_ops);

-- When a lead entered a stage; the first entry of each is also a column of the lead.
create table leads.stage_event (
  id bigint generated always as identity primary key,
  lead_id uuid not null references leads.lead on delete cascade,
  stage text not null,
  entered_at timestamptz not null,
  reason text,
  actor_name text not null,
  recorded_at timestamptz not null default now(),
  import_id uuid
);
create index stage_event_lead on leads.stage_event (lead_id, entered_at, id);
create index stage_event_import on leads.stage_event (import_id) where import_id is not null;

-- opportunities and revenue ---------------------------------------------------------------------

create table crm.opportunity (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  account_id uuid references crm.account,
  contact_id uuid references crm.contact,
  lead_id uuid references leads.lead,
  stage_id uuid not null references crm.opportunity_stage,
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  expected_close_date date,
  lost_reason text,
  amount bigint,
  probability numeric(7, 6),
  variable_cost bigint,
  production_cost bigint,
  product_id uuid references crm.product,
  business_type text,
  campaign_id uuid references campaigns.campaign,
  source text,
  channel text references tracking.channel,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index opportunity_by_opened on crm.opportunity (opened_at, id);
create index opportunity_closed on crm.opportunity (closed_at, outcome);
create index opportunity_open on crm.opportunity (opened_at) where outcome = 'open';
create index opportunity_account on crm.opportunity (account_id);
create index opportunity_contact on crm.opportunity (contact_id);
create index opportunity_lead on crm.opportunity (lead_id);
create index opportunity_campaign on crm.opportunity (campaign_id);
create index opportunity_owner on crm.opportunity (owner_id);
create index opportunity_by_stage on crm.opportunity (stage_id);
create index opportunity_product on crm.opportunity (product_id);
create index opportunity_text on crm.opportunity using gin ((coalesce(name, '')) gin_trgm_ops);

create table crm.opportunity_event (
  id bigint generated always as identity primary key,
  opportunity_id uuid not null references crm.opportunity on delete cascade,
  stage_id uuid not null references crm.opportunity_stage,
  entered_at timestamptz not null,
  amount bigint,
  actor_name text not null,
  recorded_at timestamptz not null default now(),
  import_id uuid
);
create index opportunity_event_opportunity on crm.opportunity_event (opportunity_id, entered_at, id);
create index opportunity_event_import on crm.opportunity_event (import_id) where import_id is not null;

create table crm.revenue_entry (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  kind text not null check (kind in ('invoiced', 'received', 'credit_note')),
  date date not null,
  amount bigint not null,
  number text,
  account_id uuid references crm.account,
  opportunity_id uuid references crm.opportunity,
  product_id uuid references crm.product,
  description text
);
create index revenue_entry_by_date on crm.revenue_entry (date, id);
create index revenue_entry_account on crm.revenue_entry (account_id);
create index revenue_entry_opportunity on crm.revenue_entry (opportunity_id);

-- campaign members, costs -----------------------------------------------------------------------

create table campaigns.membership (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  campaign_id uuid not null references campaigns.campaign,
  lead_id uuid references leads.lead,
  contact_id uuid references crm.contact,
  member_name text,
  status text,
  at timestamptz
);
create index membership_campaign on campaigns.membership (campaign_id);
create index membership_lead on campaigns.membership (lead_id);
create index membership_contact on campaigns.membership (contact_id);

-- Booked evenly over the days [from_date, until_date). exact_amount keeps what a platform reports.
create table costs.entry (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  category text not null,
  from_date date not null,
  until_date date not null,
  amount bigint not null,
  exact_amount numeric(18, 6),
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  description text,
  vendor text,
  sales_scope text,
  product_id uuid references crm.product,
  team_id uuid references company.team,
  region_id uuid references company.region,
  gross_amount bigint,
  vat_rate numeric(7, 6),
  account_number text,
  document_number text,
  impressions bigint,
  reach bigint,
  clicks bigint,
  platform_conversions numeric(18, 6),
  platform_conversion_value bigint,
  check (from_date < until_date)
);
create index entry_by_date on costs.entry (from_date, id);
create index entry_until on costs.entry (until_date);
create index entry_campaign on costs.entry (campaign_id);
create index entry_channel on costs.entry (channel, from_date);

-- touchpoints and counts ------------------------------------------------------------------------

create table tracking.touchpoint (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  occurred_at timestamptz not null,
  channel text references tracking.channel,
  title text,
  lead_id uuid references leads.lead,
  contact_id uuid references crm.contact,
  account_id uuid references crm.account,
  campaign_id uuid references campaigns.campaign,
  source text,
  medium text,
  campaign text,
  content text,
  term text,
  channel_rule text,
  notes text
);
create index touchpoint_by_time on tracking.touchpoint (occurred_at, id);
create index touchpoint_lead on tracking.touchpoint (lead_id, occurred_at);
create index touchpoint_contact on tracking.touchpoint (contact_id, occurred_at);
create index touchpoint_account on tracking.touchpoint (account_id, occurred_at);

create table tracking.daily_count (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  date date not null,
  channel text references tracking.channel,
  visitors integer,
  sessions integer,
  counted_by text
);
create index daily_count_by_date on tracking.daily_count (date, id);

create table tracking.change_note (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  date date not null,
  kind text not null,
  note text not null
);
create index change_note_by_date on tracking.change_note (date, id);

-- imports ---------------------------------------------------------------------------------------

create table imports.import (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid references access."user",
  actor_name text not null,
  source text not null default 'file',
  state text not null default 'uploaded' check (state in ('uploaded', 'dry_running', 'ready', 'committing',
    'committed', 'undoing', 'undone', 'failed', 'cancelled', 'interrupted')),
  -- The run under way or the last one: a job that is started twice sees that it is not its own.
  run uuid,
  cancel_requested boolean not null default false,
  progress jsonb,
  error jsonb,
  undo_blockers jsonb,
  committed_at timestamptz,
  undone_at timestamptz
);
create index import_created on imports.import (created_at desc, id);

create table imports.file (
  id uuid primary key default gen_random_uuid(),
  import_id uuid not null references imports.import on delete cascade,
  position integer not null,
  name text not null,
  path text not null,
  bytes bigint not null,
  sha256 text not null,
  included boolean not null default true,
  error jsonb,
  detection jsonb,
  header_fingerprint text,
  -- The system whose ids the rows carry, as far as the header shows; null: that of the import.
  source text,
  proposals jsonb not null default '[]',
  -- One mapping for every kind that the file feeds.
  mappings jsonb not null default '[]',
  mapping_origin jsonb,
  profile jsonb,
  questions jsonb not null default '[]',
  counts jsonb
);
create index file_import on imports.file (import_id, position);

-- Rows of a file worth telling about: rejected and warned ones with their reasons, and a few of every
-- other outcome as a sample. Replaced by every dry run and commit.
create table imports.row_note (
  file_id uuid not null references imports.file on delete cascade,
  id bigint generated always as identity,
  part integer not null,
  row_number integer not null,
  outcome text not null,
  problems jsonb not null default '[]',
  cells jsonb,
  record_id uuid,
  changes jsonb,
  primary key (file_id, id)
);

-- Which record an id of another system stands for.
create table imports.source_key (
  source text not null,
  kind text not null,
  external_key text not null,
  record_id uuid not null,
  import_id uuid,
  primary key (source, kind, external_key)
);
create index source_key_record on imports.source_key (record_id);
create index source_key_import on imports.source_key (import_id) where import_id is not null;

create table imports.mapping (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Null: remembered by itself when files with this header were imported last.
  name text unique,
  header_fingerprint text,
  source text,
  mappings jsonb not null
);
create unique index mapping_remembered on imports.mapping (header_fingerprint) where name is null;

-- The fixed list of channels and the stages a new company starts with -----------------------------

insert into tracking.channel (id, name_de, name_en, channel_group, depth) values
  ('organic_search', 'Suche (organisch)', 'Organic search', 'search', 2),
  ('paid_search', 'Suche (bezahlt)', 'Paid search', 'search', 2),
  ('ai_assistant', 'KI-Assistenten', 'AI assistants', 'search', 2),
  ('organic_social', 'Social Media (organisch)', 'Organic social', 'social', 3),
  ('paid_social', 'Social Media (bezahlt)', 'Paid social', 'social', 3),
  ('organic_video', 'Video (organisch)', 'Organic video', 'social', 3),
  ('paid_video', 'Video (bezahlt)', 'Paid video', 'social', 3),
  ('community', 'Fach-Communities und Foren', 'Communities and forums', 'social', 3),
  ('employee_social', 'Mitarbeitende (Social Selling)', 'Employees (social selling)', 'people', 3),
  ('influencer', 'Influencer', 'Influencers', 'people', 3),
  ('recommendation', 'Empfehlung (Kunden, Netzwerk)', 'Recommendation', 'people', 2),
  ('email', 'E-Mail und Newsletter', 'E-mail and newsletter', 'dialogue', 4),
  ('direct_mail', 'Brief und Mailing (Post)', 'Direct mail', 'dialogue', 4),
  ('messenger', 'Messenger, SMS, Push', 'Messenger, SMS, push', 'dialogue', 4),
  ('telemarketing', 'Telefon (ausgehend)', 'Telephone (outgoing)', 'dialogue', 1),
  ('telephone', 'Telefon (eingehend)', 'Telephone (incoming)', 'dialogue', 1),
  ('event', 'Seminar, Webinar, Veranstaltung', 'Seminar, webinar, event', 'events', 5),
  ('trade_fair', 'Messe', 'Trade fair', 'events', 6),
  ('display', 'Display-Werbung', 'Display advertising', 'media', 7),
  ('ad_offline', 'Anzeige mit Rückantwort (Print, Audio, Außenwerbung)', 'Offline advertising', 'media', 7),
  ('marketplace', 'B2B-Marktplätze und Verzeichnisse', 'Marketplaces and directories', 'media', 4),
  ('affiliate', 'Affiliate', 'Affiliate', 'media', 4),
  ('partner', 'Vertriebspartner', 'Sales partner', 'partner', 2),
  ('referral', 'Verweis von anderer Website', 'Referral', 'web', 2),
  ('direct', 'Direkt (kein Verweis, keine Kennung)', 'Direct', 'web', 2),
  ('other', 'Sonstiges (angegeben, aber keines davon)', 'Other', 'other', null),
  ('not_assignable', 'Nicht zuordenbar (Kennung da, keine Regel passt)', 'Not assignable', 'unknown', null),
  ('unknown', 'Unbekannt (nichts angegeben)', 'Unknown', 'unknown', null);

insert into crm.opportunity_stage (name, position, probability, outcome) values
  ('Erstgespräch', 10, 0.10, 'open'),
  ('Bedarf geklärt', 20, 0.25, 'open'),
  ('Angebot', 30, 0.50, 'open'),
  ('Verhandlung', 40, 0.75, 'open'),
  ('Gewonnen', 90, 1, 'won'),
  ('Verloren', 100, 0, 'lost');
