import { GROSS_PROFIT, MARGIN } from './opportunity-sources.ts'
import {
  ALL_CUTS,
  type Column,
  datedDay,
  datedInstant,
  distinct,
  type FactSql,
  guardedSum,
  type Source,
  sum,
} from './source.ts'

/**
 * The part of `total` that the touch `x` is given: cut cumulatively, like cost lines into days, so that the parts of
 * all touches add up to the total. Whole cents.
 */
export const partSql = (total: string): string =>
  `(round((${total})::numeric * x.weight_after / x.weight_sum)
    - round((${total})::numeric * x.weight_before / x.weight_sum))::bigint`

/** A touch of marketing that is given anything. */
export const CREDITED = 'x.marketing and x.weight_after <> x.weight_before'
const WITH_AMOUNT = `${CREDITED} and x.amount is not null`
const ADVERTISED = `${WITH_AMOUNT} and x.advertised`

/** Deals with credits, but no amount of any: what is attributed is not known, which is not 0. */
const NO_AMOUNTS = 'count(*) > 0 and count(x.amount) = 0'
const revenue = (where: string): FactSql => ({
  ...sum('x.cents', where),
  unknownWhen: NO_AMOUNTS,
})
const margin = (of: string, where: string): FactSql => ({
  ...guardedSum(partSql(of), where),
  unknownWhen: NO_AMOUNTS,
})

const deals: Source = {
  id: 'credits',
  mark: 'credits',
  byTouch: { deal: 'x.id' },
  from: 'kpis.credit',
  records: 'opportunities',
  cuts: ALL_CUTS,
  match: datedInstant('x.closed_at').match,
  bounds: (all) => `x.model = ${all.model} and ${datedInstant('x.closed_at').bounds(all)}`,
  at: 'x.closed_at',
  columns: [
    { id: 'amount', expression: 'x.amount', unit: 'money' },
    { id: 'closed_at', expression: 'x.closed_at', unit: 'instant' },
    { id: 'margin', expression: MARGIN, unit: 'money' },
  ],
  facts: {
    attributed_won_count: distinct('x.id', CREDITED),
    attributed_revenue: revenue(WITH_AMOUNT),
    attributed_margin: margin(MARGIN, WITH_AMOUNT),
    attributed_gross_profit: margin(GROSS_PROFIT, WITH_AMOUNT),
    advertising_revenue: revenue(ADVERTISED),
    advertising_margin: margin(MARGIN, ADVERTISED),
  },
}

const paymentColumns: readonly Column[] = [
  { id: 'date', expression: 'x.date', unit: 'date' },
  { id: 'amount', expression: 'x.amount', unit: 'money' },
]

const payments: Source = {
  id: 'credited_payments',
  mark: 'revenue_attributed',
  byTouch: { deal: 'x.opportunity_id' },
  from: 'kpis.credited_payment',
  records: 'revenue-entries',
  cuts: ALL_CUTS,
  ...datedDay('x.date'),
  bounds: (all) => `x.model = ${all.model} and ${datedDay('x.date').bounds(all)}`,
  at: 'x.date',
  columns: paymentColumns,
  facts: { attributed_received: sum(partSql('x.amount'), CREDITED) },
}

/** Of a deal that a chosen touch is part of: all of it, once. */
const whole = (where: string): FactSql => ({
  ...sum('x.amount', where),
  unknownWhen: NO_AMOUNTS,
  undivided: true,
})
const BETWEEN = 'x.place > 1 and x.place < x.last_place'

/** Deals by the touches that count for them, whatever a model gives these. */
const influence: Source = {
  ...deals,
  id: 'influence',
  from: `(select credit.*, max(place) over (partition by id, model, closed_at) as last_place
      from kpis.credit)`,
  bounds: (all) => `x.touch_id is not null and ${deals.bounds(all)}`,
  unchosen: 'x.marketing',
  numbered: { nth: '', nth_between: BETWEEN },
  facts: {
    influenced_won_count: distinct('x.id'),
    influenced_revenue: { ...whole('true'), of: 'case when x.nth = 1 then x.amount end' },
    influenced_revenue_first: whole('x.place = 1'),
    influenced_revenue_assisting: {
      ...whole(BETWEEN),
      of: 'case when x.nth_between = 1 then x.amount end',
    },
    influenced_revenue_last: whole('x.place = x.last_place'),
  },
}

/** Sources of facts about what marketing is credited with, and what it took part in. */
export const CREDIT_SOURCES: readonly Source[] = [deals, influence, payments]
