import { type IsoDate, yearBefore } from '#kernel/period.ts'
import {
  ALL_CUTS,
  type Column,
  count,
  datedInstant,
  daysSql,
  deviation,
  distinct,
  type FactSql,
  guardedSum,
  percentile,
  type Source,
  sum,
  TOUCH_CUTS,
  untilEnd,
} from './source.ts'

const OPPORTUNITIES = {
  from: 'kpis.opportunity',
  records: 'opportunities',
  cuts: ALL_CUTS,
} as const

/**
 * The margin of the opportunity `x`; `rate` is that of the company. Its own total goes first, then the parts of the
 * bridge, then a rate, from which goes what the deal itself states besides. The rule in words: src/crm/README.md.
 */
export const marginSql = (rate: string): string => `case
  when x.variable_cost is not null then x.amount - x.variable_cost
  when x.bridge_first then x.amount - x.bridge_cost
  when coalesce(x.margin_rate, ${rate}) is not null
    then round(x.amount * coalesce(x.margin_rate, ${rate}))::bigint - x.own_cost
  else x.amount - x.bridge_cost end`
export const MARGIN = marginSql('p.margin_rate')
export const GROSS_PROFIT = `case
  when x.production_cost is not null then x.amount - x.production_cost
  else x.amount - round(x.amount * x.production_cost_rate)::bigint end`

/**
 * Amount × probability that the open opportunity `x` had just before an instant. While it is still in the stage of then,
 * its own amount and probability hold; else those of the stage that it was in. Null where nobody noted that stage.
 */
export const weightedSql = (at: string): string => `case
  when x.outcome = 'open' and not exists (
      select from crm.opportunity_event later where later.opportunity_id = x.id and later.entered_at >= ${at})
    then round(x.amount * x.probability)::bigint
  else (
    select round(coalesce(event.amount, x.amount) * coalesce(event.probability, stage.probability))::bigint
      from crm.opportunity_event event
      join crm.opportunity_stage stage on stage.id = event.stage_id
     where event.opportunity_id = x.id and event.entered_at < ${at}
     order by event.entered_at desc, event.id desc
     limit 1) end`
const WEIGHTED = weightedSql('p.stop')
const STAGE = `coalesce((
  select stage.name from crm.opportunity_event event join crm.opportunity_stage stage on stage.id = event.stage_id
   where event.opportunity_id = x.id and event.entered_at < p.stop
   order by event.entered_at desc, event.id desc limit 1), case when x.outcome = 'open' then x.stage end)`

const common: readonly Column[] = [
  { id: 'amount', expression: 'x.amount', unit: 'money' },
  { id: 'opened_at', expression: 'x.opened_at', unit: 'instant' },
  { id: 'closed_at', expression: 'x.closed_at', unit: 'instant' },
  { id: 'channel', expression: 'x.channel' },
  { id: 'source', expression: 'x.source' },
]

const opened: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_opened',
  mark: 'opportunities_opened',
  ...datedInstant('x.opened_at'),
  at: 'x.opened_at',
  columns: [...common, { id: 'outcome', expression: 'x.outcome' }],
  facts: {
    opportunities_created: count(),
    opportunities_became_won: count(`x.outcome = 'won'`),
  },
}

const WON = `x.outcome = 'won'`
const WON_WITH_AMOUNT = `${WON} and x.amount is not null`
const CYCLE = daysSql('x.opened_at', 'x.closed_at')
const EARLIER_WIN = `exists (select from crm.opportunity earlier
  where earlier.account_id = x.account_id and earlier.outcome = 'won' and earlier.closed_at < p.start)`

/** Won deals, but no amount of any: their revenue is not known, which is not 0. */
const NO_AMOUNTS = `count(*) filter (where ${WON}) > 0 and count(*) filter (where ${WON_WITH_AMOUNT}) = 0`
const revenue = (where: string): FactSql => ({
  ...sum('x.amount', where),
  unknownWhen: NO_AMOUNTS,
})
const margin = (of: string, where: string): FactSql => ({
  ...guardedSum(of, where),
  unknownWhen: NO_AMOUNTS,
})

const closed: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_closed',
  mark: 'opportunities_closed',
  match: 'x.closed_at >= p.start and x.closed_at < p.stop',
  bounds: (all) =>
    `x.closed_at >= ${all.start} and x.closed_at < ${all.stop} and x.outcome in ('won', 'lost')`,
  at: 'x.closed_at',
  columns: [
    ...common,
    { id: 'outcome', expression: 'x.outcome' },
    { id: 'cycle_days', expression: CYCLE, unit: 'days' },
    { id: 'margin', expression: MARGIN, unit: 'money' },
  ],
  facts: {
    won_count: count(WON),
    lost_count: count(`x.outcome = 'lost'`),
    closed_count: count(),
    revenue_won: revenue(WON_WITH_AMOUNT),
    won_with_amount: count(WON_WITH_AMOUNT),
    won_amount_deviation: deviation('x.amount', WON_WITH_AMOUNT),
    cycle_days_sum: sum(CYCLE, WON),
    cycle_count: count(WON),
    cycle_days_median: percentile(0.5, CYCLE, WON),
    margin_won: margin(MARGIN, WON_WITH_AMOUNT),
    margin_estimated_amount: sum(
      'x.amount',
      `${WON_WITH_AMOUNT} and x.variable_cost is null and not x.bridge_own and (${MARGIN}) is not null`,
    ),
    gross_profit_won: margin(GROSS_PROFIT, WON_WITH_AMOUNT),
    attributable_revenue: revenue(`${WON_WITH_AMOUNT} and x.attributable`),
    upsell_revenue: revenue(`${WON_WITH_AMOUNT} and x.business_type = 'existing'`),
    customers_won: distinct('x.customer_id', WON),
    repeat_customers: distinct('x.customer_id', `${WON} and ${EARLIER_WIN}`),
  },
}

/** What influence is a share of: the deal was won, whoever touched it. */
const wonByAll: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_won_by_all',
  mark: 'opportunities_closed',
  compactFrom: 'crm.opportunity',
  uncut: TOUCH_CUTS,
  match: datedInstant('x.closed_at').match,
  bounds: (all) => `${WON} and ${datedInstant('x.closed_at').bounds(all)}`,
  at: 'x.closed_at',
  columns: common,
  facts: { won_by_all_count: count() },
}

/** Open before the end and not closed by then. Closing days of open ones are plans, not facts. */
const open: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_open',
  mark: 'opportunities_open',
  ...untilEnd,
  match: `x.opened_at < p.stop and (x.outcome = 'open' or x.closed_at >= p.stop)`,
  bounds: (all) =>
    `x.opened_at < ${all.stop} and (x.outcome = 'open' or x.closed_at >= ${all.start})`,
  at: 'x.opened_at',
  columns: [
    ...common,
    { id: 'stage', expression: STAGE },
    { id: 'weighted_amount', expression: WEIGHTED, unit: 'money' },
  ],
  facts: {
    open_at_end: count(),
    open_amount: sum('x.amount'),
    open_weighted_amount: guardedSum(WEIGHTED, 'x.amount is not null'),
  },
}

const OPEN_UNTIL = `case when x.outcome = 'open' then p.stop else least(x.closed_at, p.stop) end`
const OPEN_DAYS = daysSql('greatest(x.opened_at, p.start)', `(${OPEN_UNTIL})`)

const stock: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_stock',
  mark: 'opportunities_open',
  ...untilEnd,
  match: `x.opened_at < p.stop
    and (x.outcome = 'open' or (x.closed_at > p.start and x.closed_at > x.opened_at))`,
  bounds: (all) =>
    `x.opened_at < ${all.stop} and (x.outcome = 'open' or x.closed_at > ${all.start})`,
  at: 'x.opened_at',
  columns: [...common, { id: 'open_days', expression: OPEN_DAYS, unit: 'days' }],
  facts: { open_days: sum(OPEN_DAYS) },
}

/** The same civil day a year before; 28 February for 29 February. */
export const dayOfYearBefore = (day: IsoDate): IsoDate => yearBefore({ from: day, until: day }).from

const lastYear: Source = {
  ...OPPORTUNITIES,
  id: 'opportunities_last_year',
  mark: 'opportunities_closed',
  reach: ({ until }) => ({ from: dayOfYearBefore(until), until }),
  match: 'x.closed_at >= p.year_start and x.closed_at < p.stop',
  bounds: (all) =>
    `x.closed_at >= ${all.yearStart} and x.closed_at < ${all.stop} and x.outcome = 'won'`,
  at: 'x.closed_at',
  columns: [...common, { id: 'margin', expression: MARGIN, unit: 'money' }],
  facts: {
    margin_last_year: guardedSum(MARGIN, 'x.amount is not null'),
    revenue_last_year: sum('x.amount', 'x.amount is not null'),
    customers_last_year: distinct('x.customer_id'),
  },
}

const customers: Source = {
  id: 'customers',
  mark: 'customers',
  civil: true,
  from: `kpis.customer(
    (select min(zone) from periods), (select min("from") from periods), (select max(until) from periods))`,
  records: 'accounts',
  cuts: ALL_CUTS,
  ...datedInstant('x.at'),
  at: 'x.at',
  columns: [
    { id: 'since', expression: 'x.at', unit: 'instant' },
    { id: 'channel', expression: 'x.channel' },
    { id: 'source', expression: 'x.source' },
  ],
  facts: { new_customers: count() },
}

/** Sources of facts about opportunities and customers. */
export const OPPORTUNITY_SOURCES: readonly Source[] = [
  opened,
  closed,
  wonByAll,
  open,
  stock,
  lastYear,
  customers,
]
