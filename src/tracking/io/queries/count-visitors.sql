-- The visitors of the civil day $1 for tracking.traffic_visitor: of the visits that began in [$2, $3), told apart by
-- the day before on which they came, by the clock of $4.
with visit as materialized (
  select distinct website, visitor, channel, consent from tracking.visit
   where started_at >= $2 and started_at < $3 and bot is null
), seen as (
  select website, visitor, 'visit' as part, '' as key from visit
  union
  select website, visitor, 'channel', channel from visit
  union
  select website, visitor, 'consent', consent::text from visit
), told as (
  select seen.*,
         (select (max(earlier.started_at) at time zone $4)::date
            from tracking.visit earlier
           where earlier.visitor = seen.visitor and earlier.started_at < $2
             and earlier.website = seen.website and earlier.bot is null
             and (seen.part <> 'channel' or earlier.channel = seen.key)
             and (seen.part <> 'consent' or earlier.consent::text = seen.key)) as before
    from seen
)
insert into tracking.traffic_visitor (date, website, part, key, before, visitors)
select $1, website, part, key, coalesce(before, '-infinity'), count(*)
  from told
 group by website, part, key, before
