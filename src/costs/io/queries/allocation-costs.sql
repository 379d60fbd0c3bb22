-- Cost on the days [$1, $2) by month, category, place and role, booked by days.
-- `cents`: lines of the products $3, teams $4, regions $5 and categories $6 (null: all); `weightCents`: all lines.
with month as (
  select first::date as first, greatest(first::date, $1::date) as "from",
         least((first + interval '1 month')::date, $2::date) as until
    from generate_series(date_trunc('month', $1::date), $2::date - interval '1 day', interval '1 month') first
), line as materialized (
  -- A line of one day is never cut, so such lines are added up first; the longer ones are few.
  select entry.category, entry.sales_scope, entry.channel, entry.campaign_id, entry.overhead,
         coalesce(entry.product_id, campaign.product_id) as product_id, entry.team_id, entry.region_id,
         entry.from_date, entry.until_date, sum(entry.amount)::bigint as amount
    from costs.counted_entry entry
    left join campaigns.campaign on campaign.id = entry.campaign_id
   where entry.until_date = entry.from_date + 1 and entry.from_date >= $1 and entry.from_date < $2
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  union all
  select entry.category, entry.sales_scope, entry.channel, entry.campaign_id, entry.overhead,
         coalesce(entry.product_id, campaign.product_id), entry.team_id, entry.region_id,
         entry.from_date, entry.until_date, entry.amount
    from costs.counted_entry entry
    left join campaigns.campaign on campaign.id = entry.campaign_id
   where entry.until_date > entry.from_date + 1
     and daterange(entry.from_date, entry.until_date) && daterange($1::date, $2::date)
), placed as (
  select month.first as month, line.category,
         case when line.category = 'sales' then coalesce(line.sales_scope, 'unspecified') end as scope,
         coalesce(line.channel, campaign.channel) as channel, line.campaign_id,
         case when line.overhead = 'spread' then 'spread'
              when line.channel is not null or line.campaign_id is not null then 'own'
              else coalesce(line.overhead, 'spread') end as role,
         kpis.booked(line.amount, line.from_date, line.until_date, month."from", month.until) as amount,
         ($3::uuid[] is null or line.product_id = any($3))
           and ($4::uuid[] is null or line.team_id = any($4))
           and ($5::uuid[] is null or line.region_id = any($5))
           and ($6::text[] is null or line.category = any($6)) as counts
    from line
    join month on line.from_date < month.until and line.until_date > month."from"
    left join campaigns.campaign on campaign.id = line.campaign_id
)
select month, category, scope as "salesScope",
       case when role = 'own' then channel end as channel,
       case when role = 'own' then campaign_id end as "campaignId",
       role,
       coalesce(sum(amount) filter (where counts), 0)::bigint as cents,
       sum(amount)::bigint as "weightCents"
  from placed
 group by 1, 2, 3, 4, 5, 6
 order by 1, 2, 3 nulls first, 6, 4 nulls first, 5 nulls first
