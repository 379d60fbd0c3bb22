import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import type { FactId } from '../facts.ts'
import type { KpiSettings } from '../settings.ts'
import { OPEN_STAGES } from './lead-sources.ts'
import { dayOfYearBefore, marginSql } from './opportunity-sources.ts'
import type { Reading } from './reading.ts'
import { between, readTally, type Stretch, type Tally } from './tally.ts'

const ACTIVE_AT = 'greatest(x.created_on, x.last_activity_at, x.first_contacted_at)'

const stale: Tally = {
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
const WEIGHTED = 'round(x.amount * coalesce(x.probability, stage.probability))::bigint as weighted'

/**
 * What came into the stock and what left it. `seconds` is how long the comings of the stretch were open up
 * to its end, less the time after the goings.
 */
const open: Tally = {
  id: 'opportunities_open',
  mark: 'opportunities_open',
  civil: false,
  grid: 'months_before',
  select: `select coalesce(sum(moved.sign), 0) as count, coalesce(sum(moved.sign * moved.amount), 0) as amount,
           coalesce(sum(moved.sign * moved.weighted), 0) as weighted,
           coalesce(sum(moved.sign * extract(epoch from s.stop - moved.at)), 0) as seconds,
           case when s."from" is null then 0 else extract(epoch from s.stop - s.start) end as length
      from (
        select 1 as sign, x.opened_at as at, x.amount, ${WEIGHTED}
          from crm.opportunity x join crm.opportunity_stage stage on stage.id = x.stage_id
         where x.opened_at >= s.start and x.opened_at < s.stop and (x.outcome = 'open' or x.closed_at is not null)
        union all
        select -1, ${ENDED_AT}, x.amount, ${WEIGHTED}
          from crm.opportunity x join crm.opportunity_stage stage on stage.id = x.stage_id
         where ${ENDED} and ${ENDED_AT} >= s.start and ${ENDED_AT} < s.stop
      ) moved`,
  first: 'firstOpportunity',
}

const paid: Tally = {
  id: 'revenue_to_date',
  mark: 'revenue',
  civil: true,
  grid: 'months_before',
  select: `select coalesce(sum(case x.kind when 'invoiced' then x.amount when 'credit_note' then -x.amount end), 0) as invoiced,
           coalesce(sum(x.amount) filter (where x.kind = 'received'), 0) as received
      from crm.revenue_entry x where x.date >= coalesce(s."from", '-infinity') and x.date < s.until`,
  first: 'firstRevenue',
}

const attributed: Tally = {
  id: 'revenue_attributed',
  mark: 'revenue_attributed',
  civil: true,
  grid: 'weeks',
  select: `select coalesce(sum(x.amount), 0) as received from kpis.revenue x
    where x.date >= s."from" and x.date < s.until and x.kind = 'received' and x.attributed`,
}

const newCustomers: Tally = {
  id: 'new_customers',
  mark: 'customers',
  civil: true,
  grid: 'weeks',
  select: `select count(*) as count from kpis.new_customer(s.zone, s."from", s.until)`,
}

const wonYear: Tally = {
  id: 'won',
  mark: 'opportunities_closed',
  civil: false,
  grid: 'months',
  select: `select coalesce(sum(x.amount), 0) as revenue, coalesce(sum(${marginSql('$4::numeric')}), 0) as margin,
           count(*) filter (where (${marginSql('$4::numeric')}) is null) as unknown
      from kpis.opportunity x
     where x.closed_at >= s.start and x.closed_at < s.stop and x.outcome = 'won' and x.amount is not null`,
}

const WonPairs = z.object({
  pairs: z.array(z.tuple([z.number(), z.number(), z.number()])),
})

/**
 * Customers of each window of days, each once however often it won. A customer counts at its last win in
 * the window: at every win whose next one is after the end.
 */
async function customersIn<DB>(
  { db, rollup }: Reading<DB>,
  windows: readonly Period[],
  zone: string,
): Promise<number[]> {
  const edges = [...new Set(windows.flatMap(({ from, until }) => [from, until]))].sort()
  const question = {
    mark: 'opportunities_closed',
    key: ['customers', ...edges, zone].join(' '),
    from: edges[0] ?? null,
    until: edges.at(-1) as IsoDate,
    zone,
  }
  let answer = (await rollup?.find([question]))?.(question)
  if (answer === undefined) {
    const { rows } = await db.executeQuery(CompiledQuery.raw(PAIRS, [edges, zone]))
    answer = rows[0]
    rollup?.keep({ question, answer })
  }
  const { pairs } = WonPairs.parse(answer)
  const place = (day: IsoDate) => edges.indexOf(day) + 1
  return windows.map(({ from, until }) =>
    pairs.reduce(
      (sum, [bucket, next, count]) =>
        bucket >= place(from) && bucket < place(until) && next >= place(until) ? sum + count : sum,
      0,
    ),
  )
}

/** How many wins lie between two edges (by number) whose customer wins next between which. */
const PAIRS = `with edges as materialized (
  select array_agg(day::timestamp at time zone $2 order by day) as at from unnest($1::date[]) as day
), won as (
  select width_bucket(win.closed_at, edges.at) as bucket,
         width_bucket(lead(win.closed_at) over (
           partition by coalesce(win.account_id, lead.account_id, win.id) order by win.closed_at, win.id), edges.at) as next
    from edges
   cross join crm.opportunity win
    left join leads.lead on lead.id = case when win.account_id is null then win.lead_id end
   where win.outcome = 'won' and win.closed_at >= edges.at[1] and win.closed_at < edges.at[cardinality(edges.at)]
)
select coalesce(json_agg(json_build_array(bucket, next, count)), '[]') as pairs
  from (select bucket, coalesce(next, cardinality((select at from edges)) + 1) as next, count(*) as count
          from won group by 1, 2) counted`

type Scope = { readonly periods: readonly Period[]; readonly settings: KpiSettings }
type Found = Partial<Record<FactId, number | null>>

const ends = (periods: readonly Period[]) => periods.map(({ until }) => until)
const earliest = (periods: readonly Period[]) => periods.map(({ from }) => from).sort()[0]

async function staleLeads<DB>(
  reading: Reading<DB>,
  { periods, settings }: Scope,
): Promise<Found[]> {
  const borders = ends(periods).map((until) => addDays(until, -settings.stale_days))
  const found = await readTally(reading, stale, { borders, zone: settings.time_zone })
  return borders.map((border) => ({
    stale_leads: between(found, 'count', null, border),
    stale_lead_value: between(found, 'value', null, border),
  }))
}

const DAY_SECONDS = 86_400

/** Opening days within the period: of the stock at each stretch's begin, and of what moved in it. */
const openDays = (found: readonly Stretch[], { from, until }: Period): number => {
  let stock = 0
  let seconds = 0
  for (const stretch of found) {
    if (stretch.from !== null && stretch.from >= from && stretch.until <= until) {
      seconds += stock * Number(stretch.sums.length) + Number(stretch.sums.seconds)
    }
    stock += Number(stretch.sums.count)
  }
  return seconds / DAY_SECONDS
}

const readOpen = <DB>(reading: Reading<DB>, { periods, settings }: Scope): Promise<Stretch[]> =>
  readTally(reading, open, {
    borders: periods.flatMap(({ from, until }) => [from, until]),
    zone: settings.time_zone,
  })

/** Sources whose facts, without filter and split, come from sums over stretches of days. */
export const TALLIED: Readonly<
  Record<string, <DB>(reading: Reading<DB>, scope: Scope) => Promise<Found[]>>
> = {
  leads_stale: staleLeads,
  opportunities_open: async (reading, scope) => {
    const found = await readOpen(reading, scope)
    return ends(scope.periods).map((until) => ({
      open_at_end: between(found, 'count', null, until),
      open_amount: between(found, 'amount', null, until),
      open_weighted_amount: between(found, 'weighted', null, until),
    }))
  },
  opportunities_stock: async (reading, scope) => {
    const found = await readOpen(reading, scope)
    return scope.periods.map((period) => ({ open_days: openDays(found, period) }))
  },
  revenue_to_date: async (reading, { periods, settings }) => {
    const found = await readTally(reading, paid, {
      borders: ends(periods),
      zone: settings.time_zone,
    })
    return ends(periods).map((until) => ({
      invoiced_to_date: between(found, 'invoiced', null, until),
      received_to_date: between(found, 'received', null, until),
    }))
  },
  revenue_attributed: async (reading, { periods, settings }) => {
    const found = await readTally(reading, attributed, inside(periods, settings))
    return periods.map(({ from, until }) => ({
      attributed_received: between(found, 'received', from, until),
    }))
  },
  customers: async (reading, { periods, settings }) => {
    const found = await readTally(reading, newCustomers, inside(periods, settings))
    return periods.map(({ from, until }) => ({
      new_customers: between(found, 'count', from, until),
    }))
  },
  opportunities_last_year: async (reading, { periods, settings }) => {
    const windows = periods.map(({ until }) => ({ from: dayOfYearBefore(until), until }))
    const [found, customers] = await Promise.all([
      readTally(reading, wonYear, {
        ...inside(windows, settings),
        values: [settings.margin_rate],
      }),
      customersIn(reading, windows, settings.time_zone),
    ])
    return windows.map(({ from, until }, index) => ({
      margin_last_year:
        between(found, 'unknown', from, until) > 0 ? null : between(found, 'margin', from, until),
      revenue_last_year: between(found, 'revenue', from, until),
      customers_last_year: customers[index] ?? 0,
    }))
  },
}

function inside(periods: readonly Period[], settings: KpiSettings) {
  const since = earliest(periods)
  return {
    borders: periods.flatMap(({ from, until }) => [from, until]),
    zone: settings.time_zone,
    ...(since && { since }),
  }
}
