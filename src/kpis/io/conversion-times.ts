import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import { type ConversionEstimate, conversionEstimate, type DurationCount } from '../kaplan-meier.ts'
import { type Maturity, maturity } from '../maturity.ts'
import { type Filters, isUnfiltered } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { fingerprint } from './fingerprint.ts'
import { LEAD_SOURCES } from './lead-sources.ts'
import { OPPORTUNITY_SOURCES } from './opportunity-sources.ts'
import { parsedOnce } from './parsed-once.ts'
import { keptOr, type Reading } from './reading.ts'
import { Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import type { Source } from './source.ts'
import { readTally, type Tally } from './tally.ts'

/** A step of the funnel: who enters, when the next stage is reached, who ended another way. */
type Transition = {
  readonly source: string
  readonly entered: string
  readonly reached: string
  readonly ended: string
}

const LEAD_ENDED = `x.stage in ('lost', 'disqualified')`

/** By figure whose cohort conversion is estimated. Instants before the entry count as day 0. */
const TRANSITIONS: Readonly<Record<string, Transition>> = {
  mql_to_sql: {
    source: 'leads_mql',
    entered: 'x.mql_at',
    reached: 'x.sql_at',
    ended: LEAD_ENDED,
  },
  sql_to_opportunity: {
    source: 'leads_sql',
    entered: 'x.sql_at',
    reached: `coalesce(x.opportunity_at,
      (select min(o.opened_at) from crm.opportunity o where o.lead_id = x.id))`,
    ended: LEAD_ENDED,
  },
  opportunity_to_won: {
    source: 'opportunities_opened',
    entered: 'x.opened_at',
    reached: `case when x.outcome = 'won' then coalesce(x.closed_at, x.opened_at) end`,
    ended: `x.outcome = 'lost'`,
  },
  lead_to_won: {
    source: 'leads_won',
    entered: 'x.created_on',
    reached: `coalesce(x.won_at, (select min(coalesce(o.closed_at, o.opened_at))
      from crm.opportunity o where o.lead_id = x.id and o.outcome = 'won'))`,
    ended: LEAD_ENDED,
  },
}

const SOURCES: ReadonlyMap<string, Source> = new Map(
  [...LEAD_SOURCES, ...OPPORTUNITY_SOURCES].map((source) => [source.id, source]),
)

/** A cohort whatever the hour: durations of those who got there, entries (seconds) of those who did not. */
const Cohort = z.object({
  happened: z.array(z.tuple([z.number(), z.number()])),
  censored: z.array(z.number()),
  ended: z.array(z.number()),
})
type Cohort = z.infer<typeof Cohort>

export type TimesScope = {
  readonly period: Period
  readonly filters: Filters
  readonly settings: KpiSettings
  readonly now: Date
}

const DAY_SECONDS = 86_400
const DAYS = `greatest(0, floor(date_part('epoch', reached - entered) / ${DAY_SECONDS}))::int`

async function readCohort<DB>(
  reading: Reading<DB>,
  kpi: string,
  transition: Transition,
  source: Source,
  { period, filters, settings }: TimesScope,
): Promise<Cohort> {
  const zone = settings.time_zone
  const statement = fingerprint(transition, source.from, source.match)
  const key = [`cohort_${kpi}`, statement, period.from, period.until, zone].join(' ')
  const question = { mark: source.mark, key, ...period, zone }
  return keptOr(reading, isUnfiltered(filters) ? question : null, Cohort, async () => {
    const parameters = new Parameters()
    const periods = periodsSql(parameters, [period], settings)
    const text = `with ${periods}, cases as (
  select ${transition.entered} as entered, ${transition.reached} as reached, ${transition.ended} as ended
    from ${rowsSql(parameters, source, { periods: [period], filters, settings })}
    join periods p on ${source.match}
), counted as (
  select ${DAYS} as days, count(*) as count from cases where reached is not null group by 1
)
select (select coalesce(json_agg(json_build_array(days, count)), '[]') from counted) as happened,
       coalesce(json_agg(date_part('epoch', entered)) filter (where reached is null and not ended), '[]') as censored,
       coalesce(json_agg(date_part('epoch', entered)) filter (where reached is null and ended), '[]') as ended
  from cases`
    const { rows } = await reading.db.executeQuery(CompiledQuery.raw(text, parameters.values))
    return Cohort.parse(rows[0])
  })
}

/** How long each case was watched at `now`. */
function durationsAt(cohort: Cohort, now: Date): DurationCount[] {
  const byDays = new Map<number, { happened: number; censored: number; ended: number }>()
  const add = (days: number, what: 'happened' | 'censored' | 'ended', count: number) => {
    const counts = byDays.get(days) ?? { happened: 0, censored: 0, ended: 0 }
    counts[what] += count
    byDays.set(days, counts)
  }
  const daysSince = (entered: number) =>
    Math.max(0, Math.floor((now.getTime() / 1000 - entered) / DAY_SECONDS))
  for (const [days, count] of cohort.happened) add(days, 'happened', count)
  for (const entered of cohort.censored) add(daysSince(entered), 'censored', 1)
  for (const entered of cohort.ended) add(daysSince(entered), 'ended', 1)
  return [...byDays].map(([days, counts]) => ({ days, ...counts })).sort((a, b) => a.days - b.days)
}

const happenedIn = parsedOnce(z.object({ happened: z.record(z.string(), z.number()) }))

/** Days until the next stage of those who entered in the window and got there, added up from months. */
async function talliedDurations<DB>(
  reading: Reading<DB>,
  kpi: string,
  { entered, reached }: Transition,
  source: Source,
  window: Period,
  zone: string,
): Promise<DurationCount[]> {
  const tally: Tally = {
    id: `days_${kpi}`,
    mark: source.mark,
    civil: false,
    grid: 'months',
    select: `select coalesce(jsonb_object_agg(days, count), '{}') as happened from (
      select ${DAYS} as days, count(*) as count
        from (select ${entered} as entered, ${reached} as reached from ${source.from} x
               where ${entered} >= s.start and ${entered} < s.stop offset 0) cases
       where reached is not null group by 1) counted`,
  }
  const borders = [window.from, window.until]
  const stretches = await readTally(reading, tally, { borders, since: window.from, zone })
  const byDays = new Map<number, number>()
  for (const { sums } of stretches) {
    for (const [days, count] of Object.entries(happenedIn(sums).happened)) {
      byDays.set(Number(days), (byDays.get(Number(days)) ?? 0) + count)
    }
  }
  return [...byDays]
    .sort(([a], [b]) => a - b)
    .map(([days, happened]) => ({ days, happened, censored: 0 }))
}

const USUAL_WINDOW_DAYS = 730
const USUAL_SHARE = 0.9

/** Days within which nine of ten of those that got there had got there; null when nobody did. */
function usualDays(counts: readonly DurationCount[]): number | null {
  const all = counts.reduce((sum, one) => sum + one.happened, 0)
  let seen = 0
  for (const one of counts) {
    seen += one.happened
    if (all > 0 && seen >= all * USUAL_SHARE) return one.days
  }
  return null
}

export type ConversionTimes = {
  readonly estimates: Readonly<Record<string, ConversionEstimate>>
  readonly maturity: Readonly<Record<string, Maturity>>
}

/**
 * For the cohort of the period: the estimated conversion of each funnel step, and whether the cohort had
 * the usual time (nine of ten of those who entered in the two years before and got there).
 */
export async function readConversionTimes<DB>(
  reading: Reading<DB>,
  scope: TimesScope,
  today: IsoDate,
): Promise<ConversionTimes> {
  const estimates: Record<string, ConversionEstimate> = {}
  const mature: Record<string, Maturity> = {}
  const window = {
    from: addDays(scope.period.until, -USUAL_WINDOW_DAYS),
    until: scope.period.until,
  }
  await Promise.all(
    Object.entries(TRANSITIONS).map(async ([kpi, transition]) => {
      const source = SOURCES.get(transition.source)
      if (!source) return
      const [cohort, recent] = await Promise.all([
        readCohort(reading, kpi, transition, source, scope),
        reading.rollup && isUnfiltered(scope.filters)
          ? talliedDurations(reading, kpi, transition, source, window, scope.settings.time_zone)
          : readCohort(reading, kpi, transition, source, { ...scope, period: window }).then(
              (recent) => durationsAt(recent, scope.now),
            ),
      ])
      const estimate = conversionEstimate(durationsAt(cohort, scope.now))
      if (estimate) estimates[kpi] = estimate
      const age = maturity(scope.period, today, usualDays(recent))
      if (age) mature[kpi] = age
    }),
  )
  return { estimates, maturity: mature }
}
