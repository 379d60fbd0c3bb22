import { z } from 'zod'
import { addDays, type Period } from '#kernel/period.ts'
import type { FactId } from '../facts.ts'
import type { KpiSettings } from '../settings.ts'
import { OPEN_STAGES } from './lead-sources.ts'
import { dayOfYearBefore, marginSql } from './opportunity-sources.ts'
import { parsedOnce } from './parsed-once.ts'
import type { Reading } from './reading.ts'
import { between, plus, readTally, type Stretch, sumOf, type Tally, within } from './tally.ts'

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

const WEEK_DAYS = 7
/** Where each row needs look-ups, stretches are shorter. */
const LOOK_UP_DAYS = 3

/** Sums by channel, as one value: `channels` is an object of objects. */
const byChannel = (rows: string): string =>
  `select coalesce(jsonb_object_agg(counted.channel, counted.sums), '{}') as channels from (${rows}) counted`

const received: Tally = {
  id: 'revenue_received',
  mark: 'revenue_attributed',
  civil: true,
  grid: LOOK_UP_DAYS,
  select: byChannel(`
    select x.channel, jsonb_build_object('received', sum(x.amount),
             'attributed', coalesce(sum(x.amount) filter (where x.attributed), 0)) as sums
      from kpis.revenue_looked_up x
     where x.date >= s."from" and x.date < s.until and x.kind = 'received'
     group by x.channel`),
}

const newCustomers: Tally = {
  id: 'new_customers',
  mark: 'customers',
  civil: true,
  grid: LOOK_UP_DAYS,
  select: byChannel(`
    select coalesce(x.channel, '(none)') as channel, jsonb_build_object('count', count(*)) as sums
      from kpis.customer(s.zone, s."from", s.until) x group by 1`),
}

/** Lines of one day lie in one stretch; the longer ones, of which there are few, are cut. */
const booked: Tally = {
  id: 'costs_booked',
  mark: 'costs_booked',
  civil: true,
  grid: WEEK_DAYS,
  select: byChannel(`
    select lines.channel, jsonb_object_agg(lines.category, lines.amount) as sums
      from (
        select coalesce(x.channel, campaign.channel, '(none)') as channel, x.category, sum(x.booked) as amount
          from (
            select channel, campaign_id, category, amount as booked from costs.entry
             where from_date >= s."from" and from_date < s.until and until_date = from_date + 1
            union all
            select channel, campaign_id, category,
                   kpis.booked(amount, from_date, until_date, s."from", s.until)
              from costs.entry
             where until_date > from_date + 1 and daterange(from_date, until_date) && daterange(s."from", s.until)
          ) x
          left join campaigns.campaign on campaign.id = x.campaign_id
         group by 1, 2
      ) lines
     group by lines.channel`),
}

const PLATFORM_SUMS: readonly FactId[] = [
  'impressions',
  'reach',
  'clicks',
  'platform_conversions',
  'platform_conversion_value',
]
const PLATFORM_SPEND: readonly (readonly [FactId, string])[] = [
  ['spend_with_clicks', 'clicks'],
  ['spend_with_impressions', 'impressions'],
  ['spend_with_reach', 'reach'],
]

const platform: Tally = {
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
  ].join(', ')} from costs.entry x where x.from_date >= s."from" and x.from_date < s.until`,
}

/** Won opportunities of a month: their sums by channel, and which customers they are of. */
const won: Tally = {
  id: 'won',
  mark: 'opportunities_closed',
  civil: false,
  grid: 'months',
  select: `with x as materialized (
      select amount, variable_cost, margin_rate, customer_id, channel from kpis.opportunity
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

const channelsIn = parsedOnce(
  z.object({ channels: z.record(z.string(), z.record(z.string(), z.number().nullable())) }),
)
const customersIn = parsedOnce(z.object({ customers: z.array(z.tuple([z.string(), z.string()])) }))

type Amounts = Readonly<Record<string, number | null>>

function addTo(sum: Record<string, number | null>, amounts: Amounts): void {
  for (const [name, amount] of Object.entries(amounts)) sum[name] = plus(sum[name] ?? null, amount)
}

const totals = new WeakMap<object, Amounts>()

/** The sums of a stretch over all channels; stretches stay in memory, so each is added up once. */
function totalOf(sums: object): Amounts {
  const known = totals.get(sums)
  if (known) return known
  const total = {}
  for (const amounts of Object.values(channelsIn(sums).channels)) addTo(total, amounts)
  totals.set(sums, total)
  return total
}

/** The sums over stretches, of each channel where `split`; `''` for all channels together. */
function channelsOf(stretches: readonly Stretch[], split: boolean): Map<string, Amounts> {
  const all = {}
  const found = new Map<string, Record<string, number | null>>([['', all]])
  for (const { sums } of stretches) {
    addTo(all, totalOf(sums))
    for (const [channel, amounts] of split ? Object.entries(channelsIn(sums).channels) : []) {
      const sum = found.get(channel) ?? {}
      addTo(sum, amounts)
      found.set(channel, sum)
    }
  }
  return found
}

/** How many customers of each channel there are in stretches, each once. */
function customersByChannel(stretches: readonly Stretch[]): Map<string, number> {
  const seen = new Map<string, Set<string>>()
  for (const { sums } of stretches) {
    for (const [channel, customer] of customersIn(sums).customers) {
      const own = seen.get(channel)
      if (own) own.add(customer)
      else seen.set(channel, new Set([customer]))
    }
  }
  return new Map([...seen].map(([channel, customers]) => [channel, customers.size]))
}

/**
 * How many customers there are in each window of stretches, each once. A customer counts at its last
 * stretch in the window, that is where its next one is after the end.
 */
function customersOfWindows(stretches: readonly Stretch[], windows: readonly Period[]): number[] {
  const last = new Map<string, number>()
  const size = stretches.length
  const pairs = new Int32Array(size * (size + 1))
  const add = (at: number, next: number) => {
    const place = at * (size + 1) + next
    pairs[place] = (pairs[place] ?? 0) + 1
  }
  for (const [index, { sums }] of stretches.entries()) {
    for (const [, customer] of customersIn(sums).customers) {
      const before = last.get(customer)
      if (before === index) continue
      if (before !== undefined) add(before, index)
      last.set(customer, index)
    }
  }
  for (const index of last.values()) add(index, size)
  return windows.map(({ from, until }) => {
    const inside = within(stretches, from, until)
    const [first] = inside
    if (!first) return 0
    const begin = stretches.indexOf(first)
    const end = begin + inside.length
    let count = 0
    for (let at = begin; at < end; at += 1) {
      for (let next = end; next <= size; next += 1) count += pairs[at * (size + 1) + next] ?? 0
    }
    return count
  })
}

type Scope = { readonly periods: readonly Period[]; readonly settings: KpiSettings }
type Found = Partial<Record<FactId, number | null>>
/** The facts of each period by channel; those of all channels together have the key `''`. */
type FoundByChannel = Map<string, Found>[]

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
  costs_platform: async (reading, { periods, settings }) => {
    const found = await readTally(reading, platform, inside(periods, settings))
    return periods.map(({ from, until }) => {
      const stretches = within(found, from, until)
      return Object.fromEntries([
        ...PLATFORM_SUMS.map((id) => [id, sumOf(stretches, id)]),
        ...PLATFORM_SPEND.map(([id]) => [id, sumOf(stretches, id) ?? 0]),
      ])
    })
  },
}

const mapped = (
  found: Map<string, Amounts>,
  facts: (amounts: Amounts, channel: string) => Found,
): Map<string, Found> =>
  new Map([...found].map(([channel, amounts]) => [channel, facts(amounts, channel)]))

function costFacts(amounts: Amounts): Found {
  const marketing = Object.entries(amounts).filter(([category]) => category !== 'sales')
  return {
    cost_personnel: amounts.personnel ?? 0,
    cost_technology: amounts.technology ?? 0,
    cost_media: amounts.media ?? 0,
    cost_external: amounts.external ?? 0,
    cost_production: amounts.production ?? 0,
    cost_sales: amounts.sales ?? 0,
    marketing_cost: marketing.reduce<number | null>((sum, [, amount]) => plus(sum, amount), null),
  }
}

type ReadByChannel = {
  /** Of the source, what it can tell by channel; default all. */
  readonly facts?: readonly FactId[]
  /** `split` false: the sums of all channels are enough. */
  readonly read: <DB>(reading: Reading<DB>, scope: Scope, split: boolean) => Promise<FoundByChannel>
}

/** Sources whose facts come from such sums in all and by channel. */
export const TALLIED_BY_CHANNEL: Readonly<Record<string, ReadByChannel>> = {
  revenue_dated: {
    facts: ['revenue_received'],
    read: async (reading, { periods, settings }, split) => {
      const found = await readTally(reading, received, inside(periods, settings))
      return periods.map(({ from, until }) =>
        mapped(channelsOf(within(found, from, until), split), (amounts) => ({
          revenue_received: amounts.received ?? 0,
        })),
      )
    },
  },
  revenue_attributed: {
    read: async (reading, { periods, settings }, split) => {
      const found = await readTally(reading, received, inside(periods, settings))
      return periods.map(({ from, until }) =>
        mapped(channelsOf(within(found, from, until), split), (amounts) => ({
          attributed_received: amounts.attributed ?? 0,
        })),
      )
    },
  },
  customers: {
    read: async (reading, { periods, settings }, split) => {
      const found = await readTally(reading, newCustomers, inside(periods, settings))
      return periods.map(({ from, until }) =>
        mapped(channelsOf(within(found, from, until), split), (amounts) => ({
          new_customers: amounts.count ?? 0,
        })),
      )
    },
  },
  costs_booked: {
    read: async (reading, { periods, settings }, split) => {
      const found = await readTally(reading, booked, inside(periods, settings))
      return periods.map(({ from, until }) =>
        mapped(channelsOf(within(found, from, until), split), costFacts),
      )
    },
  },
  opportunities_last_year: {
    read: async (reading, { periods, settings }, split) => {
      const windows = periods.map(({ until }) => ({ from: dayOfYearBefore(until), until }))
      const values = [settings.margin_rate]
      const found = await readTally(reading, won, { ...inside(windows, settings), values })
      const inAll = customersOfWindows(found, windows)
      return windows.map(({ from, until }, index) => {
        const stretches = within(found, from, until)
        const customers = split ? customersByChannel(stretches) : new Map<string, number>()
        return mapped(channelsOf(stretches, split), (amounts, channel) => ({
          margin_last_year: (amounts.unknown ?? 0) > 0 ? null : (amounts.margin ?? 0),
          revenue_last_year: amounts.revenue ?? 0,
          customers_last_year: (channel === '' ? inAll[index] : customers.get(channel)) ?? 0,
        }))
      })
    },
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
