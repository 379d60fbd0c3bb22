-- Cost by month, category, place and role in the months that meet the days [$1, $2), booked by days.
-- `cents`: what falls on those days, of the products $3, teams $4, regions $5 and categories $6 (null: all);
-- `weightCents`: all lines of the whole month, so that two halves of a month are spread as the month is.
with month as (
  select first::date as first, (first + interval '1 month')::date as after,
         greatest(first::date, $1::date) as "from", least((first + interval '1 month')::date, $2::date) as until
    from generate_series(date_trunc('month', $1::date), $2::date - interval '1 day', interval '1 month') first
), span as (
  select min(first) as "from", max(after) as until from month
), line as (
  -- In two parts, each with its index: a line of one day lies in one month, the few longer ones are cut.
  select date_trunc('month', entry.from_date)::date as month, entry.amount as whole,
         case when entry.from_date >= $1 and entry.from_date < $2 then entry.amount else 0 end as amount,
         entry.category, entry.sales_scope, entry.channel, entry.campaign_id, entry.overhead,
         entry.product_id, entry.team_id, entry.region_id
    from costs.counted_entry entry
   where entry.until_date = entry.from_date + 1
     and entry.from_date >= (select "from" from span) and entry.from_date < (select until from span)
  union all
  select month.first, kpis.booked(entry.amount, entry.from_date, entry.until_date, month.first, month.after),
         case when entry.from_date < month.until and entry.until_date > month."from"
              then kpis.booked(entry.amount, entry.from_date, entry.until_date, month."from", month.until) else 0 end,
         entry.category, entry.sales_scope, entry.channel, entry.campaign_id, entry.overhead,
         entry.product_id, entry.team_id, entry.region_id
    from costs.counted_entry entry
    join month on entry.from_date < month.after and entry.until_date > month.first
   where entry.until_date > entry.from_date + 1
     and daterange(entry.from_date, entry.until_date) && daterange((select "from" from span), (select until from span))
), placed as (
  select line.month, line.category, line.sales_scope, line.channel, line.campaign_id, line.overhead,
         coalesce(sum(line.amount) filter (where
               ($3::uuid[] is null or coalesce(line.product_id, campaign.product_id) = any($3))
           and ($4::uuid[] is null or line.team_id = any($4))
           and ($5::uuid[] is null or line.region_id = any($5))
           and ($6::text[] is null or line.category = any($6))), 0) as cents,
         sum(line.whole) as weight
    from line
    left join campaigns.campaign on campaign.id = line.campaign_id
   group by 1, 2, 3, 4, 5, 6
), roled as (
  select placed.month, placed.category, placed.cents, placed.weight, placed.campaign_id,
         case when placed.category = 'sales' then coalesce(placed.sales_scope, 'unspecified') end as scope,
         coalesce(placed.channel, campaign.channel) as channel,
         case when placed.overhead = 'spread' then 'spread'
              when placed.channel is not null or placed.campaign_id is not null then 'own'
              else coalesce(placed.overhead, 'spread') end as role
    from placed
    left join campaigns.campaign on campaign.id = placed.campaign_id
)
select month, category, scope as "salesScope",
       case when role = 'own' then channel end as channel,
       case when role = 'own' then campaign_id end as "campaignId",
       role, sum(cents)::bigint as cents, sum(weight)::bigint as "weightCents"
  from roled
 group by 1, 2, 3, 4, 5, 6
 order by 1, 2, 3 nulls first, 6, 4 nulls first, 5 nulls first
