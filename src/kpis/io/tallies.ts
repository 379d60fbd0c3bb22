import type { FactId } from '../facts.ts'
import { CREDITED, partSql } from './credit-sources.ts'
import { OPEN_STAGES } from './lead-sources.ts'
import { marginSql, weightedSql } from './opportunity-sources.ts'
import type { Tally } from './tally.ts'

const ACTIVE_AT = 'greatest(x.created_on, x.last_activity_at, x.first_contacted_at)'

export const stale: Tally = {
  id: 'leads_stale',
  mark: 'leads_stale',
  civil: false,
  grid: 'months_before',
  select: `select count(*) as count, coalesce(sum(x.expected_value), 0) as value from leads.lead x
    where x.stage in (${OPEN_STAGES}) and ${ACTIVE_AT} >= s.start and ${ACTIVE_AT} < s.stop`,
  first: 'firstLead',
}

const ENDED = `x.outcome <> 'open' and x.closed_at is not null`
const ENDED_AT = 'greatest(x.opened_at, x.closed_at)'

const openAt = (at: string) =>
  `x.opened_at < ${at} and (x.outcome = 'open' or x.closed_at >= ${at})`
const worthAt = (at: string) => `case when ${openAt(at)} then ${weightedSql(at)} end`

/** What opportunities are worth that were opened, ended or entered a stage in the stretch: at its end, less at its begin. */
const WORTH = `select coalesce(sum(coalesce(worth.after, 0) - coalesce(worth.before, 0)), 0) as weighted,
         count(*) filter (where ${openAt('s.stop')} and worth.after is null)
           - count(*) filter (where ${openAt('s.start')} and worth.before is null) as unknown
    from (
      select deal.id, deal.outcome, deal.opened_at, deal.closed_at, deal.amount,
             coalesce(deal.probability, stage.probability) as probability
        from crm.opportunity deal join crm.opportunity_stage stage on stage.id = deal.stage_id
       where deal.amount is not null and (deal.outcome = 'open' or deal.closed_at is not null)
         and deal.id in (
           select x.id from crm.opportunity x where x.opened_at >= s.start and x.opened_at < s.stop
           union
           select x.id from crm.opportunity x where ${ENDED} and ${ENDED_AT} >= s.start and ${ENDED_AT} < s.stop
           union
           select opportunity_id from crm.opportunity_event where entered_at >= s.start and entered_at < s.stop)
    ) x
   cross join lateral (select ${worthAt('s.stop')} as after, ${worthAt('s.start')} as before) worth`

/**
 * What came into the stock and what left it. `seconds` is how long the comings of the stretch were open up
 * to its end, less the time after the goings. `unknown`: of how many nobody knows the stage they were in.
 */
export const open: Tally = {
  id: 'opportunities_open',
  mark: 'opportunities_open',
  civil: false,
  grid: 'months_before',
  select: `select stock.*, worth.weighted, worth.unknown
      from (
        select coalesce(sum(moved.sign), 0) as count, coalesce(sum(moved.sign * moved.amount), 0) as amount,
               coalesce(sum(moved.sign * extract(epoch from s.stop - moved.at)), 0) as seconds,
               case when s."from" is null then 0 else extract(epoch from s.stop - s.start) end as length
          from (
            select 1 as sign, x.opened_at as at, x.amount from crm.opportunity x
             where x.opened_at >= s.start and x.opened_at < s.stop and (x.outcome = 'open' or x.closed_at is not null)
            union all
            select -1, ${ENDED_AT}, x.amount from crm.opportunity x
             where ${ENDED} and ${ENDED_AT} >= s.start and ${ENDED_AT} < s.stop
          ) moved
      ) stock, (${WORTH}) worth`,
  first: 'firstOpportunity',
}

export const paid: Tally = {
  id: 'revenue_to_date',
  mark: 'revenue',
  civil: true,
  grid: 'months_before',
  select: `select coalesce(sum(case x.kind when 'invoiced' then x.amount when 'credit_note' then -x.amount end), 0) as invoiced,
           coalesce(sum(x.amount) filter (where x.kind = 'received'), 0) as received
      from crm.revenue_entry x where x.date >= coalesce(s."from", '-infinity') and x.date < s.until`,
  first: 'firstRevenue',
}

const WEEK_DAYS = 7
/** Where each row needs look-ups, stretches are shorter. */
const LOOK_UP_DAYS = 3

/** Sums by channel, as one value: `channels` is an object of objects. */
const byChannel = (rows: string): string =>
  `select coalesce(jsonb_object_agg(counted.channel, counted.sums), '{}') as channels from (${rows}) counted`

export const received: Tally = {
  id: 'revenue_received',
  mark: 'revenue_attributed',
  civil: true,
  grid: LOOK_UP_DAYS,
  select: byChannel(`
    select x.channel, jsonb_build_object('received', sum(x.amount)) as sums
      from kpis.revenue_looked_up x
     where x.date >= s."from" and x.date < s.until and x.kind = 'received'
     group by x.channel`),
}

/** What came in, by the touches that the deals behind it are credited to; $4 is the model. */
export const creditedPayments: Tally = {
  id: 'credited_payments',
  mark: 'revenue_attributed',
  civil: true,
  grid: LOOK_UP_DAYS,
  select: byChannel(`
    select x.channel, jsonb_build_object('attributed', sum(${partSql('x.amount')})) as sums
      from kpis.credited_payment x
     where x.date >= s."from" and x.date < s.until and x.model = $4::text and ${CREDITED}
     group by x.channel`),
}

export const newCustomers: Tally = {
  id: 'new_customers',
  mark: 'customers',
  civil: true,
  grid: LOOK_UP_DAYS,
  select: byChannel(`
    select coalesce(x.channel, '(none)') as channel, jsonb_build_object('count', count(*)) as sums
      from kpis.customer(s.zone, s."from", s.until) x group by 1`),
}

/** Lines of one day lie in one stretch; the longer ones, of which there are few, are cut. */
export const booked: Tally = {
  id: 'costs_booked',
  mark: 'costs_booked',
  civil: true,
  grid: WEEK_DAYS,
  select: byChannel(`
    select lines.channel, jsonb_object_agg(lines.category, lines.amount) as sums
      from (
        select coalesce(x.channel, campaign.channel, '(none)') as channel, x.category, sum(x.booked) as amount
          from (
            select case when overhead = 'spread' then null else channel end as channel,
                   case when overhead = 'spread' then null else campaign_id end as campaign_id,
                   category, amount as booked
              from costs.counted_entry
             where from_date >= s."from" and from_date < s.until and until_date = from_date + 1
            union all
            select case when overhead = 'spread' then null else channel end,
                   case when overhead = 'spread' then null else campaign_id end, category,
                   kpis.booked(amount, from_date, until_date, s."from", s.until)
              from costs.counted_entry
             where until_date > from_date + 1 and daterange(from_date, until_date) && daterange(s."from", s.until)
          ) x
          left join campaigns.campaign on campaign.id = x.campaign_id
         group by 1, 2
      ) lines
     group by lines.channel`),
}

export const PLATFORM_SUMS: readonly FactId[] = [
  'impressions',
  'reach',
  'clicks',
  'platform_conversions',
  'platform_conversion_value',
]
export const PLATFORM_SPEND: readonly (readonly [FactId, string])[] = [
  ['spend_with_clicks', 'clicks'],
  ['spend_with_impressions', 'impressions'],
  ['spend_with_reach', 'reach'],
]

export const platform: Tally = {
  id: 'costs_platform',
  mark: 'costs_platform',
  civil: true,
  grid: WEEK_DAYS,
  select: `select ${[
    ...PLATFORM_SUMS.map((id) => `sum(x.${id}) as ${id}`),
    ...PLATFORM_SPEND.map(
      ([id, counted]) =>
        `coalesce(sum(x.amount) filter (where x.category = 'media' and x.${counted} is not null), 0) as ${id}`,
    ),
  ].join(
    ', ',
  )} from costs.platform_entry x where x.from_date >= s."from" and x.from_date < s.until`,
}

/** Won opportunities of a month: their sums by channel, and which customers they are of. */
export const won: Tally = {
  id: 'won',
  mark: 'opportunities_closed',
  civil: false,
  grid: 'months',
  select: `with x as materialized (
      select amount, variable_cost, margin_rate, own_cost, bridge_cost, bridge_first, customer_id, channel
        from kpis.opportunity
       where closed_at >= s.start and closed_at < s.stop and outcome = 'won'
    )
    select (${byChannel(`
      select x.channel, jsonb_build_object('revenue', coalesce(sum(x.amount), 0),
               'margin', coalesce(sum(${marginSql('$4::numeric')}), 0),
               'unknown', count(*) filter (where x.amount is not null and (${marginSql('$4::numeric')}) is null)) as sums
        from x group by x.channel`)}) as channels,
           (select coalesce(jsonb_agg(jsonb_build_array(one.channel, one.customer_id)), '[]')
              from (select distinct channel, customer_id from x) one) as customers`,
}
