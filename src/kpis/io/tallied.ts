import { z } from 'zod'
import { addDays, type Period } from '#kernel/period.ts'
import type { FactId } from '../facts.ts'
import type { KpiSettings } from '../settings.ts'
import { dayOfYearBefore } from './opportunity-sources.ts'
import { parsedOnce } from './parsed-once.ts'
import type { Reading } from './reading.ts'
import {
  booked,
  creditedPayments,
  newCustomers,
  open,
  PLATFORM_SPEND,
  PLATFORM_SUMS,
  paid,
  platform,
  received,
  stale,
  won,
} from './tallies.ts'
import { between, plus, readTally, type Stretch, sumOf, within } from './tally.ts'

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
      // Of the stages that nobody noted the worth is not known, which is not 0.
      open_weighted_amount:
        between(found, 'unknown', null, until) > 0 ? null : between(found, 'weighted', null, until),
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
  credited_payments: {
    read: async (reading, { periods, settings }, split) => {
      const values = [settings.attribution_model]
      const found = await readTally(reading, creditedPayments, {
        ...inside(periods, settings),
        values,
      })
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
