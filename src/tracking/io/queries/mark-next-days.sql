-- Marks the days on which the visitors of [$1, $2) came again, by the clock of $3: their day before may be another now.
insert into tracking.traffic_mark (date, whole)
select distinct (again.started_at at time zone $3)::date, false
  from (select distinct website, visitor from tracking.visit where started_at >= $1 and started_at < $2) visit
 cross join lateral (
   select distinct on (later.channel, later.consent, later.bot is null) later.started_at
     from tracking.visit later
    where later.visitor = visit.visitor and later.website = visit.website and later.started_at >= $2
    order by later.channel, later.consent, later.bot is null, later.started_at
 ) again
