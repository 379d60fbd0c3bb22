-- Cost by month, campaign and category on the days [$1, $2): booked before $3, the day after today, and from then on.
-- Of the campaigns $4 (null: of all, and of none). Budgets follow the campaign that was booked on, also where its cost
-- is spread as an overhead.
with month as (
  select first::date as first, greatest(first::date, $1::date) as "from",
         least((first + interval '1 month')::date, $2::date) as until
    from generate_series(date_trunc('month', $1::date), $2::date - interval '1 day', interval '1 month') first
), line as (
  -- In two parts, each with its index: a line of one day lies on one side of today, the few longer ones are cut.
  select date_trunc('month', from_date)::date as month, campaign_id, category,
         case when from_date < $3 then amount else 0 end as actual,
         case when from_date < $3 then 0 else amount end as ahead
    from costs.counted_entry
   where until_date = from_date + 1 and from_date >= $1 and from_date < $2
     and ($4::uuid[] is null or campaign_id = any($4))
  union all
  select month.first, entry.campaign_id, entry.category,
         case when month."from" < $3 and entry.from_date < $3
              then kpis.booked(entry.amount, entry.from_date, entry.until_date, month."from", least(month.until, $3::date))
              else 0 end,
         case when month.until > $3 and entry.until_date > $3
              then kpis.booked(entry.amount, entry.from_date, entry.until_date, greatest(month."from", $3::date), month.until)
              else 0 end
    from costs.counted_entry entry
    join month on entry.from_date < month.until and entry.until_date > month."from"
   where entry.until_date > entry.from_date + 1
     and daterange(entry.from_date, entry.until_date) && daterange($1::date, $2::date)
     and ($4::uuid[] is null or entry.campaign_id = any($4))
)
select month, campaign_id as "campaignId", category, sum(actual)::bigint as actual, sum(ahead)::bigint as ahead
  from line
 group by 1, 2, 3
 order by 1, 2 nulls first, 3
