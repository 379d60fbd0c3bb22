-- Lists at size: one folded text per searchable table, indexes by filter and order; saved filters; and the
-- journal of changes by hand that "undo" reads.

create extension if not exists unaccent;

create schema records;

-- search ------------------------------------------------------------------------------------------

-- A text in lower case without accents. Immutable, because nothing here changes the dictionary of the extension.
create function records.unaccented(value text) returns text
  language sql immutable strict parallel safe
  return lower(unaccent('unaccent'::regdictionary, value));

-- How a text is compared: umlauts spelt out, so that "Müller" is "mueller".
create function records.spelt_out(value text) returns text
  language sql immutable strict parallel safe
  return records.unaccented(
    replace(replace(replace(replace(replace(replace(normalize(value),
      'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue'));

-- What a search looks into: the spelt-out text and, where it differs, the one that only lost its accents, so
-- that "Öztürk" is found by "oeztuerk" and by "ozturk". Texts without such letters, most of them, are quick.
create function records.search_form(value text) returns text
  language plpgsql immutable strict parallel safe as $$
declare
  spelt text;
  plain text;
begin
  if octet_length(value) = length(value) then
    return lower(value);
  end if;
  spelt := records.spelt_out(value);
  plain := records.unaccented(normalize(value));
  return case when spelt = plain then spelt else spelt || ' ' || plain end;
end
$$;

-- Trigrams find a text anywhere in a word; its beginning (of which 40 letters decide) finds what starts so
-- without looking at every record that has the word somewhere.
drop index crm.account_text;
alter table crm.account add column search_text text generated always as (records.search_form(
  coalesce(name, '') || ' ' || coalesce(domain, '') || ' ' || coalesce(city, '') || ' ' || coalesce(vat_id, ''))) stored;
create index account_search on crm.account using gin (search_text gin_trgm_ops);
create index account_begins on crm.account (left(search_text, 40) text_pattern_ops);

drop index crm.contact_text;
alter table crm.contact add column search_text text generated always as (records.search_form(
  coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, ''))) stored;
create index contact_search on crm.contact using gin (search_text gin_trgm_ops);
create index contact_begins on crm.contact (left(search_text, 40) text_pattern_ops);

drop index leads.lead_text;
alter table leads.lead add column search_text text generated always as (records.search_form(
  coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(company, '') || ' ' || coalesce(email, ''))) stored;
create index lead_search on leads.lead using gin (search_text gin_trgm_ops);
create index lead_begins on leads.lead (left(search_text, 40) text_pattern_ops);

drop index crm.opportunity_text;
alter table crm.opportunity add column search_text text generated always as (records.search_form(
  coalesce(name, ''))) stored;
create index opportunity_search on crm.opportunity using gin (search_text gin_trgm_ops);
create index opportunity_begins on crm.opportunity (left(search_text, 40) text_pattern_ops);

-- How often a piece of text occurs is read off a sample of the texts: a larger sample tells one in a hundred
-- from one in ten thousand, and with it whether the index of texts or the order of the list is quicker.
alter table leads.lead alter column search_text set statistics 1000;
alter table crm.account alter column search_text set statistics 1000;
alter table crm.contact alter column search_text set statistics 1000;

-- lists -------------------------------------------------------------------------------------------

-- A filter, then the order of the list, then the id that decides ties; and orders by themselves. With stage and
-- channel beside them, rows that these filters leave out are passed over within the index.
drop index leads.lead_stage;
drop index leads.lead_channel;
drop index leads.lead_campaign;
drop index leads.lead_owner;
drop index leads.lead_score;
drop index leads.lead_activity;
create index lead_stage on leads.lead (stage, created_on, id);
create index lead_channel on leads.lead (channel, created_on, id) include (stage);
create index lead_campaign on leads.lead (campaign_id, created_on, id) include (stage);
create index lead_owner on leads.lead (owner_id, created_on, id) include (stage);
create index lead_score on leads.lead (score, id) include (stage, channel);
create index lead_activity on leads.lead (last_activity_at, id) include (stage, channel);
create index lead_by_value on leads.lead (expected_value, id) include (stage, channel);

-- saved filters -----------------------------------------------------------------------------------

create table records.saved_filter (
  id uuid primary key,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  owner_id uuid not null references access."user" on delete cascade,
  kind text not null,
  name text not null,
  -- Filters, search, order and columns as they stand in the address.
  query text not null,
  shared boolean not null default false
);
create unique index saved_filter_name on records.saved_filter (owner_id, kind, lower(name));
create index saved_filter_kind on records.saved_filter (kind) where shared;

-- The filter with which a person's list of a kind opens.
create table records.default_filter (
  user_id uuid not null references access."user" on delete cascade,
  kind text not null,
  filter_id uuid not null references records.saved_filter on delete cascade,
  primary key (user_id, kind)
);
create index default_filter_filter on records.default_filter (filter_id);

-- undo --------------------------------------------------------------------------------------------

-- One change by hand: a form saved, a bulk edit, a merge. The id is that of the request.
create table records.action (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  type text not null check (type in ('create', 'update', 'delete', 'bulk_update', 'bulk_delete', 'merge')),
  kind text not null,
  title text not null,
  -- Records of the kind that were changed.
  count integer not null default 0,
  undone_at timestamptz,
  undone_by text
);
create index action_kind on records.action (kind, at desc);
create index action_at on records.action (at);

-- Every row that an action wrote, as it was and as it became.
create table records.action_row (
  action_id uuid not null references records.action on delete cascade,
  id bigint generated always as identity,
  table_name text not null,
  before jsonb,
  after jsonb,
  primary key (action_id, id)
);

-- Writes the rows of the action that the transaction has named; imports name none and pay for a comparison.
create function records.keep_row() returns trigger language plpgsql
  set timezone = 'UTC' as $$
begin
  insert into records.action_row (action_id, table_name, before, after)
  values (
    current_setting('regelkreis.action')::uuid,
    format('%I.%I', tg_table_schema, tg_table_name),
    case when tg_op <> 'INSERT' then to_jsonb(old) - 'search_text' end,
    case when tg_op <> 'DELETE' then to_jsonb(new) - 'search_text' end);
  return null;
end
$$;

-- Has a table of records keep its changes by hand.
create function records.keep_rows_of(kept regclass) returns void language plpgsql as $$
begin
  execute format(
    'create trigger keep_row after insert or update or delete on %s for each row
       when (current_setting(''regelkreis.action'', true) <> '''') execute function records.keep_row()', kept);
end
$$;

select records.keep_rows_of(name::regclass) from unnest(array[
  'company.team', 'company.region', 'crm.product', 'crm.target_group', 'crm.account', 'crm.contact',
  'crm.opportunity_stage', 'crm.opportunity', 'crm.opportunity_event', 'crm.revenue_entry',
  'campaigns.campaign', 'campaigns.membership', 'leads.lead', 'leads.stage_event', 'costs.entry',
  'tracking.channel', 'tracking.touchpoint', 'tracking.daily_count', 'tracking.change_note',
  'imports.source_key'
]) as name;
