-- Leads that came in on the civil days [$1, $2) of time zone $3, by month and place.
select date_trunc('month', lead.created_on at time zone $3)::date as month, lead.channel,
       lead.campaign_id as "campaignId", count(*)::integer as value
  from kpis.lead
 where lead.created_on >= $1::date::timestamp at time zone $3
   and lead.created_on < $2::date::timestamp at time zone $3
 group by 1, 2, 3
 order by 1, 2, 3 nulls first
