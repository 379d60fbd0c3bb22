-- What figures read: records with the dimensions they are cut by already resolved, in one place.
-- Key of what has no lead, owner, campaign ...: '(none)'. A lead's own empty source stays ''.

create schema kpis;

-- Cents of a cost line that fall on the days [period_from, period_until), the amount spread evenly over
-- the days [from_date, until_date) and rounded once, cumulatively, half away from zero: the parts of
-- neighbouring periods add up to the amount. The same rule in TypeScript: src/costs/booking.ts.
create function kpis.booked(amount bigint, from_date date, until_date date, period_from date, period_until date)
  returns bigint language sql immutable parallel safe as $$
  select sign(amount)::bigint * (
      (abs(amount) * 2 * (least(period_until, until_date) - from_date) + (until_date - from_date))
        / (2 * (until_date - from_date))
    - (abs(amount) * 2 * (greatest(period_from, from_date) - from_date) + (until_date - from_date))
        / (2 * (until_date - from_date)))
$$;

create view kpis.lead as
  select lead.id,
         coalesce(nullif(concat_ws(' ', lead.first_name, lead.last_name), ''), lead.company, lead.email, 'Lead') as label,
         lead.created_on, lead.mql_at, lead.sql_at, lead.handover_at, lead.opportunity_at, lead.won_at,
         lead.lost_at, lead.disqualified_at, lead.first_contacted_at, lead.first_response_at,
         lead.last_activity_at, lead.first_seen_at, lead.stage, lead.stage_reason, lead.expected_value,
         lead.medium, lead.campaign, lead.self_report,
         coalesce(lead.channel, 'unknown') as channel,
         coalesce(lead.source, '') as source,
         lead.campaign_id, lead.product_id, lead.owner_id,
         coalesce(lead.team_id, owner.team_id) as team_id,
         coalesce(lead.region_id, owner.region_id) as region_id,
         lead.business_type,
         coalesce(lead.account_id, contact.account_id) as account_id,
         -- Known channel, or direct with evidence: the data-trust rule.
         coalesce(lead.channel not in ('direct', 'unknown', 'not_assignable')
           or (lead.channel = 'direct' and (coalesce(lead.self_report, '') <> '' or lead.business_type = 'existing')),
           false) as attributable
    from leads.lead
    left join access."user" owner on owner.id = lead.owner_id
    left join crm.contact on contact.id = lead.contact_id;

create view kpis.opportunity as
  select opportunity.id, opportunity.name as label,
         opportunity.opened_at, opportunity.closed_at, opportunity.expected_close_date,
         opportunity.outcome, opportunity.amount,
         coalesce(opportunity.probability, stage.probability) as probability,
         stage.name as stage, opportunity.lost_reason,
         opportunity.variable_cost, opportunity.production_cost,
         product.margin_rate, product.production_cost_rate,
         opportunity.lead_id,
         coalesce(opportunity.account_id, lead.account_id) as account_id,
         coalesce(opportunity.account_id, lead.account_id, opportunity.id) as customer_id,
         coalesce(opportunity.business_type, lead.business_type) as business_type,
         -- The own campaign goes first, then what the opportunity says, then its lead.
         coalesce(campaign.channel, opportunity.channel, lead.channel,
           case when opportunity.lead_id is null and opportunity.source is null then '(none)' else 'unknown' end) as channel,
         case when opportunity.source is not null then opportunity.source
              when opportunity.lead_id is null then '(none)'
              else coalesce(lead.source, '') end as source,
         coalesce(opportunity.campaign_id, lead.campaign_id) as campaign_id,
         coalesce(opportunity.product_id, lead.product_id) as product_id,
         opportunity.owner_id,
         coalesce(opportunity.team_id, owner.team_id) as team_id,
         coalesce(opportunity.region_id, owner.region_id) as region_id,
         -- Simple attribution: a campaign of its own, else a known channel that is not direct.
         coalesce(
           (opportunity.campaign_id is not null
             and coalesce(campaign.channel, 'other') not in ('direct', 'unknown', 'not_assignable'))
           or coalesce(opportunity.channel, lead.channel) not in ('direct', 'unknown', 'not_assignable'),
           false) as attributed,
         coalesce(
           opportunity.campaign_id is not null
           or coalesce(opportunity.channel, lead.channel) not in ('direct', 'unknown', 'not_assignable')
           or (coalesce(opportunity.channel, lead.channel) = 'direct'
             and (coalesce(lead.self_report, '') <> ''
               or coalesce(opportunity.business_type, lead.business_type) = 'existing')),
           false) as attributable,
         coalesce(
           coalesce(campaign.channel, opportunity.channel, lead.channel) in
             ('paid_search', 'paid_social', 'paid_video', 'display', 'ad_offline', 'marketplace', 'affiliate', 'influencer'),
           false) as advertised
    from crm.opportunity
    join crm.opportunity_stage stage on stage.id = opportunity.stage_id
    left join leads.lead on lead.id = opportunity.lead_id
    left join campaigns.campaign on campaign.id = opportunity.campaign_id
    left join crm.product on product.id = coalesce(opportunity.product_id, lead.product_id)
    left join access."user" owner on owner.id = opportunity.owner_id;

-- Money goes to the opportunity it names; else to the first one its account won; else to the first lead
-- of the account. Money that leads to none of them is a row of its own.
create view kpis.revenue as
  select entry.id, coalesce(entry.number, entry.description, account.name, entry.kind) as label,
         entry.kind, entry.date, entry.amount,
         coalesce(entry.account_id, opportunity.account_id) as account_id,
         entry.opportunity_id,
         coalesce(opportunity.channel, lead.channel, '(none)') as channel,
         coalesce(opportunity.source, lead.source, '(none)') as source,
         coalesce(opportunity.campaign_id, lead.campaign_id) as campaign_id,
         coalesce(entry.product_id, opportunity.product_id, lead.product_id) as product_id,
         coalesce(opportunity.owner_id, lead.owner_id) as owner_id,
         coalesce(opportunity.team_id, lead.team_id) as team_id,
         coalesce(opportunity.region_id, lead.region_id) as region_id,
         coalesce(opportunity.business_type, lead.business_type) as business_type,
         coalesce(opportunity.attributed,
           lead.channel not in ('direct', 'unknown', 'not_assignable'), false) as attributed
    from (
      select revenue_entry.*,
             coalesce(revenue_entry.opportunity_id, (
               select found.id from crm.opportunity found
                where found.account_id = revenue_entry.account_id
                order by (found.outcome = 'won') desc, found.closed_at, found.id limit 1)) as found_opportunity_id
        from crm.revenue_entry
    ) entry
    left join kpis.opportunity on opportunity.id = entry.found_opportunity_id
    left join kpis.lead on entry.found_opportunity_id is null and lead.id = (
      select found.id from leads.lead found
       where found.account_id = entry.account_id order by found.created_on, found.id limit 1)
    left join crm.account on account.id = entry.account_id;

create view kpis.cost as
  select entry.id, coalesce(entry.description, entry.vendor, campaign.name, entry.category) as label,
         entry.category, entry.from_date, entry.until_date, entry.amount,
         coalesce(entry.sales_scope, 'unspecified') as sales_scope,
         coalesce(entry.channel, campaign.channel) as channel,
         entry.campaign_id,
         coalesce(entry.product_id, campaign.product_id) as product_id,
         entry.team_id, entry.region_id,
         entry.impressions, entry.reach, entry.clicks, entry.platform_conversions, entry.platform_conversion_value
    from costs.entry
    left join campaigns.campaign on campaign.id = entry.campaign_id;

create view kpis.touchpoint as
  select touchpoint.id, coalesce(touchpoint.title, touchpoint.source, 'Kontaktpunkt') as label,
         touchpoint.occurred_at,
         coalesce(touchpoint.channel, 'unknown') as channel,
         coalesce(touchpoint.source, '') as source,
         touchpoint.campaign_id,
         (touchpoint.campaign_id is not null or coalesce(touchpoint.campaign, '') <> '') as with_campaign
    from tracking.touchpoint;

-- When somebody became a customer: first revenue or first won opportunity, with the dimensions of that
-- event. A won opportunity without an account is a customer of its own (definition version 1).
create function kpis.customer(time_zone text)
  returns table (id uuid, label text, at timestamptz, channel text, source text, campaign_id uuid,
    product_id uuid, owner_id uuid, team_id uuid, region_id uuid, business_type text, account_id uuid)
  language sql stable as $$
  with event as (
    select distinct on (customer_id)
           customer_id as id, closed_at as at, 0 as rank, opportunity.id as event_id
      from kpis.opportunity
     where outcome = 'won' and closed_at is not null
     order by customer_id, closed_at, opportunity.id
  ), paid as (
    select distinct on (account_id)
           account_id as id, date::timestamp at time zone time_zone as at, 1 as rank, revenue_entry.id as event_id
      from crm.revenue_entry
     where account_id is not null and kind <> 'credit_note' and amount > 0
     order by account_id, date, revenue_entry.id
  ), first as (
    select distinct on (id) id, at, rank, event_id
      from (select * from event union all select * from paid) every
     order by id, at, rank
  )
  select first.id, coalesce(account.name, opportunity.label, revenue.label), first.at,
         coalesce(opportunity.channel, revenue.channel),
         coalesce(opportunity.source, revenue.source),
         coalesce(opportunity.campaign_id, revenue.campaign_id),
         coalesce(opportunity.product_id, revenue.product_id),
         coalesce(opportunity.owner_id, revenue.owner_id),
         coalesce(opportunity.team_id, revenue.team_id),
         coalesce(opportunity.region_id, revenue.region_id),
         coalesce(opportunity.business_type, revenue.business_type),
         account.id
    from first
    left join kpis.opportunity on first.rank = 0 and opportunity.id = first.event_id
    left join kpis.revenue on first.rank = 1 and revenue.id = first.event_id
    left join crm.account on account.id = first.id
$$;
