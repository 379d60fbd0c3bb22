-- Figures, mended: the pipeline of a past day, and margins by one of several models.

-- The pipeline of a past day is that of the stages that opportunities were in then: src/kpis/io/opportunity-sources.ts.

-- The probability that the opportunity itself had when it entered the stage; null: that of the stage.
alter table crm.opportunity_event add column probability numeric(7, 6);
create index opportunity_event_entered on crm.opportunity_event (entered_at);

-- What an opportunity is worth while it is open changes with each stage it enters.
create function kpis.pipeline_marks(changed_id uuid) returns table (mark text, span tstzrange) language sql stable as $$
  select 'opportunities_open', kpis.instant_span(entered_at) from crm.opportunity_event where opportunity_id = changed_id
$$;

-- A stage that is entered also changes what the stages beside it, the opening and the end move.
create function kpis.stage_entry_marks(changed_opportunity uuid, changed_at timestamptz)
  returns table (mark text, span tstzrange) language sql stable as $$
  select 'opportunities_open', kpis.instant_span(changed_at)
  union all
  select marks.mark, marks.span from kpis.pipeline_marks(changed_opportunity) marks
  union all
  select marks.mark, marks.span
    from crm.opportunity, lateral kpis.opportunity_marks(opened_at, closed_at) marks
   where opportunity.id = changed_opportunity and marks.mark = 'opportunities_open'
$$;

create trigger pipeline_marks_update after update on crm.opportunity
  referencing old table as old_rows new table as new_rows for each statement
  execute function kpis.mark_changes('kpis.pipeline_marks(changed.id)', '{opportunities_open}', 'only',
    'amount', 'probability', 'stage_id', 'outcome', 'opened_at', 'closed_at');
create trigger stage_entry_marks_insert after insert on crm.opportunity_event
  referencing new table as new_rows for each statement
  execute function kpis.mark_changes('kpis.stage_entry_marks(changed.opportunity_id, changed.entered_at)',
    '{opportunities_open}', 'all but');
create trigger stage_entry_marks_update after update on crm.opportunity_event
  referencing old table as old_rows new table as new_rows for each statement
  execute function kpis.mark_changes('kpis.stage_entry_marks(changed.opportunity_id, changed.entered_at)',
    '{opportunities_open}', 'all but', 'actor_name', 'recorded_at', 'import_id');
create trigger stage_entry_marks_delete after delete on crm.opportunity_event
  referencing old table as old_rows for each statement
  execute function kpis.mark_changes('kpis.stage_entry_marks(changed.opportunity_id, changed.entered_at)',
    '{opportunities_open}', 'all but');
create trigger stage_entry_emptied after truncate on crm.opportunity_event
  for each statement execute function kpis.mark_everything('opportunities_open');

-- Weights are those of one model: with the credits of several models kept for a deal, what else it is worth (margin,
-- payments) was divided among the touches of all of them. Only the windows changed.
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
            sum(given.weight) over (partition by credit.model order by given.place) - given.weight as weight_before,
            sum(given.weight) over (partition by credit.model order by given.place) as weight_after,
            sum(given.weight) over (partition by credit.model) as weight_sum,
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

-- Whatever was kept of margins and payments by a model is counted again.
insert into kpis.rollup_mark (mark, spans)
select named.mark, kpis.everything() from (values ('credits'), ('revenue_attributed'), ('opportunities_open')) named (mark);
