import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import { type ConversionEstimate, conversionEstimate, type DurationCount } from '../kaplan-meier.ts'
import { type Maturity, maturity } from '../maturity.ts'
import type { Filters } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { LEAD_SOURCES } from './lead-sources.ts'
import { OPPORTUNITY_SOURCES } from './opportunity-sources.ts'
import { Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import type { Source } from './source.ts'

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
    source: 'leads_created',
    entered: 'x.created_on',
    reached: `coalesce(x.won_at, (select min(coalesce(o.closed_at, o.opened_at))
      from crm.opportunity o where o.lead_id = x.id and o.outcome = 'won'))`,
    ended: LEAD_ENDED,
  },
}

const SOURCES: ReadonlyMap<string, Source> = new Map(
  [...LEAD_SOURCES, ...OPPORTUNITY_SOURCES].map((source) => [source.id, source]),
)

const Row = z.object({
  days: z.number(),
  happened: z.number(),
  censored: z.number(),
  ended: z.number(),
})

export type TimesScope = {
  readonly period: Period
  readonly filters: Filters
  readonly settings: KpiSettings
  readonly now: Date
}

async function durations<DB>(
  db: Kysely<DB>,
  transition: Transition,
  source: Source,
  scope: TimesScope,
): Promise<DurationCount[]> {
  const parameters = new Parameters()
  const periods = periodsSql(parameters, [scope.period], scope.settings)
  const now = parameters.add(scope.now)
  const text = `with ${periods}, cases as (
  select ${transition.entered} as entered, ${transition.reached} as reached, ${transition.ended} as ended
    from ${rowsSql(parameters, source, [scope.period], scope.filters, scope.settings)}
    join periods p on ${source.match}
)
select greatest(0, floor(date_part('epoch', coalesce(reached, ${now}::timestamptz) - entered) / 86400))::int as days,
       count(reached)::int as happened,
       (count(*) filter (where reached is null and not ended))::int as censored,
       (count(*) filter (where reached is null and ended))::int as ended
  from cases
 group by 1
 order by 1`
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  return z.array(Row).parse(rows)
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
  db: Kysely<DB>,
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
        durations(db, transition, source, scope),
        durations(db, transition, source, { ...scope, period: window }),
      ])
      const estimate = conversionEstimate(cohort)
      if (estimate) estimates[kpi] = estimate
      const age = maturity(scope.period, today, usualDays(recent))
      if (age) mature[kpi] = age
    }),
  )
  return { estimates, maturity: mature }
}
