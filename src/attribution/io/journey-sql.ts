import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../settings.ts'

// What a journey consists of, in one place. Who changes it keeps `affectedSql` in step: that one goes the same
// ways backwards.

/** Opportunities whose journeys are wanted, up to the later one of opening and close. */
export const opportunityTargets = (ids: readonly string[]): RawBuilder<unknown> => sql`
  select opportunity.id, opportunity.lead_id, opportunity.contact_id,
         lead.contact_id as lead_contact_id,
         coalesce(opportunity.account_id, lead.account_id, contact.account_id, lead_contact.account_id) as account_id,
         case when opportunity.outcome = 'open' then 'infinity'
              else greatest(opportunity.opened_at, opportunity.closed_at) end as cutoff,
         opportunity.opened_at,
         case when opportunity.lead_id is null then coalesce(campaign.channel, opportunity.channel) end as own_channel,
         opportunity.campaign_id as own_campaign_id, opportunity.source as own_source
    from crm.opportunity
    left join leads.lead on lead.id = opportunity.lead_id
    left join crm.contact on contact.id = opportunity.contact_id
    left join crm.contact lead_contact on lead_contact.id = lead.contact_id
    left join campaigns.campaign on campaign.id = opportunity.campaign_id
   where opportunity.id = any(${ids}::uuid[])`

/** Leads that became something at the instant in `column`. */
export const leadTargets = (
  ids: readonly string[],
  column: 'mql_at' | 'sql_at',
): RawBuilder<unknown> => sql`
  select lead.id, lead.id as lead_id, lead.contact_id, null::uuid as lead_contact_id,
         coalesce(lead.account_id, contact.account_id) as account_id,
         ${sql.ref(`lead.${column}`)} as cutoff, null::timestamptz as opened_at,
         null::text as own_channel, null::uuid as own_campaign_id, null::text as own_source
    from leads.lead
    left join crm.contact on contact.id = lead.contact_id
   where lead.id = any(${ids}::uuid[])`

/** Of the company's whole account, where the scope asks for it. */
const inAccount = (scope: Scope, statement: RawBuilder<unknown>): RawBuilder<unknown> =>
  scope === 'account' ? statement : sql``

const atAccount = {
  account: sql``,
  contacts: sql`and touchpoint.contact_id is null and touchpoint.lead_id is null`,
  primary: sql`and false`,
}

const milliseconds = (instant: RawBuilder<unknown>) =>
  sql`round(date_part('epoch', ${instant}) * 1000)::bigint`

const touchpoint = sql`'t', touchpoint.id, touchpoint.occurred_at, touchpoint.channel, touchpoint.campaign_id,
  touchpoint.source, touchpoint.content, touchpoint.session, touchpoint.lead_id`

/**
 * The journeys of `targets` with the columns of attribution.journey, one row for each. A lead is a touch of its own
 * when it was created, unless a touchpoint already tells how it came; the one that led to a lead is where somebody
 * gave a name.
 */
export const journeysSql = (targets: RawBuilder<unknown>, scope: Scope): RawBuilder<unknown> => sql`
  with target as materialized (${targets}),
  person as materialized (
    select id as target, contact_id from target where contact_id is not null
    union
    select id, lead_contact_id from target
     where lead_contact_id is not null ${scope === 'primary' ? sql`and contact_id is null` : sql``}
    ${inAccount(
      scope,
      sql`union
    select target.id, contact.id from target join crm.contact on contact.account_id = target.account_id
    union
    select target.id, lead.contact_id from target join leads.lead on lead.account_id = target.account_id
     where lead.contact_id is not null`,
    )}
  ), named as materialized (
    select id as target, lead_id from target where lead_id is not null
    union
    select person.target, lead.id from person join leads.lead on lead.contact_id = person.contact_id
    ${inAccount(
      scope,
      sql`union
    select target.id, lead.id from target join leads.lead on lead.account_id = target.account_id`,
    )}
  ), enquiry as materialized (
    select named.target, lead.id as lead_id, lead.created_on, lead.channel, lead.campaign_id, lead.source, lead.content,
           (select max(occurred_at) from tracking.touchpoint
             where touchpoint.lead_id = lead.id and occurred_at <= lead.created_on) as touched_at
      from named join leads.lead on lead.id = named.lead_id
  ), found (target, kind, id, at, channel, campaign_id, source, content, session, lead_id) as (
    select person.target, ${touchpoint}
      from person join tracking.touchpoint on touchpoint.contact_id = person.contact_id
    union all
    select named.target, ${touchpoint}
      from named join tracking.touchpoint on touchpoint.lead_id = named.lead_id
    union all
    select target.id, ${touchpoint}
      from target join tracking.touchpoint on touchpoint.account_id = target.account_id ${atAccount[scope]}
    union all
    select target, 'l', lead_id, created_on, channel, campaign_id, source, content, null, lead_id
      from enquiry where touched_at is null
    union all
    select person.target, 'm', membership.id, membership.at, null, membership.campaign_id, null, null, null, null
      from person join campaigns.membership on membership.contact_id = person.contact_id where membership.at is not null
    union all
    select named.target, 'm', membership.id, membership.at, null, membership.campaign_id, null, null, null, null
      from named join campaigns.membership on membership.lead_id = named.lead_id where membership.at is not null
    union all
    select id, 'o', id, opened_at, own_channel, own_campaign_id, own_source, null, null, null
      from target where own_channel is not null
  ), touch as (
    select distinct on (found.target, found.at, found.id)
           found.target, found.id, found.kind, found.at, ${milliseconds(sql`found.at`)} as instant,
           coalesce(found.channel, campaign.channel, 'unknown') as channel, found.campaign_id,
           found.source, found.content, found.session,
           found.kind = 'l' or coalesce(found.at = enquiry.touched_at, false) as is_form
      from found
      left join campaigns.campaign on campaign.id = found.campaign_id
      left join enquiry on enquiry.target = found.target and enquiry.lead_id = found.lead_id
     order by found.target, found.at, found.id
  ), journey as (
    select touch.target,
           array_agg(touch.id order by touch.at, touch.id) filter (where touch.at <= target.cutoff) as touch_ids,
           string_agg(touch.kind, '' order by touch.at, touch.id) filter (where touch.at <= target.cutoff) as kinds,
           string_agg(touch.is_form::int::text, '' order by touch.at, touch.id)
             filter (where touch.at <= target.cutoff) as forms,
           string_agg(touch.instant::text, ',' order by touch.at, touch.id)
             filter (where touch.at <= target.cutoff) as instants,
           string_agg(touch.channel, ',' order by touch.at, touch.id)
             filter (where touch.at <= target.cutoff) as channels,
           array_agg(touch.campaign_id order by touch.at, touch.id)
             filter (where touch.at <= target.cutoff) as campaign_ids,
           array_agg(touch.source order by touch.at, touch.id) filter (where touch.at <= target.cutoff) as sources,
           array_agg(touch.content order by touch.at, touch.id) filter (where touch.at <= target.cutoff) as contents,
           array_agg(touch.session order by touch.at, touch.id) filter (where touch.at <= target.cutoff) as sessions,
           count(*) filter (where touch.at > target.cutoff) as later
      from touch join target on target.id = touch.target
     group by touch.target
  ), created as (
    select target, array_agg(distinct instant order by instant) as instants
      from (
        select target, ${milliseconds(sql`created_on`)} as instant from enquiry
        union all
        select enquiry.target, ${milliseconds(sql`stage_event.entered_at`)}
          from enquiry join leads.stage_event on stage_event.lead_id = enquiry.lead_id
         where stage_event.stage = 'new' and stage_event.entered_at > enquiry.created_on
      ) entered
     group by target
  ), reopened as (
    select opportunity_id, array_agg(distinct ${milliseconds(sql`entered_at`)}) as instants
      from (
        select event.opportunity_id, event.entered_at, stage.outcome,
               lag(stage.outcome) over (partition by event.opportunity_id order by event.entered_at, event.id) as before
          from target
          join crm.opportunity_event event on event.opportunity_id = target.id
          join crm.opportunity_stage stage on stage.id = event.stage_id
      ) entered
     where outcome = 'open' and before <> 'open'
     group by opportunity_id
  )
  select target.id,
         coalesce(target.account_id, target.contact_id, target.lead_contact_id, target.lead_id) is not null,
         coalesce(journey.touch_ids, '{}'), coalesce(journey.kinds, ''), coalesce(journey.forms, ''),
         coalesce(journey.instants, ''), coalesce(journey.channels, ''), coalesce(journey.campaign_ids, '{}'),
         coalesce(journey.sources, '{}'), coalesce(journey.contents, '{}'), coalesce(journey.sessions, '{}'),
         coalesce(created.instants, '{}'),
         case when target.opened_at is null then '{}'
              else array[${milliseconds(sql`target.opened_at`)}] || coalesce(reopened.instants, '{}') end,
         coalesce(journey.later, 0)
    from target
    left join journey on journey.target = target.id
    left join created on created.target = target.id
    left join reopened on reopened.opportunity_id = target.id`

/** The opportunities whose journeys the marked records can be part of. */
export const affectedSql = (marks: {
  readonly account: readonly string[]
  readonly contact: readonly string[]
  readonly lead: readonly string[]
  readonly opportunity: readonly string[]
}): RawBuilder<{ id: string }> => sql`
  with person as materialized (
    select unnest(${marks.contact}::uuid[]) as id
    union
    select contact_id from leads.lead where id = any(${marks.lead}::uuid[]) and contact_id is not null
  ), named as materialized (
    select unnest(${marks.lead}::uuid[]) as id
    union
    select lead.id from leads.lead join person on lead.contact_id = person.id
  ), account as materialized (
    select unnest(${marks.account}::uuid[]) as id
    union
    select contact.account_id from crm.contact join person on person.id = contact.id where contact.account_id is not null
    union
    select lead.account_id from leads.lead join named on named.id = lead.id where lead.account_id is not null
  ), somebody as materialized (
    select id from person
    union
    select contact.id from crm.contact join account on account.id = contact.account_id
  ), enquiry as materialized (
    select id from named
    union
    select lead.id from leads.lead join account on account.id = lead.account_id
    union
    select lead.id from leads.lead join somebody on somebody.id = lead.contact_id
  )
  select unnest(${marks.opportunity}::uuid[]) as id
  union
  select opportunity.id from crm.opportunity join account on account.id = opportunity.account_id
  union
  select opportunity.id from crm.opportunity join somebody on somebody.id = opportunity.contact_id
  union
  select opportunity.id from crm.opportunity join enquiry on enquiry.id = opportunity.lead_id`
