import { type RawBuilder, sql } from 'kysely'
import type { RoiPartId } from '../query.ts'
import { chosen, exposing, inPeriod, instantOf, onDays, type RoiScope } from './scope.ts'

/** One record behind a number. `deal` is the deal it belongs to: kinds that share it count the same customer. */
export type Row = {
  readonly id: string
  readonly label: string
  readonly at: Date | string | null
  readonly cents: number | null
  readonly deal: string | null
  readonly success: boolean | null
}

type Source = {
  /** Path of the records. */
  readonly path: string
  /** A statement with the columns of `Row`: what is added up and what is listed are the same rows. */
  readonly rows: (scope: RoiScope) => RawBuilder<Row>
}

const STAGE_AT = { lead: 'created_on', mql: 'mql_at', sql: 'sql_at' } as const
const stageAt = ({ settings }: RoiScope) => `x.${STAGE_AT[settings.lead_value_stage]}`

const direct: Source = {
  path: 'revenue-entries',
  rows: (scope) => sql`
    select x.id, x.label, x.date as at,
           case when x.kind = 'credit_note' then -x.amount else x.amount end as cents,
           coalesce(x.opportunity_id, (
             select origin.opportunity_id from kpis.account_origin origin where origin.account_id = x.account_id
           )) as deal,
           null::boolean as success
      from kpis.revenue x
     where ${onDays('x.date', scope)}
       and x.attributed
       and x.kind = any(${scope.settings.revenue_basis === 'received' ? ['received'] : ['invoiced', 'credit_note']}::text[])
       ${chosen(scope)}`,
}

const CREDITED = sql`x.marketing and x.weight_after <> x.weight_before and x.amount is not null`

const credited = (scope: RoiScope, cents: RawBuilder<unknown>): RawBuilder<Row> => sql`
  select x.id, x.label, x.closed_at as at, ${cents} as cents, x.id as deal, null::boolean as success
    from kpis.credit x
   where x.model = ${scope.model}::text
     and ${inPeriod('x.closed_at', scope)}
     and ${CREDITED}
     ${chosen(scope)}
   group by x.id, x.label, x.closed_at`

const attributed: Source = {
  path: 'opportunities',
  rows: (scope) => credited(scope, sql`sum(x.cents)::bigint`),
}

const companyRate = ({ settings }: RoiScope): string =>
  settings.margin_rate === null ? 'null::numeric' : `${Number(settings.margin_rate)}::numeric`

/** Unknown where the margin of the deal is. */
const margin: Source = {
  path: 'opportunities',
  rows: (scope) => {
    const part = sql.raw(scope.partSql(scope.marginSql(companyRate(scope))))
    return credited(scope, sql`case when count(*) = count(${part}) then sum(${part})::bigint end`)
  },
}

/** Leads of marketing that reached the stage in the period; their value is the same for all and added later. */
const leads: Source = {
  path: 'leads',
  rows: (scope) => sql`
    select x.id, x.label, ${sql.ref(stageAt(scope))} as at, null::bigint as cents,
           roi.deal_of_lead(x.id, x.account_id, x.created_on) as deal,
           x.won_at is not null as success
      from kpis.lead x
     where ${inPeriod(stageAt(scope), scope)}
       and kpis.is_marketing(x.channel, x.campaign_id)
       ${chosen(scope)}`,
}

/** Goals that people reached on the website, as they were worth then. Visits know no campaign of ours. */
const goals: Source = {
  path: 'leads',
  rows: (scope) => sql`
    select coalesce(reached.lead_id, reached.message_id) as id, goal.name as label, reached.at,
           reached.value as cents,
           roi.deal_of_lead(lead.id, lead.account_id, lead.created_on) as deal, null::boolean as success
      from tracking.goal_reached reached
      join tracking.goal on goal.id = reached.goal_id
      join tracking.visit x on x.id = reached.visit_id
      left join leads.lead on lead.id = reached.lead_id
     where ${inPeriod('reached.at', scope)}
       and reached.counts
       and reached.value is not null
       and kpis.is_marketing(x.channel, null)
       ${scope.query.channel.length > 0 ? sql`and x.channel = any(${scope.query.channel}::text[])` : sql``}
       ${scope.query.campaign.length > 0 ? sql`and false` : sql``}`,
}

const leadValue: Source = {
  path: 'leads',
  rows: (scope) =>
    scope.settings.lead_value_method === 'goal_values' ? goals.rows(scope) : leads.rows(scope),
}

const pipeline: Source = {
  path: 'opportunities',
  rows: (scope) => sql`
    select x.id, x.label, x.opened_at as at, round(x.amount * x.probability)::bigint as cents, x.id as deal,
           null::boolean as success
      from kpis.opportunity x
     where ${inPeriod('x.opened_at', scope)}
       and (x.outcome = 'open' or x.closed_at >= ${instantOf(scope.query.until, scope)})
       and x.attributed
       and x.amount is not null
       ${chosen(scope)}`,
}

const meetings = (origin: 'social_selling' | 'cold_call', isChosen: boolean): Source => ({
  path: 'meetings',
  rows: (scope) => sql`
    select x.id, x.label, x.starts_at as at, null::bigint as cents, null::uuid as deal, null::boolean as success
      from kpis.meeting x
     where ${inPeriod('x.starts_at', scope)}
       and x.origin = ${origin}::text
       and x.outcome = 'held'
       ${isChosen ? chosen(scope) : sql``}`,
})

const recruiting: Source = {
  path: 'hires',
  rows: (scope) => sql`
    select x.id, x.label, x.date as at, coalesce(x.saving, ${scope.settings.saving_per_hire}::bigint) as cents,
           null::uuid as deal, null::boolean as success
      from kpis.hire x
     where ${onDays('x.date', scope)}
       and kpis.is_marketing(x.channel, x.campaign_id)
       ${chosen(scope)}`,
}

/**
 * Contracts that fell due and were decided; engaged: the account met us, in the term, where it is asked for. `deal`: the
 * one that brought the contract that follows.
 */
const contracts = (isEngaged: boolean): Source => ({
  path: 'contracts',
  rows: (scope) => sql`
    select x.id, x.label, x.end_date as at, x.yearly_amount as cents,
           (select follower.opportunity_id from returns.contract follower
             where follower.renews_id = x.id and follower.opportunity_id is not null
             order by follower.start_date, follower.id limit 1) as deal,
           x.outcome = 'renewed' as success
      from kpis.contract x
     where ${onDays('x.end_date', scope)}
       and x.outcome in ('renewed', 'ended')
       and x.account_id is not null
       and ${isEngaged}::boolean = (
         exists (
           select from tracking.touchpoint t
            where t.account_id = x.account_id and ${inTerm(scope)})
         -- Apart, so that each of them has its index: together every touchpoint of the term would be read.
         or exists (
           select from crm.contact
             join tracking.touchpoint t on t.contact_id = contact.id
            where contact.account_id = x.account_id and ${inTerm(scope)}))`,
})

/** A touchpoint `t` in the term of the contract `x`, where it is asked for. */
const inTerm = (scope: RoiScope) => {
  const zone = sql`${scope.settings.time_zone}::text`
  return sql`t.occurred_at >= (x.start_date::timestamp at time zone ${zone})
              and t.occurred_at < ((x.end_date + 1)::timestamp at time zone ${zone})
              and ${exposing(scope)}`
}

const proxy: Source = {
  path: 'proxy-measures',
  rows: (scope) => sql`
    select x.id, x.label, x.date as at, x.cents, null::uuid as deal, null::boolean as success
      from roi.proxy_value x
     where ${onDays('x.date', scope)}
       ${chosen(scope)}`,
}

const costs = (condition: RawBuilder<boolean>): Source => ({
  path: 'costs',
  rows: (scope) => sql`
    select x.id, x.label, x.from_date as at,
           kpis.booked(x.amount, x.from_date, x.until_date, ${scope.query.from}::date, ${scope.query.until}::date) as cents,
           null::uuid as deal, null::boolean as success, x.category
      from kpis.cost x
     where x.from_date < ${scope.query.until}::date
       and x.until_date > ${scope.query.from}::date
       and ${condition}
       ${chosen(scope)}`,
})
const category = (id: string): Source => costs(sql`x.category = ${id}::text`)

/** Leads of the history and whether they became customers. */
const history: Source = {
  path: 'leads',
  rows: (scope) => sql`
    select x.id, x.label, ${sql.ref(stageAt(scope))} as at, null::bigint as cents, null::uuid as deal,
           x.won_at is not null or exists (
             select from crm.opportunity won where won.lead_id = x.id and won.outcome = 'won') as success
      from kpis.lead x
     where ${sql.ref(stageAt(scope))} >= ${instantOf(scope.history.from, scope)}
       and ${sql.ref(stageAt(scope))} < ${instantOf(scope.history.until, scope)}
       ${scope.rateByChannel ? sql`and x.channel = any(${scope.query.channel}::text[])` : sql``}`,
}

const revenue: Source = {
  path: 'opportunities',
  rows: (scope) => sql`
    select x.id, x.label, x.closed_at as at, x.amount as cents, x.id as deal, null::boolean as success
      from kpis.opportunity x
     where ${inPeriod('x.closed_at', scope)}
       and x.outcome = 'won'
       and x.amount is not null`,
}

/** Leads of the period by whether they came from, or met us, where it is asked for, before they were won. */
const exposure = (isExposed: boolean): Source => ({
  path: 'leads',
  rows: (scope) => sql`
    select x.id, x.label, x.created_on as at, null::bigint as cents, null::uuid as deal,
           x.won_at is not null as success
      from kpis.lead x
      join leads.lead on lead.id = x.id
     where ${inPeriod('x.created_on', scope)}
       and ${isExposed}::boolean = (
         coalesce(${exposing(scope, 'x')}, false)
         or exists (select from tracking.touchpoint t
                  where t.lead_id = x.id and ${exposing(scope)}
                    and t.occurred_at <= coalesce(x.won_at, 'infinity'))
         or exists (select from tracking.touchpoint t
                  where t.contact_id = lead.contact_id and ${exposing(scope)}
                    and t.occurred_at <= coalesce(x.won_at, 'infinity'))
         or exists (select from tracking.touchpoint t
                  where t.account_id = x.account_id and ${exposing(scope)}
                    and t.occurred_at <= coalesce(x.won_at, 'infinity')))`,
})

/** The rows of every number of an ROI. */
export const SOURCES: Readonly<Record<RoiPartId, Source>> = {
  direct,
  attributed,
  margin,
  lead_value: leadValue,
  pipeline,
  social_selling: meetings('social_selling', true),
  cold_calling: meetings('cold_call', false),
  recruiting,
  retention: contracts(true),
  engaged: contracts(true),
  not_engaged: contracts(false),
  proxy,
  cost: costs(sql`x.category <> 'sales'`),
  cost_personnel: category('personnel'),
  cost_technology: category('technology'),
  cost_media: category('media'),
  cost_external: category('external'),
  cost_production: category('production'),
  cost_sales: category('sales'),
  rate: history,
  revenue,
  exposed: exposure(true),
  not_exposed: exposure(false),
}
