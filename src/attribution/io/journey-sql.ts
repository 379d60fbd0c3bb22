import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../settings.ts'

// What a journey consists of, in one place. Who changes it keeps `affectedSql` in step: that one goes the same
// ways backwards.

/**
 * Which records' journeys are wanted: some by id, or those after one id up to another, in the order of ids. As
 * literals, because COPY takes no parameters.
 */
export type Wanted = { readonly ids: readonly string[] } | Range

/** Ids after one (null: from the first one on) up to another, included. */
export type Range = { readonly after: string | null; readonly upTo: string }

const isWanted = (id: string, wanted: Wanted): RawBuilder<unknown> => {
  const column = sql.ref(id)
  if ('ids' in wanted) return sql`${column} = any(${sql.lit(`{${wanted.ids.join()}}`)}::uuid[])`
  const { after, upTo } = wanted
  return sql`${column} <= ${sql.lit(upTo)}::uuid
    ${after === null ? sql`` : sql`and ${column} > ${sql.lit(after)}::uuid`}`
}

/** Opportunities whose journeys are wanted, up to the later one of opening and close. */
export const opportunityTargets = (wanted: Wanted): RawBuilder<unknown> => sql`
  select opportunity.id, opportunity.lead_id, opportunity.contact_id,
         lead.contact_id as lead_contact_id,
         coalesce(opportunity.account_id, lead.account_id, contact.account_id, lead_contact.account_id) as account_id,
         case when opportunity.outcome = 'open' then 'infinity'
              else greatest(opportunity.opened_at, opportunity.closed_at) end as cutoff,
         opportunity.opened_at,
         case when opportunity.outcome = 'won' then opportunity.closed_at end as won_at,
         coalesce(opportunity.amount, 0) as amount,
         case when opportunity.lead_id is null then coalesce(campaign.channel, opportunity.channel) end as own_channel,
         opportunity.campaign_id as own_campaign_id, opportunity.source as own_source
    from crm.opportunity
    left join leads.lead on lead.id = opportunity.lead_id
    left join crm.contact on contact.id = opportunity.contact_id
    left join crm.contact lead_contact on lead_contact.id = lead.contact_id
    left join campaigns.campaign on campaign.id = opportunity.campaign_id
   where ${isWanted('opportunity.id', wanted)}`

/** Leads that became something at the instant in `column`. */
export const leadTargets = (
  wanted: Wanted,
  column: 'mql_at' | 'sql_at',
): RawBuilder<unknown> => sql`
  select lead.id, lead.id as lead_id, lead.contact_id, null::uuid as lead_contact_id,
         coalesce(lead.account_id, contact.account_id) as account_id,
         ${sql.ref(`lead.${column}`)} as cutoff, null::timestamptz as opened_at, null::timestamptz as won_at,
         null::bigint as amount, null::text as own_channel, null::uuid as own_campaign_id, null::text as own_source
    from leads.lead
    left join crm.contact on contact.id = lead.contact_id
   where ${isWanted('lead.id', wanted)}`

/** Of the company's whole account, where the scope asks for it. */
const inAccount = (scope: Scope, statement: RawBuilder<unknown>): RawBuilder<unknown> =>
  scope === 'account' ? statement : sql``

const atAccount = {
  account: sql``,
  contacts: sql`and touchpoint.contact_id is null and touchpoint.lead_id is null`,
  primary: sql`and false`,
}

/** Of what kind a row of `journeysSql` is. */
export const ROW_KINDS = {
  target: 'j',
  won: 'w',
  opportunityCreated: 'v',
  leadCreated: 'c',
  touchpoint: 't',
  lead: 'l',
  membership: 'm',
  own: 'o',
} as const

const kind = (name: keyof typeof ROW_KINDS) => sql`${sql.lit(ROW_KINDS[name])}::"char"`
const NOTHING = sql`null::text, null::uuid, null::text, null::text, null::text`
const touchpoint = sql`touchpoint.id, touchpoint.occurred_at, touchpoint.channel, touchpoint.campaign_id,
  touchpoint.source, touchpoint.content, touchpoint.session, touchpoint.lead_id`
const membership = sql`membership.id, membership.at, null, membership.campaign_id, null, null, null, null::uuid`

/** A statement in steps: each has a name, and may use those before it; `rows` uses them all. */
export type Stepped = {
  readonly steps: readonly (readonly [name: string, statement: RawBuilder<unknown>])[]
  readonly rows: RawBuilder<unknown>
}

/** All steps as one statement. */
export const asOne = ({ steps, rows }: Stepped): RawBuilder<unknown> => sql`
  with ${sql.join(steps.map(([name, step]) => sql`${sql.ref(name)} as materialized (${step})`))} ${rows}`

/**
 * What the journeys of `targets` are made of, in no order; by number of the target in the order of ids (from 1):
 * the target itself with its cutoff, `flag` where there is anybody; when it was won, with its amount in the place of a channel; the
 * instants of milestones, of opportunities `flag` where they were opened again; touches, `flag` where somebody gave
 * a name, one and the same perhaps several times. A lead is a touch of its own when it was created, unless a
 * touchpoint already tells how it came; the one that led to a lead is where somebody gave a name.
 */
export const journeysSql = (targets: RawBuilder<unknown>, scope: Scope): Stepped => ({
  steps: [
    [
      'target',
      sql`select (row_number() over (order by wanted.id))::integer as number, wanted.* from (${targets}) wanted`,
    ],
    ['person', personSql(scope)],
    ['named', namedSql(scope)],
    [
      'enquiry',
      sql`select named.number, lead.id as lead_id, lead.created_on, lead.channel, lead.campaign_id, lead.source, lead.content,
           (select max(occurred_at) from tracking.touchpoint
             where touchpoint.lead_id = lead.id and occurred_at <= lead.created_on and not_counted is null) as touched_at
      from named join leads.lead on lead.id = named.lead_id`,
    ],
  ],
  rows: sql`${targetRows} union all ${milestoneRows} union all ${touchRows(scope)}`,
})

const personSql = (scope: Scope): RawBuilder<unknown> => sql`
    select number, contact_id from target where contact_id is not null
    union
    select number, lead_contact_id from target
     where lead_contact_id is not null ${scope === 'primary' ? sql`and contact_id is null` : sql``}
    ${inAccount(
      scope,
      sql`union
    select target.number, contact.id from target join crm.contact on contact.account_id = target.account_id
    union
    select target.number, lead.contact_id from target join leads.lead on lead.account_id = target.account_id
     where lead.contact_id is not null`,
    )}`

const namedSql = (scope: Scope): RawBuilder<unknown> => sql`
    select number, lead_id from target where lead_id is not null
    union
    select person.number, lead.id from person join leads.lead on lead.contact_id = person.contact_id
    ${inAccount(
      scope,
      sql`union
    select target.number, lead.id from target join leads.lead on lead.account_id = target.account_id`,
    )}`

const targetRows = sql`
  select number, ${kind('target')}, id, cutoff, ${NOTHING},
         coalesce(account_id, contact_id, lead_contact_id, lead_id) is not null as flag
    from target
  union all
  select number, ${kind('won')}, id, won_at, amount::text, null, null, null, null, false
    from target where won_at is not null`

const milestoneRows = sql`
  select number, ${kind('opportunityCreated')}, id, opened_at, ${NOTHING}, false from target where opened_at is not null
  union all
  select number, ${kind('opportunityCreated')}, null, entered_at, ${NOTHING}, true
    from (
      select target.number, event.entered_at, stage.outcome,
             lag(stage.outcome) over (partition by event.opportunity_id order by event.entered_at, event.id) as before
        from target
        join crm.opportunity_event event on target.opened_at is not null and event.opportunity_id = target.id
        join crm.opportunity_stage stage on stage.id = event.stage_id
    ) entered
   where outcome = 'open' and before <> 'open'
  union all
  select number, ${kind('leadCreated')}, lead_id, created_on, ${NOTHING}, false from enquiry
  union all
  select enquiry.number, ${kind('leadCreated')}, enquiry.lead_id, stage_event.entered_at, ${NOTHING}, false
    from enquiry join leads.stage_event on stage_event.lead_id = enquiry.lead_id
   where stage_event.stage = 'new' and stage_event.entered_at > enquiry.created_on`

const touchRows = (scope: Scope): RawBuilder<unknown> => sql`
  select found.number, found.kind, found.id, found.at, coalesce(found.channel, campaign.channel, 'unknown'),
         found.campaign_id, found.source, found.content, found.session,
         found.kind = ${kind('lead')} or coalesce(found.at = enquiry.touched_at, false)
    from (
      select person.number, ${kind('touchpoint')} as kind, ${touchpoint}
        from person join tracking.touchpoint on touchpoint.contact_id = person.contact_id and touchpoint.not_counted is null
      union all
      select named.number, ${kind('touchpoint')}, ${touchpoint}
        from named join tracking.touchpoint on touchpoint.lead_id = named.lead_id and touchpoint.not_counted is null
      union all
      select target.number, ${kind('touchpoint')}, ${touchpoint}
        from target join tracking.touchpoint on touchpoint.account_id = target.account_id
         and touchpoint.not_counted is null ${atAccount[scope]}
      union all
      select number, ${kind('lead')}, lead_id, created_on, channel, campaign_id, source, content, null, lead_id
        from enquiry where touched_at is null
      union all
      select person.number, ${kind('membership')}, ${membership}
        from person join campaigns.membership on membership.contact_id = person.contact_id where membership.at is not null
      union all
      select named.number, ${kind('membership')}, ${membership}
        from named join campaigns.membership on membership.lead_id = named.lead_id where membership.at is not null
      union all
      select number, ${kind('own')}, id, opened_at, own_channel, own_campaign_id, own_source, null, null, null
        from target where own_channel is not null
    ) found (number, kind, id, at, channel, campaign_id, source, content, session, lead_id)
    left join campaigns.campaign on campaign.id = found.campaign_id
    left join enquiry on enquiry.number = found.number and enquiry.lead_id = found.lead_id`

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
