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
         lead.last_activity_at,
         greatest(lead.created_on, lead.last_activity_at, lead.first_contacted_at) as active_at,
         lead.first_seen_at, lead.stage, lead.stage_reason, lead.expected_value,
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
           opportunity.campaign_id is not null
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

-- Where an account came from: the first opportunity it won (else the first it lost or has open), and its
-- first lead.
create view kpis.account_origin as
  select account.id as account_id, opportunity.id as opportunity_id, lead.id as lead_id
    from crm.account
    left join (
      select distinct on (account_id) account_id, id from crm.opportunity
       where account_id is not null
       order by account_id, (outcome = 'won') desc, closed_at, id
    ) opportunity on opportunity.account_id = account.id
    left join (
      select distinct on (account_id) account_id, id from leads.lead
       where account_id is not null
       order by account_id, created_on, id
    ) lead on lead.account_id = account.id;

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
    from crm.revenue_entry entry
    left join kpis.account_origin origin on origin.account_id = entry.account_id
    left join kpis.opportunity on opportunity.id = coalesce(entry.opportunity_id, origin.opportunity_id)
    left join kpis.lead on entry.opportunity_id is null and origin.opportunity_id is null
      and lead.id = origin.lead_id
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

-- Who became a customer in [first_instant, last_instant): first revenue or first won opportunity, with the
-- dimensions of that event. A won opportunity without an account is a customer of its own (version 1).
create function kpis.customer(time_zone text, first_instant timestamptz, last_instant timestamptz)
  returns table (id uuid, label text, at timestamptz, channel text, source text, campaign_id uuid,
    product_id uuid, owner_id uuid, team_id uuid, region_id uuid, business_type text, account_id uuid)
  language sql stable as $$
  with win as (
    select coalesce(opportunity.account_id, lead.account_id, opportunity.id) as id,
           min(opportunity.closed_at) as at
      from crm.opportunity
      left join leads.lead on lead.id = opportunity.lead_id
     where opportunity.outcome = 'won' and opportunity.closed_at is not null
     group by 1
  ), payment as (
    select revenue_entry.account_id as id,
           min(revenue_entry.date)::timestamp at time zone time_zone as at, min(revenue_entry.date) as date
      from crm.revenue_entry
     where revenue_entry.account_id is not null and revenue_entry.kind <> 'credit_note' and revenue_entry.amount > 0
     group by 1
  ), first as (
    select coalesce(win.id, payment.id) as id,
           least(win.at, payment.at) as at,
           coalesce(win.at <= payment.at, win.at is not null) as by_win,
           payment.date
      from win
      full join payment on payment.id = win.id
     where least(win.at, payment.at) >= first_instant and least(win.at, payment.at) < last_instant
  )
  select first.id, coalesce(account.name, opportunity.label, 'Kunde'), first.at,
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
    left join crm.account on account.id = first.id
    left join kpis.opportunity on first.by_win and opportunity.id = (
      select won.id from crm.opportunity won
        left join leads.lead on lead.id = won.lead_id
       where won.outcome = 'won' and won.closed_at = first.at
         and coalesce(won.account_id, lead.account_id, won.id) = first.id
       order by won.id limit 1)
    left join kpis.revenue on not first.by_win and revenue.id = (
      select paid.id from crm.revenue_entry paid
       where paid.account_id = first.id and paid.date = first.date
         and paid.kind <> 'credit_note' and paid.amount > 0
       order by paid.id limit 1)
$$;
