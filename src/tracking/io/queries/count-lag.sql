-- How long the messages of the civil day $1, events in [$2, $3), took to arrive, for tracking.traffic_lag.
insert into tracking.traffic_lag (date, website, within, events)
select $1, website, within, count(*)
  from tracking.event event
 cross join lateral (
   select min(step) as within from unnest($4::integer[]) step where step >= event.lag
 ) arrived
 where event.at >= $2 and event.at < $3
 group by website, within
