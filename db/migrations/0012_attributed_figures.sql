-- Figures by credits: what figures read of attribution, and the marks that tell when a kept answer about it holds
-- no longer. Why it is so: docs/decisions/0018-attributed-figures-by-model.md.

-- Whether a touch is marketing's: one of a campaign, or one of a known channel that is not direct.
create function kpis.is_marketing(channel text, campaign_id uuid) returns boolean language sql immutable parallel safe as $$
  select campaign_id is not null or coalesce(channel not in ('direct', 'unknown', 'not_assignable'), false)
$$;

create function kpis.is_advertising(channel text) returns boolean language sql immutable parallel safe as $$
  select coalesce(channel in
    ('paid_search', 'paid_social', 'paid_video', 'display', 'ad_offline', 'marketplace', 'affiliate', 'influencer'), false)
$$;

-- The share of each touch, as whole numbers; only of deals that have no cents to divide.
alter table attribution.credit add column weights bigint[];

-- Won deals by the touches that a model gives credit, one row for each. The channel, source and campaign are those of
-- the touch, everything else is of the deal. What else the deal is worth goes to a touch in the proportion of
-- weight_before and weight_after to weight_sum.
-- The model lead_source gives the whole deal to its own campaign, else to the source of its lead.
create view kpis.credit as
  select deal.id, deal.label, deal.closed_at, deal.amount, deal.variable_cost, deal.production_cost,
         deal.margin_rate, deal.production_cost_rate, deal.product_id, deal.owner_id, deal.team_id, deal.region_id,
         deal.business_type, deal.account_id,
         part.model, part.place, part.touch_id, part.kind, part.touched_at, part.channel, part.source, part.campaign_id,
         part.cents, part.weight_before, part.weight_after, part.weight_sum, part.marketing, part.advertised
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

-- Payments by the touches that the deal behind them is credited to; by lead_source as in kpis.revenue.
create view kpis.credited_payment as
  select entry.id, coalesce(entry.number, entry.description, account.name, entry.kind) as label, entry.date,
         entry.amount, coalesce(entry.product_id, credit.product_id) as product_id,
         credit.owner_id, credit.team_id, credit.region_id, credit.business_type, credit.account_id,
         credit.model, credit.place, credit.touch_id, credit.kind, credit.touched_at, credit.channel, credit.source,
         credit.campaign_id, credit.weight_before, credit.weight_after, credit.weight_sum, credit.marketing,
         credit.id as opportunity_id
    from crm.revenue_entry entry
   cross join lateral (
     select coalesce(entry.opportunity_id, (
       select one.id from crm.opportunity one
        where one.account_id = entry.account_id
        order by (one.outcome = 'won') desc, one.closed_at, one.id
        limit 1)) as id offset 0
   ) paid
   -- looked up by deal: a plan over all credits costs seconds
   cross join lateral (
     select * from kpis.credit given where given.id = paid.id and given.model <> 'lead_source' offset 0
   ) credit
    left join crm.account on account.id = entry.account_id
   where entry.kind = 'received'
  union all
  select id, label, date, amount, product_id, owner_id, team_id, region_id, business_type, account_id,
         'lead_source', 1, null, null, null, channel, source, campaign_id, 0, 1, 1, attributed, opportunity_id
    from kpis.revenue_looked_up
   where kind = 'received';

-- Marks. Readers of credits wait until what changed is worked out again (attribution.mark is empty in their state),
-- so the marks stand on the credits: they tell whose credits changed, whatever the reason was. Credits and journey of a
-- deal are written together.
create function kpis.mark_credits() returns trigger language plpgsql as $$
begin
  if (select count(*) > 100 from (select from changed limit 101) counted) then
    insert into kpis.rollup_mark (mark, spans)
    select named.mark, kpis.everything() from (values ('credits'), ('revenue_attributed')) named (mark);
    return null;
  end if;
  insert into kpis.rollup_mark (mark, spans)
  select 'credits', kpis.spans_of(array_agg(kpis.instant_span(at))) from changed having count(*) > 0
  union all
  select 'revenue_attributed', kpis.spans_of(array_agg(kpis.day_span(entry.date)))
    from changed
    join crm.opportunity on opportunity.id = changed.opportunity_id
    join crm.revenue_entry entry
      on entry.opportunity_id = opportunity.id or entry.account_id = opportunity.account_id
  having count(*) > 0;
  return null;
end
$$;
create trigger credit_marks_insert after insert on attribution.credit referencing new table as changed
  for each statement execute function kpis.mark_credits();
create trigger credit_marks_delete after delete on attribution.credit referencing old table as changed
  for each statement execute function kpis.mark_credits();
create trigger credit_marks_update_old after update on attribution.credit referencing old table as changed
  for each statement execute function kpis.mark_credits();
create trigger credit_marks_update_new after update on attribution.credit referencing new table as changed
  for each statement execute function kpis.mark_credits();
create trigger credit_emptied after truncate on attribution.credit
  for each statement execute function kpis.mark_everything('credits', 'revenue_attributed');

-- What a deal is worth besides its amount does not change its credits, and lead_source has none: both follow deals,
-- leads, campaigns and products themselves.
create or replace function kpis.opportunity_marks(opened_at timestamptz, closed_at timestamptz) returns table (mark text, span tstzrange) language sql stable as $$
  select counted.mark, kpis.instant_span(counted.at)
    from (values
      ('opportunities_opened', opened_at),
      ('opportunities_closed', closed_at),
      ('credits', closed_at),
      ('opportunities_open', opened_at),
      ('opportunities_open', greatest(opened_at, closed_at))
    ) counted (mark, at)
$$;

create function kpis.lead_credit_marks(changed_id uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select 'credits', kpis.instant_span(closed_at) from crm.opportunity where lead_id = changed_id
$$;
create trigger lead_credit_marks_update after update on leads.lead referencing old table as old_rows new table as new_rows
  for each statement execute function
    kpis.mark_changes('kpis.lead_credit_marks(changed.id)', '{credits}', 'only', 'product_id', 'channel', 'source', 'campaign_id');

create trigger campaign_credits after update of channel on campaigns.campaign
  for each statement execute function kpis.mark_everything('credits');
create trigger product_credits after update of margin_rate, production_cost_rate on crm.product
  for each statement execute function kpis.mark_everything('credits');
create trigger opportunity_credits_emptied after truncate on crm.opportunity
  for each statement execute function kpis.mark_everything('credits');
create trigger lead_credits_emptied after truncate on leads.lead
  for each statement execute function kpis.mark_everything('credits');
