-- Cost by month, campaign and category on the days [$1, $2): booked before $3, the day after today, and from then on.
-- Of the campaigns $4 (null: of all, and of none). Budgets follow the campaign that was booked on, also where its cost is spread as an overhead.
with line as materialized (
  select category, campaign_id, from_date, until_date, sum(amount)::bigint as amount
    from costs.counted_entry
   where until_date = from_date + 1 and from_date >= $1 and from_date < $2
     and ($4::uuid[] is null or campaign_id = any($4))
   group by 1, 2, 3, 4
  union all
  select category, campaign_id, from_date, until_date, amount
    from costs.counted_entry
   where until_date > from_date + 1 and daterange(from_date, until_date) && daterange($1::date, $2::date)
     and ($4::uuid[] is null or campaign_id = any($4))
), month as (
  select first::date as first, greatest(first::date, $1::date) as "from",
         least((first + interval '1 month')::date, $2::date) as until
    from generate_series(date_trunc('month', $1::date), $2::date - interval '1 day', interval '1 month') first
)
select month.first as month, line.campaign_id as "campaignId", line.category,
       coalesce(sum(kpis.booked(line.amount, line.from_date, line.until_date, month."from", least(month.until, $3::date)))
         filter (where month."from" < $3 and line.from_date < $3), 0)::bigint as actual,
       coalesce(sum(kpis.booked(line.amount, line.from_date, line.until_date, greatest(month."from", $3::date), month.until))
         filter (where month.until > $3 and line.until_date > $3), 0)::bigint as ahead
  from line
  join month on line.from_date < month.until and line.until_date > month."from"
 group by 1, 2, 3
 order by 1, 2 nulls first, 3
