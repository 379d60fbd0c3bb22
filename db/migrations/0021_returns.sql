-- What marketing brings back besides deals: contracts and renewals, recommendations, applications and hires, service
-- requests, appointments; and the margin bridge of deals. What each counts as: src/returns/README.md, src/crm/README.md.

create schema returns;

create table returns.contract (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  number text,
  account_id uuid references crm.account,
  start_date date not null,
  -- The last day; null: no end agreed, so it never falls due.
  end_date date,
  -- Cents for each period of billing.
  amount bigint,
  billing_period text check (billing_period in ('month', 'quarter', 'year', 'once')),
  outcome text not null default 'running' check (outcome in ('running', 'renewed', 'ended')),
  decided_on date,
  end_reason text,
  renews_id uuid references returns.contract,
  opportunity_id uuid references crm.opportunity,
  product_id uuid references crm.product,
  campaign_id uuid references campaigns.campaign,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index contract_by_end on returns.contract (end_date, id);
create index contract_number on returns.contract (lower(number));
create index contract_account on returns.contract (account_id);
create index contract_renews on returns.contract (renews_id);
create index contract_opportunity on returns.contract (opportunity_id);
create index contract_product on returns.contract (product_id);
create index contract_campaign on returns.contract (campaign_id);
create index contract_owner on returns.contract (owner_id);
create index contract_team on returns.contract (team_id);
create index contract_region on returns.contract (region_id);

create table returns.recommendation (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  recommended_on date not null,
  recommender_account_id uuid references crm.account,
  recommender_contact_id uuid references crm.contact,
  recommender_name text,
  recommended_name text,
  account_id uuid references crm.account,
  contact_id uuid references crm.contact,
  lead_id uuid references leads.lead,
  opportunity_id uuid references crm.opportunity,
  campaign_id uuid references campaigns.campaign,
  channel text references tracking.channel,
  notes text
);
create index recommendation_by_date on returns.recommendation (recommended_on, id);
create index recommendation_recommender_account on returns.recommendation (recommender_account_id);
create index recommendation_recommender_contact on returns.recommendation (recommender_contact_id);
create index recommendation_account on returns.recommendation (account_id);
create index recommendation_contact on returns.recommendation (contact_id);
create index recommendation_lead on returns.recommendation (lead_id);
create index recommendation_opportunity on returns.recommendation (opportunity_id);
create index recommendation_campaign on returns.recommendation (campaign_id);
create index recommendation_channel on returns.recommendation (channel);

-- Applications and hires without names: figures need none.
create table returns.job_application (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  applied_on date not null,
  position text,
  reference text,
  status text not null default 'new'
    check (status in ('new', 'interview', 'offer', 'hired', 'rejected', 'withdrawn')),
  source text,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  team_id uuid references company.team,
  region_id uuid references company.region
);
create index job_application_by_date on returns.job_application (applied_on, id);
create index job_application_reference on returns.job_application (lower(reference));
create index job_application_channel on returns.job_application (channel);
create index job_application_campaign on returns.job_application (campaign_id);
create index job_application_team on returns.job_application (team_id);
create index job_application_region on returns.job_application (region_id);

create table returns.hire (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  hired_on date not null,
  position text,
  job_application_id uuid references returns.job_application,
  source text,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  -- Cents saved against the usual way; null: the setting saving_per_hire.
  saving bigint,
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index hire_by_date on returns.hire (hired_on, id);
create index hire_job_application on returns.hire (job_application_id);
create index hire_channel on returns.hire (channel);
create index hire_campaign on returns.hire (campaign_id);
create index hire_team on returns.hire (team_id);
create index hire_region on returns.hire (region_id);

create table returns.service_request (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  requested_at timestamptz not null,
  subject text not null,
  kind text check (kind in ('question', 'fault', 'complaint', 'order', 'training', 'other')),
  status text not null default 'open' check (status in ('open', 'resolved')),
  resolved_at timestamptz,
  account_id uuid references crm.account,
  contact_id uuid references crm.contact,
  product_id uuid references crm.product,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index service_request_by_time on returns.service_request (requested_at, id);
create index service_request_account on returns.service_request (account_id);
create index service_request_contact on returns.service_request (contact_id);
create index service_request_product on returns.service_request (product_id);
create index service_request_channel on returns.service_request (channel);
create index service_request_campaign on returns.service_request (campaign_id);
create index service_request_owner on returns.service_request (owner_id);
create index service_request_team on returns.service_request (team_id);
create index service_request_region on returns.service_request (region_id);

create table returns.meeting (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  starts_at timestamptz not null,
  title text,
  -- How it came about, which is what the cost of a meeting is compared by.
  origin text check (origin in ('social_selling', 'cold_call', 'inbound', 'event', 'recommendation', 'other')),
  outcome text not null default 'planned' check (outcome in ('planned', 'held', 'missed', 'cancelled')),
  account_id uuid references crm.account,
  contact_id uuid references crm.contact,
  lead_id uuid references leads.lead,
  opportunity_id uuid references crm.opportunity,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  owner_id uuid references access."user",
  team_id uuid references company.team,
  region_id uuid references company.region,
  notes text
);
create index meeting_by_time on returns.meeting (starts_at, id);
create index meeting_account on returns.meeting (account_id);
create index meeting_contact on returns.meeting (contact_id);
create index meeting_lead on returns.meeting (lead_id);
create index meeting_opportunity on returns.meeting (opportunity_id);
create index meeting_channel on returns.meeting (channel);
create index meeting_campaign on returns.meeting (campaign_id);
create index meeting_owner on returns.meeting (owner_id);
create index meeting_team on returns.meeting (team_id);
create index meeting_region on returns.meeting (region_id);

-- Changes by hand can be taken back.
select records.keep_rows_of(name::regclass)
  from unnest(array['returns.contract', 'returns.recommendation', 'returns.job_application', 'returns.hire',
                    'returns.service_request', 'returns.meeting']) as name;

-- What a contract brings in a year of 365 days, in cents; null where amount or term do not tell.
create function returns.yearly_amount(amount bigint, billing_period text, start_date date, end_date date)
  returns bigint language sql immutable parallel safe as $$
  select case billing_period
    when 'month' then amount * 12
    when 'quarter' then amount * 4
    when 'year' then amount
    when 'once' then case when end_date >= start_date
      then round(amount::numeric * 365 / (end_date - start_date + 1))::bigint end
  end
$$;

-- What figures read of them, with the dimensions they are cut by.
create view kpis.contract as
  select contract.id, contract.name as label, contract.start_date, contract.end_date, contract.outcome,
         contract.decided_on, contract.end_reason,
         returns.yearly_amount(contract.amount, contract.billing_period, contract.start_date, contract.end_date) as yearly_amount,
         contract.account_id,
         coalesce(contract.product_id, opportunity.product_id) as product_id,
         contract.campaign_id, contract.owner_id,
         coalesce(contract.team_id, owner.team_id) as team_id,
         coalesce(contract.region_id, owner.region_id, account.region_id) as region_id
    from returns.contract
    left join crm.opportunity on opportunity.id = contract.opportunity_id
    left join crm.account on account.id = contract.account_id
    left join access."user" owner on owner.id = contract.owner_id;

create view kpis.recommendation as
  select recommendation.id, coalesce(recommendation.recommended_name, account.name, 'Empfehlung') as label,
         recommendation.recommended_on as date,
         coalesce(recommendation.channel, campaign.channel, 'recommendation') as channel,
         recommendation.campaign_id, recommendation.account_id,
         coalesce(recommendation.recommender_name, recommender.name) as recommended_by
    from returns.recommendation
    left join campaigns.campaign on campaign.id = recommendation.campaign_id
    left join crm.account on account.id = recommendation.account_id
    left join crm.account recommender on recommender.id = recommendation.recommender_account_id;

create view kpis.job_application as
  select application.id, coalesce(application.position, application.reference, 'Bewerbung') as label,
         application.applied_on as date, application.status,
         coalesce(application.channel, campaign.channel, 'unknown') as channel,
         coalesce(application.source, '') as source,
         application.campaign_id, application.team_id, application.region_id
    from returns.job_application application
    left join campaigns.campaign on campaign.id = application.campaign_id;

create view kpis.hire as
  select hire.id, coalesce(hire.position, application.position, 'Einstellung') as label, hire.hired_on as date,
         hire.saving,
         coalesce(hire.channel, campaign.channel, application.channel, 'unknown') as channel,
         coalesce(hire.source, application.source, '') as source,
         coalesce(hire.campaign_id, application.campaign_id) as campaign_id,
         coalesce(hire.team_id, application.team_id) as team_id,
         coalesce(hire.region_id, application.region_id) as region_id
    from returns.hire
    left join returns.job_application application on application.id = hire.job_application_id
    left join campaigns.campaign on campaign.id = coalesce(hire.campaign_id, application.campaign_id);

create view kpis.service_request as
  select request.id, request.subject as label, request.requested_at, request.resolved_at, request.kind, request.status,
         coalesce(request.channel, campaign.channel, 'unknown') as channel,
         request.campaign_id, request.product_id, request.owner_id,
         coalesce(request.team_id, owner.team_id) as team_id,
         coalesce(request.region_id, owner.region_id) as region_id,
         request.account_id
    from returns.service_request request
    left join campaigns.campaign on campaign.id = request.campaign_id
    left join access."user" owner on owner.id = request.owner_id;

create view kpis.meeting as
  select meeting.id, coalesce(meeting.title, account.name, 'Termin') as label, meeting.starts_at, meeting.outcome,
         meeting.origin,
         coalesce(meeting.channel, campaign.channel, 'unknown') as channel,
         meeting.campaign_id, meeting.owner_id,
         coalesce(meeting.team_id, owner.team_id) as team_id,
         coalesce(meeting.region_id, owner.region_id) as region_id,
         meeting.account_id
    from returns.meeting
    left join campaigns.campaign on campaign.id = meeting.campaign_id
    left join crm.account on account.id = meeting.account_id
    left join access."user" owner on owner.id = meeting.owner_id;

-- The margin bridge: what a deal costs besides being sold, part by part, as an amount of the deal, else a rate of the
-- deal, of its product, of the company (settings). Rates are of the amount of the deal.
alter table crm.opportunity
  add column discount_amount bigint,
  add column discount_rate numeric(7, 6),
  add column return_amount bigint,
  add column return_rate numeric(7, 6),
  add column payment_fee_amount bigint,
  add column payment_fee_rate numeric(7, 6),
  add column production_cost_rate numeric(7, 6),
  add column service_amount bigint,
  add column service_rate numeric(7, 6),
  add column follow_up_amount bigint,
  add column follow_up_rate numeric(7, 6);

alter table crm.product
  add column discount_rate numeric(7, 6),
  add column return_rate numeric(7, 6),
  add column payment_fee_rate numeric(7, 6),
  add column service_rate numeric(7, 6),
  add column follow_up_rate numeric(7, 6);

-- A rate out of the settings of the company.
create function kpis.company_rate(name text) returns numeric language sql stable parallel safe as $$
  select (value #>> '{}')::numeric from company.setting where key = name
$$;

-- One part of the bridge, and who states it: 'deal', 'product', 'company', null for nobody.
create function kpis.margin_part(amount bigint, own_amount bigint, own_rate numeric, product_rate numeric, company_rate numeric)
  returns bigint language sql immutable parallel safe as $$
  select coalesce(own_amount, round(amount * coalesce(own_rate, product_rate, company_rate))::bigint)
$$;

create function kpis.margin_level(own_amount bigint, own_rate numeric, product_rate numeric, company_rate numeric)
  returns text language sql immutable parallel safe as $$
  select case when own_amount is not null or own_rate is not null then 'deal'
              when product_rate is not null then 'product'
              when company_rate is not null then 'company' end
$$;

-- Deals with the parts of their bridge, `..._by`: who states it. What of them makes the margin:
--   own_cost      what the deal itself states besides production: comes on top where a margin rate estimates the rest
--   bridge_cost   all parts together; null unless production and at least one other part are stated
--   bridge_first  the parts go before a margin rate
--   bridge_own    every part that is stated is stated by the deal itself: nothing is estimated
-- The rule in words: src/crm/README.md. Nothing changes for deals of which nobody states a part besides production.
create or replace view kpis.opportunity as
  select opportunity.id, opportunity.name as label,
         opportunity.opened_at, opportunity.closed_at, opportunity.expected_close_date,
         opportunity.outcome, opportunity.amount,
         coalesce(opportunity.probability, stage.probability) as probability,
         stage.name as stage, opportunity.lost_reason,
         opportunity.variable_cost, opportunity.production_cost,
         product.margin_rate,
         coalesce(opportunity.production_cost_rate, product.production_cost_rate,
           (select kpis.company_rate('margin_production_cost_rate')))::numeric(7, 6) as production_cost_rate,
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
           false) as advertised,
         part.discounts, part.discounts_by, part.returned, part.returned_by, part.payment_fees, part.payment_fees_by,
         part.production, part.production_by, part.service, part.service_by, part.follow_up, part.follow_up_by,
         case when part.discounts_by = 'deal' then part.discounts else 0 end
           + case when part.returned_by = 'deal' then part.returned else 0 end
           + case when part.payment_fees_by = 'deal' then part.payment_fees else 0 end
           + case when part.service_by = 'deal' then part.service else 0 end
           + case when part.follow_up_by = 'deal' then part.follow_up else 0 end as own_cost,
         case when coalesce(part.discounts_by, part.returned_by, part.payment_fees_by, part.service_by, part.follow_up_by) is not null
               and (part.production_by = 'deal' or product.margin_rate is null)
              then part.production + coalesce(part.discounts, 0) + coalesce(part.returned, 0) + coalesce(part.payment_fees, 0)
                + coalesce(part.service, 0) + coalesce(part.follow_up, 0) end as bridge_cost,
         coalesce(part.discounts_by, part.returned_by, part.payment_fees_by, part.service_by, part.follow_up_by) is not null
           and coalesce(part.production_by = 'deal' or (part.production_by = 'product' and product.margin_rate is null), false)
           as bridge_first,
         coalesce(part.discounts_by, part.returned_by, part.payment_fees_by, part.service_by, part.follow_up_by) is not null
           and coalesce(part.production_by, '') = 'deal' and coalesce(part.discounts_by, 'deal') = 'deal'
           and coalesce(part.returned_by, 'deal') = 'deal' and coalesce(part.payment_fees_by, 'deal') = 'deal'
           and coalesce(part.service_by, 'deal') = 'deal' and coalesce(part.follow_up_by, 'deal') = 'deal' as bridge_own
    from crm.opportunity
    join crm.opportunity_stage stage on stage.id = opportunity.stage_id
    left join leads.lead on lead.id = opportunity.lead_id
    left join campaigns.campaign on campaign.id = opportunity.campaign_id
    left join crm.product on product.id = coalesce(opportunity.product_id, lead.product_id)
    left join access."user" owner on owner.id = opportunity.owner_id
   cross join lateral (
     select kpis.margin_part(opportunity.amount, opportunity.discount_amount, opportunity.discount_rate, product.discount_rate,
              (select kpis.company_rate('margin_discount_rate'))) as discounts,
            kpis.margin_level(opportunity.discount_amount, opportunity.discount_rate, product.discount_rate,
              (select kpis.company_rate('margin_discount_rate'))) as discounts_by,
            kpis.margin_part(opportunity.amount, opportunity.return_amount, opportunity.return_rate, product.return_rate,
              (select kpis.company_rate('margin_return_rate'))) as returned,
            kpis.margin_level(opportunity.return_amount, opportunity.return_rate, product.return_rate,
              (select kpis.company_rate('margin_return_rate'))) as returned_by,
            kpis.margin_part(opportunity.amount, opportunity.payment_fee_amount, opportunity.payment_fee_rate, product.payment_fee_rate,
              (select kpis.company_rate('margin_payment_fee_rate'))) as payment_fees,
            kpis.margin_level(opportunity.payment_fee_amount, opportunity.payment_fee_rate, product.payment_fee_rate,
              (select kpis.company_rate('margin_payment_fee_rate'))) as payment_fees_by,
            kpis.margin_part(opportunity.amount, opportunity.production_cost, opportunity.production_cost_rate, product.production_cost_rate,
              (select kpis.company_rate('margin_production_cost_rate'))) as production,
            kpis.margin_level(opportunity.production_cost, opportunity.production_cost_rate, product.production_cost_rate,
              (select kpis.company_rate('margin_production_cost_rate'))) as production_by,
            kpis.margin_part(opportunity.amount, opportunity.service_amount, opportunity.service_rate, product.service_rate,
              (select kpis.company_rate('margin_service_rate'))) as service,
            kpis.margin_level(opportunity.service_amount, opportunity.service_rate, product.service_rate,
              (select kpis.company_rate('margin_service_rate'))) as service_by,
            kpis.margin_part(opportunity.amount, opportunity.follow_up_amount, opportunity.follow_up_rate, product.follow_up_rate,
              (select kpis.company_rate('margin_follow_up_rate'))) as follow_up,
            kpis.margin_level(opportunity.follow_up_amount, opportunity.follow_up_rate, product.follow_up_rate,
              (select kpis.company_rate('margin_follow_up_rate'))) as follow_up_by
   ) part;

-- Credits carry what the margin of their deal is made of.
create or replace view kpis.credit as
  select deal.id, deal.label, deal.closed_at, deal.amount, deal.variable_cost, deal.production_cost,
         deal.margin_rate, deal.production_cost_rate, deal.product_id, deal.owner_id, deal.team_id, deal.region_id,
         deal.business_type, deal.account_id,
         part.model, part.place, part.touch_id, part.kind, part.touched_at, part.channel, part.source, part.campaign_id,
         part.cents, part.weight_before, part.weight_after, part.weight_sum, part.marketing, part.advertised,
         deal.own_cost, deal.bridge_cost, deal.bridge_first
    from kpis.opportunity deal
   cross join lateral (
     select credit.model, given.place, given.touch_id,
            case touch.kind when 't' then 'touchpoints' when 'l' then 'leads' when 'm' then 'campaign-memberships'
                            else 'opportunities' end as kind,
            to_timestamp(touch.instant::bigint / 1000.0) as touched_at,
            touch.channel, coalesce(touch.source, '') as source, touch.campaign_id, given.cents,
            sum(given.weight) over (order by given.place) - given.weight as weight_before,
            sum(given.weight) over (order by given.place) as weight_after,
            sum(given.weight) over () as weight_sum,
            kpis.is_marketing(touch.channel, touch.campaign_id) as marketing,
            kpis.is_advertising(touch.channel) as advertised
       from attribution.credit
       join attribution.journey on journey.opportunity_id = credit.opportunity_id
      cross join lateral (
        select place, touch_id, cents, coalesce(share, cents) as weight
          from unnest(credit.touch_ids, credit.cents, credit.weights) with ordinality as one (touch_id, cents, share, place)
      ) given
       join unnest(journey.touch_ids, string_to_array(journey.kinds, null), string_to_array(journey.instants, ','),
                   string_to_array(journey.channels, ','), journey.sources, journey.campaign_ids)
              as touch (id, kind, instant, channel, source, campaign_id) on touch.id = given.touch_id
      where credit.opportunity_id = deal.id
     union all
     select 'lead_source', 1, null, null, null, deal.channel, deal.source, deal.campaign_id, deal.amount, 0, 1, 1,
            deal.attributed, deal.advertised
   ) part
   where deal.outcome = 'won';

-- Figures of the margin look again when a rate of products or of the company changes.
create trigger product_bridge after update of discount_rate, return_rate, payment_fee_rate, service_rate, follow_up_rate
  on crm.product for each statement execute function kpis.mark_everything('opportunities_closed', 'credits');

create function kpis.mark_margin_setting() returns trigger language plpgsql as $$
declare
  changed text := case when tg_op = 'DELETE' then old.key else new.key end;
begin
  if changed like 'margin\_%\_rate' then
    insert into kpis.rollup_mark (mark, spans)
    select named.mark, kpis.everything() from (values ('opportunities_closed'), ('credits')) named (mark);
    insert into attribution.mark (node) values ('answers');
  end if;
  return null;
end
$$;
create trigger setting_margin after insert or update or delete on company.setting
  for each row execute function kpis.mark_margin_setting();

-- Marks of the records of this schema: by their day or instant.
create function kpis.dated_mark(group_name text, day date) returns table (mark text, span tstzrange) language sql stable as $$
  select group_name, kpis.day_span(day)
$$;
create function kpis.timed_mark(group_name text, at timestamptz) returns table (mark text, span tstzrange) language sql stable as $$
  select group_name, kpis.instant_span(at)
$$;

do $$
declare
  watched record;
  arguments text;
begin
  for watched in
    select * from (values
      ('contract', 'dated_mark', 'contracts', 'end_date'),
      ('recommendation', 'dated_mark', 'recommendations', 'recommended_on'),
      ('job_application', 'dated_mark', 'job_applications', 'applied_on'),
      ('hire', 'dated_mark', 'hires', 'hired_on'),
      ('service_request', 'timed_mark', 'service_requests', 'requested_at'),
      ('meeting', 'timed_mark', 'meetings', 'starts_at')
    ) given (relation, marker, mark, field)
  loop
    arguments := format('%L, ''{}'', ''all but'', ''version'', ''updated_at'', ''notes''',
      format('kpis.%I(%L, changed.%I)', watched.marker, watched.mark, watched.field));
    execute format('create trigger marks_insert after insert on returns.%I
      referencing new table as new_rows for each statement execute function kpis.mark_changes(%s)',
      watched.relation, arguments);
    execute format('create trigger marks_update after update on returns.%I
      referencing old table as old_rows new table as new_rows for each statement execute function kpis.mark_changes(%s)',
      watched.relation, arguments);
    execute format('create trigger marks_delete after delete on returns.%I
      referencing old table as old_rows for each statement execute function kpis.mark_changes(%s)',
      watched.relation, arguments);
    execute format('create trigger marks_emptied after truncate on returns.%I
      for each statement execute function kpis.mark_everything(%L)', watched.relation, watched.mark);
  end loop;
end
$$;

-- What their views look up in other tables.
create trigger campaign_returns after update of channel on campaigns.campaign for each statement
  execute function kpis.mark_everything('recommendations', 'job_applications', 'hires', 'service_requests', 'meetings');
create trigger job_application_hires after update on returns.job_application
  for each statement execute function kpis.mark_everything('hires');
