-- Minutes of business hours between two instants, by the clock on the wall: opening and closing are
-- minutes after midnight, business_days counts the days of a week from Monday. Never negative.
-- The same rule in TypeScript: src/kpis/business-hours.ts.
create function kpis.business_minutes(first_instant timestamptz, last_instant timestamptz,
    time_zone text, opens_at int, closes_at int, business_days int)
  returns float8 language plpgsql immutable parallel safe as $$
declare
  -- A Monday: weeks are counted from here.
  monday constant timestamp := '1970-01-05';
  minutes float8;
  day float8;
  week float8;
  positions float8[] := '{}';
  clock timestamp;
begin
  foreach clock in array array[first_instant at time zone time_zone, last_instant at time zone time_zone] loop
    minutes := date_part('epoch', clock - monday) / 60;
    day := floor(minutes / 1440);
    week := floor(day / 7);
    positions := positions
      || (week * business_days + least(day - week * 7, business_days)) * (closes_at - opens_at)
       + case when day - week * 7 < business_days
           then least(greatest(minutes - day * 1440 - opens_at, 0), closes_at - opens_at)
           else 0 end;
  end loop;
  return greatest(0, positions[2] - positions[1]);
end
$$;

-- The rollup: answers that were computed from rows, kept with the snapshot they were computed in. Nothing
-- here is truth. Every change of a row that figures read leaves marks in its own transaction: which answers
-- (a group), and which time of theirs. An answer holds as long as every mark that meets its time was
-- visible in its snapshot. How and why: docs/decisions/0015-rollup.md.
--
-- Unlogged: a crash empties answers and marks together, and backups have no use for either (the numbers of
-- transactions mean nothing on another server).

create unlogged table kpis.rollup (
  mark text not null,
  key text not null,
  -- The time of the rows it was computed from. Civil days of costs, revenue and counts stand as midnight UTC.
  span tstzrange not null,
  snapshot pg_snapshot not null,
  answer jsonb not null,
  kept_on date not null default current_date,
  primary key (mark, key)
);

create unlogged table kpis.rollup_mark (
  mark text not null,
  changed_by xid8 not null default pg_current_xact_id(),
  spans tstzmultirange not null
);
create index rollup_mark_by_transaction on kpis.rollup_mark (mark, changed_by);

-- Marks of transactions before this one were removed: answers of older snapshots cannot be judged any more.
create unlogged table kpis.rollup_horizon (oldest xid8 not null);
create unique index rollup_horizon_one on kpis.rollup_horizon ((true));

create function kpis.everything() returns tstzmultirange language sql immutable parallel safe as $$
  select tstzmultirange(tstzrange(null, null))
$$;

-- Few times as they are, many as one range around them all.
create function kpis.spans_of(spans tstzrange[]) returns tstzmultirange language sql immutable parallel safe as $$
  select case when cardinality(spans) <= 100 then range_agg(span)
              else tstzmultirange(tstzrange(min(lower(span)), max(upper(span)), '[]')) end
    from unnest(spans) as span
$$;

create function kpis.instant_span(at timestamptz) returns tstzrange language sql immutable parallel safe as $$
  select case when at is not null then tstzrange(at, at, '[]') end
$$;

create function kpis.day_span(day date) returns tstzrange language sql immutable parallel safe as $$
  select case when day is not null then tstzrange(day::timestamp at time zone 'UTC', day::timestamp at time zone 'UTC', '[]') end
$$;

-- The days that the clock anywhere may show at an instant, as midnight UTC.
create function kpis.clock_span(at timestamptz) returns tstzrange language sql immutable parallel safe as $$
  select case when at is not null then tstzrange(at - interval '12 hours', at + interval '14 hours', '[]') end
$$;

-- When an account can have become a customer: every date of it, because another transaction may remove
-- the first one at the same time.
create function kpis.customer_marks(account uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select 'customers', kpis.clock_span(closed_at) from crm.opportunity
   where account_id = account and outcome = 'won'
  union all
  select 'customers', kpis.clock_span(opportunity.closed_at)
    from leads.lead join crm.opportunity on opportunity.lead_id = lead.id and opportunity.account_id is null
   where lead.account_id = account and opportunity.outcome = 'won'
  union all
  select 'customers', kpis.day_span(date) from crm.revenue_entry where account_id = account
$$;

-- What a lead itself counts in.
create function kpis.lead_marks(created_on timestamptz, mql_at timestamptz, sql_at timestamptz, handover_at timestamptz,
    disqualified_at timestamptz, active_at timestamptz) returns table (mark text, span tstzrange) language sql stable as $$
  select counted.mark, kpis.instant_span(counted.at)
    from (values
      ('leads_created', created_on),
      ('leads_won', created_on),
      ('lead_completeness', created_on),
      ('leads_mql', mql_at),
      ('leads_sql', sql_at),
      ('leads_handed_over', handover_at),
      ('leads_disqualified', disqualified_at),
      ('leads_stale', active_at)
    ) counted (mark, at)
$$;

-- What an opportunity itself counts in.
create function kpis.opportunity_marks(opened_at timestamptz, closed_at timestamptz) returns table (mark text, span tstzrange) language sql stable as $$
  select counted.mark, kpis.instant_span(counted.at)
    from (values
      ('opportunities_opened', opened_at),
      ('opportunities_closed', closed_at),
      ('opportunities_open', opened_at),
      ('opportunities_open', greatest(opened_at, closed_at))
    ) counted (mark, at)
$$;

-- What hangs on an opportunity: its lead, the other wins and the payments of its account.
create function kpis.opportunity_origin_marks(changed_id uuid, changed_account uuid, changed_lead uuid, changed_closed_at timestamptz) returns table (mark text, span tstzrange) language sql stable as $$
  select counted.mark, kpis.instant_span(counted.at)
    from leads.lead, lateral (values
      ('leads_won', lead.created_on), ('leads_sql', lead.sql_at)
    ) counted (mark, at)
   where lead.id = changed_lead
  union all
  select 'opportunities_closed', kpis.instant_span(other.closed_at) from crm.opportunity other
   where other.account_id = changed_account and other.outcome = 'won'
  union all
  select 'opportunities_closed', kpis.instant_span(other.closed_at)
    from leads.lead join crm.opportunity other on other.lead_id = lead.id and other.account_id is null
   where lead.account_id = changed_account and other.outcome = 'won'
  union all
  select 'customers', kpis.clock_span(changed_closed_at)
  union all
  select marks.mark, marks.span from kpis.customer_marks(changed_account) marks
  union all
  select marks.mark, marks.span
    from leads.lead, lateral kpis.customer_marks(lead.account_id) marks
   where lead.id = changed_lead and changed_account is null
  union all
  select 'revenue_attributed', kpis.day_span(date) from crm.revenue_entry where account_id = changed_account
  union all
  select named.mark, kpis.day_span(date)
    from crm.revenue_entry, lateral (values ('revenue'), ('revenue_attributed')) named (mark)
   where opportunity_id = changed_id
$$;

-- What hangs on a lead: its opportunities, and the payments of its account.
create function kpis.lead_origin_marks(changed_id uuid, changed_account uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select marks.mark, marks.span
    from crm.opportunity, lateral kpis.opportunity_marks(opened_at, closed_at) marks
   where opportunity.lead_id = changed_id
  union all
  select marks.mark, marks.span
    from crm.opportunity, lateral kpis.opportunity_origin_marks(id, account_id, lead_id, closed_at) marks
   where opportunity.lead_id = changed_id
  union all
  select 'revenue_attributed', kpis.day_span(date) from crm.revenue_entry where account_id = changed_account
  union all
  select marks.mark, marks.span from kpis.customer_marks(changed_account) marks
  union all
  select 'opportunities_closed', kpis.instant_span(other.closed_at) from crm.opportunity other
   where other.account_id = changed_account and other.outcome = 'won'
     and exists (select from crm.opportunity own where own.lead_id = changed_id and own.account_id is null)
$$;

create function kpis.revenue_marks(changed_date date, changed_account uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select named.mark, kpis.day_span(changed_date)
    from (values ('revenue'), ('revenue_attributed'), ('customers')) named (mark)
  union all
  select marks.mark, marks.span from kpis.customer_marks(changed_account) marks
$$;

create function kpis.cost_marks(from_date date, until_date date) returns table (mark text, span tstzrange) language sql stable as $$
  select 'costs_booked', tstzrange(from_date::timestamp at time zone 'UTC', until_date::timestamp at time zone 'UTC')
  union all
  select 'costs_platform', kpis.day_span(from_date)
$$;

create function kpis.touchpoint_marks(occurred_at timestamptz, changed_lead uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select 'touchpoints', kpis.instant_span(occurred_at)
  union all
  select 'lead_completeness', kpis.instant_span(created_on) from leads.lead where id = changed_lead
$$;

create function kpis.daily_count_marks(date date) returns table (mark text, span tstzrange) language sql stable as $$
  select 'daily_counts', kpis.day_span(date)
$$;

create function kpis.change_note_marks(date date) returns table (mark text, span tstzrange) language sql stable as $$
  select 'tracking_changes', kpis.day_span(date)
$$;

-- Leaves the marks of all rows of a statement, old and new ones. Arguments: the call that tells the marks of
-- a row `changed`; the groups that it can mark, where it looks other rows up to tell; 'all but' or 'only';
-- columns. An update that changes none of these columns leaves none. A statement with many rows is an
-- import: looking up for each of them would cost more than reading all figures again once.
create function kpis.mark_changes() returns trigger language plpgsql as $$
declare
  rows_changed text;
  columns_old text;
  columns_new text;
  groups constant text[] := tg_argv[1];
  many boolean := false;
begin
  if cardinality(groups) > 0 then
    execute format('select count(*) > 100 from (select from %I limit 101) counted',
      case tg_op when 'INSERT' then 'new_rows' else 'old_rows' end) into many;
  end if;
  if many then
    insert into kpis.rollup_mark (mark, spans) select unnest(groups), kpis.everything();
    return null;
  end if;
  if tg_op = 'UPDATE' then
    select string_agg(format('o.%I', attname), ', '), string_agg(format('n.%I', attname), ', ')
      into columns_old, columns_new
      from pg_attribute
     where attrelid = tg_relid and attnum > 0 and not attisdropped
       and (attname = any (tg_argv[3:])) = (tg_argv[2] = 'only');
    rows_changed := format(
      'select o.* from old_rows o join new_rows n on n.id = o.id where row(%1$s) is distinct from row(%2$s)
       union all
       select n.* from old_rows o join new_rows n on n.id = o.id where row(%1$s) is distinct from row(%2$s)',
      columns_old, columns_new);
  elsif tg_op = 'INSERT' then
    rows_changed := 'select * from new_rows';
  else
    rows_changed := 'select * from old_rows';
  end if;
  execute format(
    'insert into kpis.rollup_mark (mark, spans)
     select marks.mark, kpis.spans_of(array_agg(marks.span))
       from (%s) changed, lateral %s marks
      where marks.span is not null
      group by marks.mark',
    rows_changed, tg_argv[0]);
  return null;
end
$$;

-- Leaves a mark on all answers of the given groups: what many rows refer to has changed.
create function kpis.mark_everything() returns trigger language plpgsql as $$
begin
  insert into kpis.rollup_mark (mark, spans) select unnest(tg_argv), kpis.everything();
  return null;
end
$$;

do $$
declare
  watched record;
  arguments text;
begin
  for watched in
    select * from (values
      ('leads.lead', 'lead_marks', 'changed.created_on, changed.mql_at, changed.sql_at, changed.handover_at, changed.disqualified_at, greatest(changed.created_on, changed.last_activity_at, changed.first_contacted_at)', '{}', 'all but', '{version,updated_at,first_name,last_name,company,email,phone,website,industry,stage_reason,content,term,notes,score,channel_rule,contacted_at,lost_at,nurture_at,owner_id,team_id,region_id}'::text[]),
      ('leads.lead', 'lead_origin_marks', 'changed.id, changed.account_id', '{leads_won,leads_sql,opportunities_opened,opportunities_closed,opportunities_open,customers,revenue,revenue_attributed}', 'only', '{created_on,account_id,channel,source,campaign_id,self_report,business_type,product_id}'),
      ('crm.opportunity', 'opportunity_marks', 'changed.opened_at, changed.closed_at', '{}', 'all but', '{version,updated_at,name,contact_id,lost_reason,notes,owner_id,team_id,region_id}'),
      ('crm.opportunity', 'opportunity_origin_marks', 'changed.id, changed.account_id, changed.lead_id, changed.closed_at', '{leads_won,leads_sql,opportunities_closed,customers,revenue,revenue_attributed}', 'only', '{account_id,lead_id,outcome,opened_at,closed_at,campaign_id,channel,source,business_type}'),
      ('crm.revenue_entry', 'revenue_marks', 'changed.date, changed.account_id', '{revenue,revenue_attributed,customers}', 'all but', '{version,updated_at,number,description,product_id}'),
      ('costs.entry', 'cost_marks', 'changed.from_date, changed.until_date', '{}', 'all but', '{version,updated_at,exact_amount,description,vendor,product_id,team_id,region_id,gross_amount,vat_rate,account_number,document_number}'),
      ('tracking.touchpoint', 'touchpoint_marks', 'changed.occurred_at, changed.lead_id', '{touchpoints,lead_completeness}', 'all but', '{version,updated_at,title,contact_id,account_id,source,medium,content,term,channel_rule,notes}'),
      ('tracking.daily_count', 'daily_count_marks', 'changed.date', '{}', 'all but', '{version,updated_at,counted_by}'),
      ('tracking.change_note', 'change_note_marks', 'changed.date', '{}', 'all but', '{version,updated_at,note}')
    ) given (relation, marks, dates, groups, which, columns)
  loop
    select string_agg(quote_literal(argument), ', ')
      into arguments
      from unnest(array[format('kpis.%I(%s)', watched.marks, watched.dates), watched.groups, watched.which] || watched.columns) as argument;
    execute format(
      'create trigger %I after insert on %s referencing new table as new_rows
         for each statement execute function kpis.mark_changes(%s)',
      watched.marks || '_insert', watched.relation, arguments);
    execute format(
      'create trigger %I after update on %s referencing old table as old_rows new table as new_rows
         for each statement execute function kpis.mark_changes(%s)',
      watched.marks || '_update', watched.relation, arguments);
    execute format(
      'create trigger %I after delete on %s referencing old table as old_rows
         for each statement execute function kpis.mark_changes(%s)',
      watched.marks || '_delete', watched.relation, arguments);
  end loop;
end
$$;

create trigger campaign_everything after update of channel, product_id on campaigns.campaign
  for each statement execute function kpis.mark_everything('opportunities_opened', 'opportunities_closed',
    'opportunities_open', 'customers', 'revenue_attributed', 'costs_booked', 'costs_platform');
create trigger product_everything after update of margin_rate, production_cost_rate on crm.product
  for each statement execute function kpis.mark_everything('opportunities_closed');
create trigger stage_everything after update of probability on crm.opportunity_stage
  for each statement execute function kpis.mark_everything('opportunities_open');

-- Nothing of the program truncates records; a person at the database may.
create trigger lead_emptied after truncate on leads.lead for each statement execute function
  kpis.mark_everything('leads_created', 'leads_won', 'lead_completeness', 'leads_mql', 'leads_sql', 'leads_handed_over',
    'leads_disqualified', 'leads_stale', 'opportunities_opened', 'opportunities_closed', 'customers', 'revenue_attributed');
create trigger opportunity_emptied after truncate on crm.opportunity for each statement execute function
  kpis.mark_everything('opportunities_opened', 'opportunities_closed', 'opportunities_open', 'leads_won',
    'leads_sql', 'customers', 'revenue', 'revenue_attributed');
create trigger revenue_entry_emptied after truncate on crm.revenue_entry for each statement execute function
  kpis.mark_everything('revenue', 'revenue_attributed', 'customers');
create trigger entry_emptied after truncate on costs.entry for each statement execute function
  kpis.mark_everything('costs_booked', 'costs_platform');
create trigger touchpoint_emptied after truncate on tracking.touchpoint for each statement execute function
  kpis.mark_everything('touchpoints', 'lead_completeness');
create trigger daily_count_emptied after truncate on tracking.daily_count for each statement execute function
  kpis.mark_everything('daily_counts');
create trigger change_note_emptied after truncate on tracking.change_note for each statement execute function
  kpis.mark_everything('tracking_changes');

-- What figures look up row by row instead of reading whole tables.

create index lead_first_of_account on leads.lead (account_id, created_on, id);
drop index leads.lead_account;
create index lead_handed_over on leads.lead (handover_at) where handover_at is not null;
create index lead_disqualified on leads.lead (disqualified_at) where disqualified_at is not null;
create index lead_active on leads.lead ((greatest(created_on, last_activity_at, first_contacted_at)))
  where stage in ('new', 'contacted', 'mql', 'sql');
create index opportunity_origin on crm.opportunity (account_id, ((outcome = 'won')) desc, closed_at, id);
drop index crm.opportunity_account;
create index opportunity_ended on crm.opportunity ((greatest(opened_at, closed_at)))
  where outcome <> 'open' and closed_at is not null;
create index opportunity_won_without_account on crm.opportunity (lead_id)
  where account_id is null and outcome = 'won';
create index entry_longer_than_a_day on costs.entry using gist (daterange(from_date, until_date))
  where until_date > from_date + 1;
create index revenue_entry_of_account on crm.revenue_entry (account_id, date) where kind <> 'credit_note' and amount > 0;

-- Where money came from, in two views of the same rows: kpis.revenue works the origin out for all accounts at
-- once (many rows), kpis.revenue_looked_up looks it up by account (the rows of few days).
do $$
declare
  origins record;
begin
  for origins in
    select * from (values
      ('kpis.revenue', 'left join kpis.account_origin origin on origin.account_id = entry.account_id'),
      ('kpis.revenue_looked_up', 'left join lateral (
          select first_opportunity.id as opportunity_id, first_lead.id as lead_id
            from (select (
                     select one.id from crm.opportunity one
                      where entry.opportunity_id is null and one.account_id = entry.account_id
                      order by (one.outcome = ''won'') desc, one.closed_at, one.id
                      limit 1) as id offset 0) first_opportunity
            left join lateral (
              select one.id from leads.lead one
               where entry.opportunity_id is null and first_opportunity.id is null
                 and one.account_id = entry.account_id
               order by one.created_on, one.id
               limit 1) first_lead on true
        ) origin on true')
    ) given (name, joined)
  loop
    execute format('create or replace view %s as
      select entry.id, coalesce(entry.number, entry.description, account.name, entry.kind) as label,
             entry.kind, entry.date, entry.amount,
             coalesce(entry.account_id, opportunity.account_id) as account_id,
             entry.opportunity_id,
             coalesce(opportunity.channel, lead.channel, ''(none)'') as channel,
             coalesce(opportunity.source, lead.source, ''(none)'') as source,
             coalesce(opportunity.campaign_id, lead.campaign_id) as campaign_id,
             coalesce(entry.product_id, opportunity.product_id, lead.product_id) as product_id,
             coalesce(opportunity.owner_id, lead.owner_id) as owner_id,
             coalesce(opportunity.team_id, lead.team_id) as team_id,
             coalesce(opportunity.region_id, lead.region_id) as region_id,
             coalesce(opportunity.business_type, lead.business_type) as business_type,
             coalesce(opportunity.attributed,
               lead.channel not in (''direct'', ''unknown'', ''not_assignable''), false) as attributed
        from crm.revenue_entry entry
        %s
        left join kpis.opportunity on opportunity.id = coalesce(entry.opportunity_id, origin.opportunity_id)
        left join kpis.lead on entry.opportunity_id is null and origin.opportunity_id is null
          and lead.id = origin.lead_id
        left join crm.account on account.id = entry.account_id', origins.name, origins.joined);
  end loop;
end
$$;

-- Who became a customer on the days [first_day, last_day): first revenue or first won opportunity. A won
-- opportunity without an account is a customer of its own (version 1).
create function kpis.new_customer(time_zone text, first_day date, last_day date)
  returns table (id uuid, won_at timestamptz, paid_on date) language sql stable as $$
  select event.id, min(event.won_at), min(event.paid_on)
    from (
      select coalesce(won.account_id, lead.account_id, won.id) as id, won.closed_at as won_at, null::date as paid_on
        from crm.opportunity won
        left join leads.lead on lead.id = case when won.account_id is null then won.lead_id end
       where won.outcome = 'won'
         and won.closed_at >= first_day::timestamp at time zone time_zone
         and won.closed_at < last_day::timestamp at time zone time_zone
      union all
      select account_id, null, min(date)
        from crm.revenue_entry
       where date >= first_day and date < last_day
         and account_id is not null and kind <> 'credit_note' and amount > 0
       group by account_id
    ) event
   where not exists (
       select from crm.opportunity earlier
        where earlier.account_id = event.id and earlier.outcome = 'won'
          and earlier.closed_at < first_day::timestamp at time zone time_zone)
     and not exists (
       select from crm.opportunity earlier
         join leads.lead on lead.id = earlier.lead_id
        where earlier.account_id is null and earlier.outcome = 'won' and lead.account_id = event.id
          and earlier.closed_at < first_day::timestamp at time zone time_zone)
     and not exists (
       select from crm.revenue_entry earlier
        where earlier.account_id = event.id and earlier.date < first_day
          and earlier.kind <> 'credit_note' and earlier.amount > 0)
   group by event.id
$$;

-- The same with the dimensions of that first event. Not plain SQL, because planning it takes longer than
-- running it for a week, and a plan inside PL/pgSQL is kept.
drop function kpis.customer(text, timestamptz, timestamptz);
create function kpis.customer(time_zone text, first_day date, last_day date)
  returns table (id uuid, label text, at timestamptz, channel text, source text, campaign_id uuid,
    product_id uuid, owner_id uuid, team_id uuid, region_id uuid, business_type text, account_id uuid)
  language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  with first as materialized (
    select customer.id, customer.won_at, customer.paid_on,
           least(customer.won_at, customer.paid_on::timestamp at time zone time_zone) as at,
           coalesce(customer.won_at <= customer.paid_on::timestamp at time zone time_zone, customer.won_at is not null) as by_win
      from kpis.new_customer(time_zone, first_day, last_day) customer
  )
  select first.id, coalesce(account.name, opportunity.label, 'Kunde'), first.at,
         coalesce(opportunity.channel, revenue.channel),
         coalesce(opportunity.source, revenue.source),
         coalesce(opportunity.campaign_id, revenue.campaign_id),
         coalesce(opportunity.product_id, revenue.product_id),
         coalesce(opportunity.owner_id, revenue.owner_id),
         coalesce(opportunity.team_id, revenue.team_id),
         coalesce(opportunity.region_id, revenue.region_id),
         coalesce(opportunity.business_type, revenue.business_type),
         account.id
    from first
    left join crm.account on account.id = first.id
    left join kpis.opportunity on first.by_win and opportunity.id = (
      select won.id from crm.opportunity won
        left join leads.lead on lead.id = won.lead_id
       where won.outcome = 'won' and won.closed_at = first.won_at
         and coalesce(won.account_id, lead.account_id, won.id) = first.id
       order by won.id limit 1)
    left join kpis.revenue_looked_up revenue on not first.by_win and revenue.id = (
      select paid.id from crm.revenue_entry paid
       where paid.account_id = first.id and paid.date = first.paid_on
         and paid.kind <> 'credit_note' and paid.amount > 0
       order by paid.id limit 1);
end
$$;
