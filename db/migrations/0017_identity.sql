-- Who a visitor was, and goals that were reached. How it works: src/tracking/README.md.

-- goals -------------------------------------------------------------------------------------------

create table tracking.goal (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  trigger text not null check (trigger in ('address', 'event', 'form')),
  pattern text not null,
  counted text not null default 'once' check (counted in ('once', 'each')),
  value bigint,
  active boolean not null default true,
  notes text
);
create index goal_by_name on tracking.goal (name, id);
select records.keep_rows_of('tracking.goal');

insert into tracking.goal (name, trigger, pattern, counted, value) values
  ('Newsletter bestellt', 'event', 'newsletter_signup', 'once', 5000),
  ('Whitepaper heruntergeladen', 'event', 'whitepaper_download', 'once', 15000),
  ('Demo angefragt', 'event', 'demo_request', 'once', 50000);

-- One message that reached a goal.
create table tracking.goal_reached (
  goal_id uuid not null references tracking.goal,
  message_id uuid not null,
  at timestamptz not null,
  -- Null for what a server reports outside of every visit.
  visit_id bigint,
  visitor uuid,
  -- As in tracking.event: only what happened with consent to marketing is linked to a person.
  consent "char" not null,
  -- Cents, as the goal was worth then.
  value bigint,
  -- False where the goal counts once for a person and this was not the first time.
  counts boolean not null default true,
  -- Who the visitor was, where that is known.
  contact_id uuid references crm.contact on delete set null,
  lead_id uuid references leads.lead on delete set null,
  primary key (message_id, goal_id)
);
create index goal_reached_by_time on tracking.goal_reached (at);
create index goal_reached_goal on tracking.goal_reached (goal_id);
create index goal_reached_visitor on tracking.goal_reached (visitor, goal_id);
create index goal_reached_visit on tracking.goal_reached (visit_id);
create index goal_reached_contact on tracking.goal_reached (contact_id) where contact_id is not null;
create index goal_reached_lead on tracking.goal_reached (lead_id) where lead_id is not null;

-- identity ----------------------------------------------------------------------------------------

-- Edges: what says who a visitor was, at an instant. Visits and events are never rewritten; everything that is
-- linked follows from these rows and can be made anew.
create table tracking.identity (
  id uuid primary key,
  visitor uuid not null,
  kind text not null check (kind in ('form', 'mail_link', 'identify', 'login', 'group', 'by_hand')),
  at timestamptz not null,
  visit_id bigint,
  message_id uuid,
  -- Of a form or an event, for people.
  named text,
  -- As it was given, in one writing.
  email text,
  -- The registrable domain of the address; of a group what was named.
  email_domain text,
  -- Who it was, as far as it was said outright or the address is theirs. Moves along when two contacts become one.
  contact_id uuid references crm.contact on delete set null,
  lead_id uuid references leads.lead on delete set null,
  account_id uuid references crm.account on delete set null,
  noted_at timestamptz not null default now(),
  noted_by text,
  removed_at timestamptz,
  removed_by text
);
create unique index identity_message on tracking.identity (message_id, kind) where message_id is not null;
create index identity_visitor on tracking.identity (visitor);
create index identity_contact on tracking.identity (contact_id) where contact_id is not null;
create index identity_lead on tracking.identity (lead_id) where lead_id is not null;
create index identity_account on tracking.identity (account_id) where account_id is not null;
create index identity_email on tracking.identity (email) where email is not null;
create index identity_domain on tracking.identity (email_domain) where email_domain is not null;
select records.keep_rows_of('tracking.identity');

-- Worked out of the edges: who a visitor was during [from_at, until_at), and by which edge that is known.
create table tracking.identity_range (
  identity_id uuid primary key references tracking.identity on delete cascade,
  visitor uuid not null,
  contact_id uuid references crm.contact on delete cascade,
  lead_id uuid references leads.lead on delete cascade,
  account_id uuid references crm.account on delete cascade,
  -- How the account was found, or why there is none.
  account_by text not null check (account_by in ('crm', 'group', 'domain', 'shared_domain', 'unknown_domain', 'free_mail', 'nothing')),
  from_at timestamptz not null default '-infinity',
  until_at timestamptz not null default 'infinity'
);
create index identity_range_visitor on tracking.identity_range (visitor);
create index identity_range_contact on tracking.identity_range (contact_id) where contact_id is not null;
create index identity_range_lead on tracking.identity_range (lead_id) where lead_id is not null;
create index identity_range_account on tracking.identity_range (account_id) where account_id is not null;

-- Contacts that went into another one: links in mails of before still name them.
create table tracking.merged_contact (
  contact_id uuid primary key,
  into_contact_id uuid not null
);
select records.keep_rows_of('tracking.merged_contact');

-- Visitors whose links have to be worked out again. Rows are only added and taken away, so that nobody who writes
-- waits for the one who works them off.
create table tracking.stitching (
  id bigint primary key generated always as identity,
  visitor uuid not null
);

-- touchpoints out of visits -------------------------------------------------------------------------

alter table tracking.touchpoint
  add column visit_id bigint,
  add column visitor uuid,
  add column goal_id uuid references tracking.goal,
  add column message_id uuid;
create unique index touchpoint_once on tracking.touchpoint (visit_id, kind, goal_id, message_id) nulls not distinct
  where visit_id is not null;
create index touchpoint_visitor on tracking.touchpoint (visitor) where visitor is not null;

-- Touches out of visits follow from the edges, also when a merge is taken back: they are not kept twice.
drop trigger keep_row on tracking.touchpoint;
create trigger keep_row after insert or update on tracking.touchpoint for each row
  when (new.visit_id is null and current_setting('regelkreis.action', true) <> '') execute function records.keep_row();
create trigger keep_deleted_row after delete on tracking.touchpoint for each row
  when (old.visit_id is null and current_setting('regelkreis.action', true) <> '') execute function records.keep_row();

-- calls ---------------------------------------------------------------------------------------------

-- What machines of the company identify themselves with where no person signs in.
create table tracking.access_key (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  created_by text not null,
  purpose text not null check (purpose in ('calls')),
  name text not null,
  token_hash text not null unique,
  last_used_at timestamptz
);

-- Forms that a server sent: each once.
create table tracking.submission (
  key text primary key,
  received_at timestamptz not null,
  lead_id uuid references leads.lead on delete cascade,
  contact_id uuid references crm.contact on delete cascade
);

create table tracking.call (
  id uuid primary key,
  received_at timestamptz not null,
  -- What the telephone system calls it, or what it consists of: a call counts once.
  key text not null unique,
  called text not null,
  caller text,
  number_id uuid references tracking.phone_number on delete set null,
  started_at timestamptz not null,
  duration_seconds integer,
  touchpoint_id uuid references tracking.touchpoint on delete set null
);
create index call_touchpoint on tracking.call (touchpoint_id);
create index call_caller on tracking.call (caller);

-- The last six digits of a number find it however it is written; the program compares what is found.
create function tracking.number_end(number text) returns text language sql immutable strict parallel safe as $$
  select nullif(right(regexp_replace(number, '\D', '', 'g'), 6), '')
$$;
create index contact_phone_end on crm.contact (tracking.number_end(phone)) where phone is not null;
create index contact_mobile_end on crm.contact (tracking.number_end(mobile)) where mobile is not null;
create index lead_phone_end on leads.lead (tracking.number_end(phone)) where phone is not null;
create index account_phone_end on crm.account (tracking.number_end(phone)) where phone is not null;

-- what makes work -------------------------------------------------------------------------------------

-- Edges that somebody else than the stitching itself changed: people, messages, merges and their undoing. Who gave the
-- same address may be somebody else by that, too.
create function tracking.identity_changed() returns trigger language plpgsql as $$
declare
  rows_changed text := case tg_op
    when 'INSERT' then 'select visitor, email from new_rows'
    when 'DELETE' then 'select visitor, email from old_rows'
    else 'select visitor, email from old_rows union select visitor, email from new_rows' end;
begin
  if current_setting('regelkreis.stitching', true) = 'on' then
    return null;
  end if;
  execute format(
    'with changed as (%s)
     insert into tracking.stitching (visitor)
     select visitor from changed
     union
     select edge.visitor from tracking.identity edge join changed on changed.email = edge.email', rows_changed);
  return null;
end
$$;
create trigger identity_stitching_insert after insert on tracking.identity referencing new table as new_rows
  for each statement execute function tracking.identity_changed();
create trigger identity_stitching_update after update on tracking.identity
  referencing old table as old_rows new table as new_rows
  for each statement execute function tracking.identity_changed();
create trigger identity_stitching_delete after delete on tracking.identity referencing old table as old_rows
  for each statement execute function tracking.identity_changed();

-- People who came, got another address or belong to another account: whoever gave that address, or is them.
create function tracking.contact_changed() returns trigger language plpgsql as $$
begin
  if not exists (select from tracking.identity) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into tracking.stitching (visitor)
    select distinct visitor from tracking.identity
     where email in (select lower(email) from new_rows where email is not null);
  else
    with changed as (
      select n.id, lower(n.email) as email from old_rows o join new_rows n on n.id = o.id
       where (o.email, o.account_id) is distinct from (n.email, n.account_id)
    )
    insert into tracking.stitching (visitor)
    select visitor from tracking.identity where email in (select email from changed)
    union
    select visitor from tracking.identity where contact_id in (select id from changed)
    union
    select visitor from tracking.identity_range where contact_id in (select id from changed);
  end if;
  return null;
end
$$;
create trigger contact_stitching_insert after insert on crm.contact referencing new table as new_rows
  for each statement execute function tracking.contact_changed();
create trigger contact_stitching_update after update on crm.contact
  referencing old table as old_rows new table as new_rows
  for each statement execute function tracking.contact_changed();

create function tracking.lead_changed() returns trigger language plpgsql as $$
begin
  if not exists (select from tracking.identity) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into tracking.stitching (visitor)
    select visitor from tracking.identity
     where email in (select lower(email) from new_rows where email is not null)
    union
    select visitor from tracking.identity_range
     where contact_id in (select contact_id from new_rows where contact_id is not null);
  else
    with changed as (
      select n.id, lower(n.email) as email, n.contact_id from old_rows o join new_rows n on n.id = o.id
       where (o.email, o.contact_id, o.account_id, o.created_on)
             is distinct from (n.email, n.contact_id, n.account_id, n.created_on)
    )
    insert into tracking.stitching (visitor)
    select visitor from tracking.identity where email in (select email from changed)
    union
    select visitor from tracking.identity where lead_id in (select id from changed)
    union
    select visitor from tracking.identity_range where lead_id in (select id from changed)
    union
    select visitor from tracking.identity_range where contact_id in (select contact_id from changed);
  end if;
  return null;
end
$$;
create trigger lead_stitching_insert after insert on leads.lead referencing new table as new_rows
  for each statement execute function tracking.lead_changed();
create trigger lead_stitching_update after update on leads.lead
  referencing old table as old_rows new table as new_rows
  for each statement execute function tracking.lead_changed();

-- Accounts that came or have another domain: whoever gave an address there.
create function tracking.account_changed() returns trigger language plpgsql as $$
begin
  if not exists (select from tracking.identity) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into tracking.stitching (visitor)
    select distinct visitor from tracking.identity where email_domain in (select domain from new_rows);
  elsif tg_op = 'DELETE' then
    insert into tracking.stitching (visitor)
    select distinct visitor from tracking.identity where email_domain in (select domain from old_rows);
  else
    with changed as (
      select o.domain as before, n.domain as after from old_rows o join new_rows n on n.id = o.id
       where o.domain is distinct from n.domain
    )
    insert into tracking.stitching (visitor)
    select distinct visitor from tracking.identity
     where email_domain in (select before from changed union select after from changed);
  end if;
  return null;
end
$$;
create trigger account_stitching_insert after insert on crm.account referencing new table as new_rows
  for each statement execute function tracking.account_changed();
create trigger account_stitching_update after update on crm.account
  referencing old table as old_rows new table as new_rows
  for each statement execute function tracking.account_changed();
create trigger account_stitching_delete after delete on crm.account referencing old table as old_rows
  for each statement execute function tracking.account_changed();

-- erasure -------------------------------------------------------------------------------------------

-- The trail stays append-only. Erasing a person may take out what entries say about them, and nothing else.
create or replace function access.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('regelkreis.erasure', true) = 'on' then
    if (old.id, old.at, old.actor_id, old.actor_name, old.action, old.kind, old.record_id, old.request_id, old.import_id)
       is not distinct from
       (new.id, new.at, new.actor_id, new.actor_name, new.action, new.kind, new.record_id, new.request_id, new.import_id)
       and new.before is null and new.after is null and new.reason is null then
      return new;
    end if;
  end if;
  raise exception 'access.audit_event is append-only';
end
$$;
