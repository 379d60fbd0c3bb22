import { type RawBuilder, sql } from 'kysely'
import { CUTS, type Cut, chosenCuts, type RoiPartId } from '../query.ts'
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

export type Source = {
  /** Path of the records. */
  readonly path: string
  /** What its rows can be narrowed to. */
  readonly cuts: readonly Cut[]
  /** Filters that leave it as it is, or choose something else than its rows. */
  readonly uncut?: readonly Cut[]
  /** A statement with the columns of `Row`: what is added up and what is listed are the same rows. */
  readonly rows: (scope: RoiScope) => RawBuilder<Row>
}

/** Whether the rows of a source can be those of the filters: never the whole company instead of a part of it. */
const canCut = ({ cuts, uncut = [] }: Source, { query }: RoiScope): boolean =>
  chosenCuts(query).every(([cut]) => cuts.includes(cut) || uncut.includes(cut))

const TOUCH_CUTS: readonly Cut[] = ['channel', 'campaign']
const DEAL_CUTS: readonly Cut[] = ['product', 'team', 'region', 'business_type']
/** What people do has no product, and is neither new nor existing business. */
export const WORK_CUTS: readonly Cut[] = ['channel', 'campaign', 'team', 'region']

const STAGE_AT = { lead: 'created_on', mql: 'mql_at', sql: 'sql_at' } as const
const stageAt = ({ settings }: RoiScope) => `x.${STAGE_AT[settings.lead_value_stage]}`

/** The lead `x` became a customer: it is marked so, or a deal of its own was won. */
const BECAME_CUSTOMER = sql<boolean>`(x.won_at is not null or exists (
  select from crm.opportunity won where won.lead_id = x.id and won.outcome = 'won'))`

const companyRate = ({ settings }: RoiScope): string =>
  settings.margin_rate === null ? 'null::numeric' : `${Number(settings.margin_rate)}::numeric`

/** Won deals with what of their revenue and margin is credited to marketing; the margin is unknown where that of the deal is. */
export function creditedSql(scope: RoiScope): RawBuilder<unknown> {
  const part = sql.raw(scope.partSql(scope.marginSql(companyRate(scope))))
  return sql`
    select x.id, x.label, x.closed_at as at, sum(x.cents)::bigint as revenue,
           case when count(*) = count(${part}) then sum(${part})::bigint end as margin
      from kpis.credit x
     where x.model = ${scope.model}::text
       and ${inPeriod('x.closed_at', scope)}
       and x.marketing and x.weight_after <> x.weight_before and x.amount is not null
       ${chosen(scope, CUTS)}
     group by x.id, x.label, x.closed_at`
}

const credited = (column: 'revenue' | 'margin'): Source => ({
  path: 'opportunities',
  cuts: CUTS,
  rows: (scope) => sql`
    select id, label, at, ${sql.ref(column)} as cents, id as deal, null::boolean as success
      from (${creditedSql(scope)}) deal`,
})

/** Leads of marketing that reached the stage in the period; their value is the same for all and added later. */
const leads: Source = {
  path: 'leads',
  cuts: CUTS,
  rows: (scope) => sql`
    select x.id, x.label, ${sql.ref(stageAt(scope))} as at, null::bigint as cents,
           roi.deal_of_lead(x.id, x.account_id, x.created_on) as deal,
           ${BECAME_CUSTOMER} as success
      from kpis.lead x
     where ${inPeriod(stageAt(scope), scope)}
       and kpis.is_marketing(x.channel, x.campaign_id)
       ${chosen(scope, CUTS)}`,
}

/** Goals that people reached on the website, as they were worth then. A visit knows its channel, and nothing of deals. */
const goals: Source = {
  path: 'leads',
  cuts: ['channel'],
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
       ${chosen(scope, ['channel'])}`,
}

/** Open at the end of the period, with the stage they were in then. */
const pipeline: Source = {
  path: 'opportunities',
  cuts: CUTS,
  rows: (scope) => sql`
    select x.id, x.label, x.opened_at as at, ${sql.raw(scope.weightedSql('ended.at'))} as cents, x.id as deal,
           null::boolean as success
      from kpis.opportunity x
     cross join (select ${instantOf(scope.query.until, scope)} as at) ended
     where ${inPeriod('x.opened_at', scope)}
       and (x.outcome = 'open' or x.closed_at >= ended.at)
       and x.attributed
       and x.amount is not null
       ${chosen(scope, CUTS)}`,
}

const meetings = (origin: 'social_selling' | 'cold_call', cuts: readonly Cut[]): Source => ({
  path: 'meetings',
  cuts,
  // What cold calling costs is that of the company, whatever is chosen.
  ...(cuts.length === 0 && { uncut: CUTS }),
  rows: (scope) => sql`
    select x.id, x.label, x.starts_at as at, null::bigint as cents, null::uuid as deal, null::boolean as success
      from kpis.meeting x
     where ${inPeriod('x.starts_at', scope)}
       and x.origin = ${origin}::text
       and x.outcome = 'held'
       ${chosen(scope, cuts)}`,
})

const recruiting: Source = {
  path: 'hires',
  cuts: WORK_CUTS,
  rows: (scope) => sql`
    select x.id, x.label, x.date as at, coalesce(x.saving, ${scope.settings.saving_per_hire}::bigint) as cents,
           null::uuid as deal, null::boolean as success
      from kpis.hire x
     where ${onDays('x.date', scope)}
       and kpis.is_marketing(x.channel, x.campaign_id)
       ${chosen(scope, WORK_CUTS)}`,
}

const proxy: Source = {
  path: 'proxy-measures',
  cuts: TOUCH_CUTS,
  rows: (scope) => sql`
    select x.id, x.label, x.date as at, x.cents, null::uuid as deal, null::boolean as success
      from roi.proxy_value x
     where ${onDays('x.date', scope)}
       ${chosen(scope)}`,
}

/** Cost lines of the period with their category. Cost knows no new and existing business. */
export const costsSql = (scope: RoiScope, condition: RawBuilder<unknown> = sql`true`) => sql<Row>`
  select x.id, x.label, x.from_date as at,
         kpis.booked(x.amount, x.from_date, x.until_date, ${scope.query.from}::date, ${scope.query.until}::date) as cents,
         null::uuid as deal, null::boolean as success, x.category
    from kpis.cost x
   where x.from_date < ${scope.query.until}::date
     and x.until_date > ${scope.query.from}::date
     and ${condition}
     ${chosen(scope, COST_CUTS)}`
export const COST_CUTS: readonly Cut[] = ['channel', 'campaign', 'product', 'team', 'region']

const costs = (condition: RawBuilder<unknown>): Source => ({
  path: 'costs',
  cuts: COST_CUTS,
  uncut: ['business_type'],
  rows: (scope) => costsSql(scope, condition),
})
const category = (id: string): Source => costs(sql`x.category = ${id}::text`)

/** Leads of marketing before the period and whether they became customers. */
const history: Source = {
  path: 'leads',
  cuts: CUTS,
  rows: (scope) => sql`
    select x.id, x.label, ${sql.ref(stageAt(scope))} as at, null::bigint as cents, null::uuid as deal,
           ${BECAME_CUSTOMER} as success
      from kpis.lead x
     where ${sql.ref(stageAt(scope))} >= ${instantOf(scope.history.from, scope)}
       and ${sql.ref(stageAt(scope))} < ${instantOf(scope.history.until, scope)}
       and kpis.is_marketing(x.channel, x.campaign_id)
       ${scope.rateOfChosen ? chosen(scope, CUTS) : sql``}`,
}

/** Everything that was won, of which marketing is given a part. */
const revenue: Source = {
  path: 'opportunities',
  cuts: DEAL_CUTS,
  uncut: TOUCH_CUTS,
  rows: (scope) => sql`
    select x.id, x.label, x.closed_at as at, x.amount as cents, x.id as deal, null::boolean as success
      from kpis.opportunity x
     where ${inPeriod('x.closed_at', scope)}
       and x.outcome = 'won'
       and x.amount is not null
       ${chosen(scope, DEAL_CUTS)}`,
}

const INFINITY = sql`'infinity'::timestamptz`

/** A touchpoint `t` of the period or before it, before the lead `x` was won, where it is asked for. */
const beforeWon = (scope: RoiScope) => sql`
  t.occurred_at < ${instantOf(scope.query.until, scope)}
    and t.occurred_at <= coalesce(x.won_at, ${INFINITY})
    and ${exposing(scope)}`

/** A touchpoint `t` in the term of the contract `x`, where it is asked for. */
const inTerm = (scope: RoiScope) => {
  const zone = sql`${scope.settings.time_zone}::text`
  return sql`t.occurred_at >= (x.start_date::timestamp at time zone ${zone})
              and t.occurred_at < ((x.end_date + 1)::timestamp at time zone ${zone})
              and ${exposing(scope)}`
}

/** Records in two groups, read in one pass: `inside` says which. */
export const GROUPS = {
  /**
   * Money of marketing and the deal it is of: the one it names, else the one that its account has won, where that is a
   * single one (of several nobody knows which was paid). Inside: there is such a deal.
   */
  money: {
    path: 'revenue-entries',
    cuts: CUTS,
    rows: (scope) => sql`
      select x.id, x.label, x.date as at,
             case when x.kind = 'credit_note' then -x.amount else x.amount end as cents,
             deal.id as deal, null::boolean as success, deal.id is not null as inside
        from kpis.revenue x
       cross join lateral (
         select coalesce(x.opportunity_id, (
           select case when count(*) = 1 then min(one.id::text)::uuid end
             from crm.opportunity one where one.account_id = x.account_id and one.outcome = 'won')) as id) deal
       where ${onDays('x.date', scope)}
         and x.attributed
         and x.kind = any(${scope.settings.revenue_basis === 'received' ? ['received'] : ['invoiced', 'credit_note']}::text[])
         ${chosen(scope, CUTS)}`,
  },
  /** Leads of the period. Inside: they came from there, or met us before they were won and before the period ended. */
  leads: {
    path: 'leads',
    cuts: DEAL_CUTS,
    uncut: TOUCH_CUTS,
    rows: (scope) => sql`
      select x.id, x.label, x.created_on as at, null::bigint as cents, null::uuid as deal,
             ${BECAME_CUSTOMER} as success,
             coalesce(${exposing(scope, 'x')}, false)
               -- Apart, so that each of them has its index.
               or exists (select from tracking.touchpoint t where t.lead_id = x.id and ${beforeWon(scope)})
               or exists (select from tracking.touchpoint t where t.contact_id = lead.contact_id and ${beforeWon(scope)})
               or exists (select from tracking.touchpoint t where t.account_id = x.account_id and ${beforeWon(scope)}) as inside
        from kpis.lead x
        join leads.lead on lead.id = x.id
       where ${inPeriod('x.created_on', scope)}
         ${chosen(scope, DEAL_CUTS)}`,
  },
  /**
   * Contracts that fell due and were decided. Inside: the account met us in the term. `deal`: the one that brought the
   * contract that follows.
   */
  contracts: {
    path: 'contracts',
    cuts: ['product', 'team', 'region'],
    uncut: TOUCH_CUTS,
    rows: (scope) => sql`
      select x.id, x.label, x.end_date as at, x.yearly_amount as cents,
             (select follower.opportunity_id from returns.contract follower
               where follower.renews_id = x.id and follower.opportunity_id is not null
               order by follower.start_date, follower.id limit 1) as deal,
             x.outcome = 'renewed' as success,
             exists (
               select from tracking.touchpoint t
                where t.account_id = x.account_id and ${inTerm(scope)})
             or exists (
               select from crm.contact
                 join tracking.touchpoint t on t.contact_id = contact.id
                where contact.account_id = x.account_id and ${inTerm(scope)}) as inside
        from kpis.contract x
       where ${onDays('x.end_date', scope)}
         and x.outcome in ('renewed', 'ended')
         and x.account_id is not null
         ${chosen(scope, ['product', 'team', 'region'])}`,
  },
} as const satisfies Record<string, Source>

const oneOf = (group: Source, inside: boolean): Source => ({
  ...group,
  rows: (scope) =>
    sql`select id, label, at, cents, deal, success from (${group.rows(scope)}) one where inside = ${inside}::boolean`,
})

type Records = Omit<Readonly<Record<RoiPartId, Source>>, 'lead_value'>

/** The rows of every number of an ROI. */
const SOURCES: Records = {
  direct: oneOf(GROUPS.money, true),
  without_deal: oneOf(GROUPS.money, false),
  attributed: credited('revenue'),
  margin: credited('margin'),
  pipeline,
  social_selling: meetings('social_selling', WORK_CUTS),
  cold_calling: meetings('cold_call', []),
  recruiting,
  retention: oneOf(GROUPS.contracts, true),
  engaged: oneOf(GROUPS.contracts, true),
  not_engaged: oneOf(GROUPS.contracts, false),
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
  exposed: oneOf(GROUPS.leads, true),
  not_exposed: oneOf(GROUPS.leads, false),
}

const declared = (part: RoiPartId, { settings }: RoiScope): Source => {
  if (part !== 'lead_value') return SOURCES[part]
  return settings.lead_value_method === 'goal_values' ? goals : leads
}

/** Whether a number can be asked for what is chosen. */
export const isCut = (part: RoiPartId, scope: RoiScope): boolean =>
  canCut(declared(part, scope), scope)

/** Where the rows of a number come from: none where they cannot be narrowed to what is chosen. */
export function sourceOf(part: RoiPartId, scope: RoiScope): Source {
  const source = declared(part, scope)
  if (canCut(source, scope)) return source
  return { ...source, rows: (asked) => sql`select * from (${source.rows(asked)}) one where false` }
}
