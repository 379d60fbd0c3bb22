-- The company's own channel rules, what they changed, and touchpoints that people write down themselves.

-- The rules as one list in order: they are replaced as a whole.
create table tracking.channel_rules (
  one boolean primary key default true check (one),
  version integer not null,
  rules jsonb not null,
  updated_at timestamptz not null default now()
);

-- Giving visits and records their channel anew after rules changed: one row for each time, with how far it is.
create table tracking.derivation (
  id bigint primary key generated always as identity,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  state text not null default 'waiting' check (state in ('first', 'waiting', 'running', 'done', 'replaced')),
  -- What the rules were made of; another one than the last says that there is work.
  basis jsonb not null,
  -- What differs from the basis before: rules, settings, program.
  reasons text[] not null,
  actor_id uuid references access."user",
  actor_name text not null,
  -- What is worked on and the last id of it that was done, so that a restart goes on there.
  subject text,
  position text,
  done bigint not null default 0,
  total bigint not null default 0,
  -- [{ subject, from, to, count }]
  moves jsonb not null default '[]'
);

-- What a touchpoint was, why it is kept but does not count, and the input that its channel was decided by.
alter table tracking.touchpoint
  add column kind text,
  -- Of a newsletter: when it was sent, and what the program that opened it calls itself.
  add column sent_at timestamptz,
  add column agent text,
  add column not_counted text,
  add column used text;

-- Opens and clicks of programs are no touches of people.
create or replace view kpis.touchpoint as
  select touchpoint.id, coalesce(touchpoint.title, touchpoint.source, 'Kontaktpunkt') as label,
         touchpoint.occurred_at,
         coalesce(touchpoint.channel, 'unknown') as channel,
         coalesce(touchpoint.source, '') as source,
         touchpoint.campaign_id,
         (touchpoint.campaign_id is not null or coalesce(touchpoint.campaign, '') <> '') as with_campaign
    from tracking.touchpoint
   where touchpoint.not_counted is null;

-- Attribution looks again when a touch begins or ceases to count.
drop trigger touchpoint_attribution_update on tracking.touchpoint;
create trigger touchpoint_attribution_update after update on tracking.touchpoint
  referencing old table as old_rows new table as new_rows
  for each statement execute function attribution.mark_changes(
    '(''account'', x.account_id), (''contact'', x.contact_id), (''lead'', x.lead_id)',
    'occurred_at', 'channel', 'lead_id', 'contact_id', 'account_id', 'campaign_id', 'source', 'content', 'session',
    'not_counted');

-- What other programs counted, every day by one of them: by the one that saw most, for two counts of the same
-- visitors are never added up. What stands in brackets behind the name of a program tells its own counts apart.
create view tracking.history as
  select count.id, count.date, count.channel, count.visitors, count.sessions, count.counted_by
    from tracking.daily_count count
    join (
      select distinct on (date) date, program
        from (select date, coalesce(regexp_replace(counted_by, ' \([^()]*\)$', ''), '') as program,
                     sum(coalesce(sessions, visitors)) as seen
                from tracking.daily_count group by 1, 2) programs
       order by date, seen desc, program collate "C"
    ) chosen on chosen.date = count.date
            and chosen.program = coalesce(regexp_replace(count.counted_by, ' \([^()]*\)$', ''), '');
