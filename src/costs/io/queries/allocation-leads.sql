-- Leads that came in the months (of time zone $3) that meet the civil days [$1, $2), by month and place: whole months,
-- whatever days of them are asked for.
select date_trunc('month', lead.created_on at time zone $3)::date as month, lead.channel,
       lead.campaign_id as "campaignId", count(*)::integer as value
  from kpis.lead
 where lead.created_on >= date_trunc('month', $1::date::timestamp) at time zone $3
   and lead.created_on < (date_trunc('month', $2::date::timestamp - interval '1 day') + interval '1 month') at time zone $3
 group by 1, 2, 3
 order by 1, 2, 3 nulls first
