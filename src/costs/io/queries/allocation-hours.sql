-- Hours of time sheets in the months that meet the days [$1, $2), by month and place: whole months, whatever days of them
-- are asked for. A week across two months is divided by days.
with month as (
  select first::date as "from", (first + interval '1 month')::date as until
    from generate_series(date_trunc('month', $1::date), $2::date - interval '1 day', interval '1 month') first
)
select month."from" as month, coalesce(entry.channel, campaign.channel) as channel, entry.campaign_id as "campaignId",
       sum(entry.hours * (least(entry.until_date, month.until) - greatest(entry.from_date, month."from"))
         / (entry.until_date - entry.from_date))::float8 as value
  from costs.time_entry entry
  join month on entry.from_date < month.until and entry.until_date > month."from"
  left join campaigns.campaign on campaign.id = entry.campaign_id
 where entry.channel is not null or entry.campaign_id is not null
 group by 1, 2, 3
 order by 1, 2 nulls first, 3 nulls first
