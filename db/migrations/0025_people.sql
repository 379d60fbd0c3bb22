-- Visitors as the figures count them: our own script on every day on which it saw anybody, else what another program
-- counted on that day (tracking.history takes one program a day). Never both.
--
-- A day carries its visitors by the last day before on which they came (`befores`, with how many in `counts`): those of
-- a period are the ones whose day before lies before it, so that everyone is counted once. What another program
-- counted knows no day before, and stands as it was given.

-- One and the same id for one and the same text: rows that are worked out are told apart by it.
create function kpis.id_of(given text) returns uuid language sql immutable parallel safe as $$
  select overlay(overlay(md5(given) placing '4' from 13) placing '8' from 17)::uuid
$$;

create view kpis.visitor_day as
  select kpis.id_of(concat_ws('|', 'own', own.date, own.key)) as id, null::text as label, own.date,
         own.part = 'visit' as in_all, nullif(own.key, '') as channel, own.befores, own.counts,
         (select sum(day.visits) from tracking.traffic_day day
           where day.part = 'visit' and day.channel = own.key and day.date = own.date)::bigint as sessions,
         'Regelkreis' as counted_by
    from (
      select date, part, key, array_agg(before) as befores, array_agg(visitors) as counts
        from tracking.traffic_visitor
       where part in ('visit', 'channel')
       group by date, part, key
    ) own
  union all
  select kpis.id_of(concat_ws('|', 'other', other.date, other.channel)), null, other.date,
         grouping(other.channel) = 1, case when grouping(other.channel) = 0 then other.channel end,
         case when sum(other.visitors) is not null then array['-infinity'::date] end,
         case when sum(other.visitors) is not null then array[sum(other.visitors)::integer] end,
         sum(other.sessions)::bigint, min(other.counted_by)
    from tracking.history other
   where not exists (
           select from tracking.traffic_visitor own where own.part = 'visit' and own.key = '' and own.date = other.date)
   group by grouping sets ((other.date), (other.date, other.channel));

-- The same for consent, of websites that see visitors before they consent: on a strict one nobody is counted who did
-- not. `asked` are all visitors, `refused` those without consent.
create view kpis.consent_day as
  select kpis.id_of(concat_ws('|', 'consent', seen.date)) as id, null::text as label, seen.date,
         array_agg(seen.before) filter (where seen.part = 'visit') as befores,
         array_agg(seen.visitors) filter (where seen.part = 'visit') as counts,
         array_agg(seen.before) filter (where seen.part = 'consent') as refused_befores,
         array_agg(seen.visitors) filter (where seen.part = 'consent') as refused_counts
    from tracking.traffic_visitor seen
    join tracking.website on website.number = seen.website and website.before_consent <> 'strict'
   where seen.part = 'visit' or seen.part = 'consent' and seen.key = 'n'
   group by seen.date;

-- How many of these came before `first_day` for the last time, or never: the visitors of a period that begins then.
create function kpis.visitors_of(befores date[], counts integer[], first_day date) returns bigint
  language sql immutable parallel safe as $$
  select sum(counted) from unnest(befores, counts) as known (before, counted) where before < first_day
$$;

-- A day that is counted again changes the figures of its periods.
create trigger traffic_visitor_marks_insert after insert on tracking.traffic_visitor
  referencing new table as new_rows for each statement
  execute function kpis.mark_changes('kpis.daily_count_marks(changed.date)', '{}', 'all but');
create trigger traffic_visitor_marks_delete after delete on tracking.traffic_visitor
  referencing old table as old_rows for each statement
  execute function kpis.mark_changes('kpis.daily_count_marks(changed.date)', '{}', 'all but');
create trigger traffic_visitor_emptied after truncate on tracking.traffic_visitor
  for each statement execute function kpis.mark_everything('daily_counts');
create trigger website_consent_everything after update of before_consent on tracking.website
  for each statement execute function kpis.mark_everything('daily_counts');
