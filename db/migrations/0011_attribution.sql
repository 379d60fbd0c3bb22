-- Attribution: the journeys behind every opportunity, the credits of the touches in them, and marks that say what
-- has to be worked out again. Nothing here is truth: all of it follows from the records, so the tables are
-- unlogged (a crash empties them together, and the next reading works everything out again). How and why:
-- src/attribution/README.md.

create schema attribution;

-- The visit that a touch belongs to; null for what is a touch of its own (a call, a fair, an imported row).
alter table tracking.touchpoint add column session text;

-- What happened around one opportunity: every touch of its account, of the people in it and of their leads, up to
-- the later one of its opening and its close, in their total order (instant, then id). The arrays run side by
-- side. Not cut by lookback or grain: models and readers do that.
create unlogged table attribution.journey (
  opportunity_id uuid primary key,
  -- Whether there is anybody at all whose touches could be looked for.
  has_somebody boolean not null,
  touch_ids uuid[] not null,
  -- One letter a touch: t touchpoint, l lead, m campaign membership, o the opportunity's own source.
  kinds text not null,
  -- One digit a touch: 1 where somebody gave a name.
  forms text not null,
  -- Milliseconds since 1970 in UTC, and channels; between commas, because every reading takes these two apart.
  instants text not null,
  channels text not null,
  campaign_ids uuid[] not null,
  sources text[] not null,
  contents text[] not null,
  sessions text[] not null,
  lead_created bigint[] not null,
  opportunity_created bigint[] not null,
  -- Touches that came too late to count.
  later integer not null
);

-- Who gets how much of a conversion by one model: cents by touch, which add up to value - unattributed.
create unlogged table attribution.credit (
  opportunity_id uuid not null,
  model text not null,
  at timestamptz not null,
  value bigint not null,
  touch_ids uuid[] not null,
  cents bigint[] not null,
  unattributed bigint not null,
  -- Why nothing could be given; null where something was.
  reason text,
  primary key (opportunity_id, model)
);
create index credit_by_time on attribution.credit (model, at);

-- A record whose journeys may have changed, noted in the transaction of the change. 'everything' has no id, and
-- 'answers' neither: then journeys are as before, but something else that answers are made of has changed.
create unlogged table attribution.mark (
  node text not null check (node in ('account', 'contact', 'lead', 'opportunity', 'everything', 'answers')),
  id uuid
);

-- By which rules journeys and credits were worked out. The version is another one after every change, also after a
-- crash has emptied this table: answers of one version are the same.
create unlogged table attribution.state (
  one boolean primary key default true check (one),
  rules text not null,
  -- The models whose credits are kept: the company's own, and those that somebody asked to keep.
  models text[] not null,
  version bigint not null
);

-- How far working everything out is, for people who wait for it; written while that transaction runs.
create unlogged table attribution.progress (
  one boolean primary key default true check (one),
  done integer not null,
  total integer not null,
  started_at timestamptz not null,
  finished_at timestamptz
);

-- Marks the records that the rows of a statement hang on, by old and new values. Arguments: pairs of node and
-- expression over the row x; columns, of which an update must change one to count. A statement that changes more
-- than a hundred rows is an import: one mark says that everything has to be looked at.
create function attribution.mark_changes() returns trigger language plpgsql as $$
declare
  rows_changed text;
  columns_old text;
  columns_new text;
begin
  if tg_op = 'UPDATE' then
    select string_agg(format('o.%I', name), ', '), string_agg(format('n.%I', name), ', ')
      into columns_old, columns_new
      from unnest(tg_argv[1:]) as name;
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
    'with changed as materialized (%s),
          counted as materialized (select count(*) > 100 as many from (select from changed limit 101) few)
     insert into attribution.mark (node, id)
     select ''everything'', null from counted where many
     union all
     select distinct marked.node, marked.id
       from changed x, lateral (values %s) marked (node, id)
      where marked.id is not null and not (select many from counted)',
    rows_changed, tg_argv[0]);
  return null;
end
$$;

create function attribution.mark_everything() returns trigger language plpgsql as $$
begin
  insert into attribution.mark (node) values ('everything');
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
      ('tracking.touchpoint', 'touchpoint', '(''account'', x.account_id), (''contact'', x.contact_id), (''lead'', x.lead_id)',
        '{occurred_at,channel,lead_id,contact_id,account_id,campaign_id,source,content,session}'::text[]),
      ('campaigns.membership', 'membership', '(''contact'', x.contact_id), (''lead'', x.lead_id)',
        '{campaign_id,lead_id,contact_id,at}'),
      ('leads.lead', 'lead', '(''lead'', x.id), (''account'', x.account_id), (''contact'', x.contact_id)',
        '{created_on,contact_id,account_id,channel,source,content,campaign_id}'),
      ('leads.stage_event', 'stage_event', '(''lead'', x.lead_id)', '{lead_id,stage,entered_at}'),
      ('crm.contact', 'contact', '(''contact'', x.id), (''account'', x.account_id)', '{account_id}'),
      ('crm.opportunity', 'opportunity', '(''opportunity'', x.id)',
        '{account_id,contact_id,lead_id,outcome,opened_at,closed_at,amount,campaign_id,channel,source}'),
      ('crm.opportunity_event', 'opportunity_event', '(''opportunity'', x.opportunity_id)',
        '{opportunity_id,stage_id,entered_at}')
    ) given (relation, name, nodes, columns)
  loop
    select string_agg(quote_literal(argument), ', ') into arguments
      from unnest(array[watched.nodes] || watched.columns) as argument;
    execute format(
      'create trigger %I after insert on %s referencing new table as new_rows
         for each statement execute function attribution.mark_changes(%s)',
      watched.name || '_attribution_insert', watched.relation, arguments);
    execute format(
      'create trigger %I after update on %s referencing old table as old_rows new table as new_rows
         for each statement execute function attribution.mark_changes(%s)',
      watched.name || '_attribution_update', watched.relation, arguments);
    execute format(
      'create trigger %I after delete on %s referencing old table as old_rows
         for each statement execute function attribution.mark_changes(%s)',
      watched.name || '_attribution_delete', watched.relation, arguments);
    execute format(
      'create trigger %I after truncate on %s
         for each statement execute function attribution.mark_everything()',
      watched.name || '_attribution_emptied', watched.relation);
  end loop;
end
$$;

-- Touches that have no channel of their own take that of their campaign; which stages are open says when a deal was
-- opened again.
create trigger campaign_attribution after update of channel on campaigns.campaign
  for each statement execute function attribution.mark_everything();
create trigger stage_attribution after update of outcome on crm.opportunity_stage
  for each statement execute function attribution.mark_everything();

-- What answers read beside journeys: filters, values, and what did not convert.
create function attribution.mark_answers() returns trigger language plpgsql as $$
begin
  insert into attribution.mark (node) values ('answers');
  return null;
end
$$;

do $$
declare
  relation text;
begin
  foreach relation in array '{leads.lead,crm.opportunity,crm.product,crm.revenue_entry,crm.account,crm.target_group,access.user,campaigns.campaign}'::text[]
  loop
    execute format(
      'create trigger attribution_answers after insert or update or delete or truncate on %s
         for each statement execute function attribution.mark_answers()',
      replace(relation, '.user', '."user"'));
  end loop;
end
$$;
