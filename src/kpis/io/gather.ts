import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import { daysOf, type Period } from '#kernel/period.ts'
import { FACTS, type FactId, type Facts } from '../facts.ts'
import type { Dimension, Filters } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { canCut, gatherFrom, keySql, Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import type { FactSql, Source } from './source.ts'
import { SOURCES } from './sources.ts'
import { type Answers, unchangedAnswers } from './unchanged.ts'

export type GatherScope = {
  readonly periods: readonly Period[]
  readonly filters: Filters
  readonly by?: Dimension
  readonly settings: KpiSettings
  /** Only sources of these facts are read; default all. */
  readonly only?: ReadonlySet<FactId>
}

/** Facts of one period: in all, and by key where a split was asked for. */
export type Gathered = {
  readonly byKey: ReadonlyMap<string, Facts>
  /** Facts that cannot be filtered or split this way. */
  readonly withoutDimension: ReadonlySet<FactId>
}

/** The aggregate of a fact over the rows that match, null where it is not known. */
const aggregateSql = (fact: FactSql): string =>
  fact.unknownWhen
    ? `case when ${fact.unknownWhen} then null else ${knownSql(fact)} end`
    : knownSql(fact)

function knownSql(fact: FactSql): string {
  const filter = fact.where ? ` filter (where ${fact.where})` : ''
  const value = fact.of ?? '1'
  switch (fact.kind) {
    case 'count':
      return `count(*)${filter}`
    case 'sum':
      return fact.nullWhenEmpty ? `sum(${value})${filter}` : `coalesce(sum(${value})${filter}, 0)`
    case 'guarded_sum': {
      const rows = fact.where ?? 'true'
      return `case when count(*) filter (where (${rows}) and (${value}) is null) > 0 then null
        else coalesce(sum(${value})${filter}, 0) end`
    }
    case 'distinct':
      return `count(distinct ${value})${filter}`
    case 'percentile':
      return `percentile_cont(${fact.share ?? 0.5}) within group (order by (${value})::float8)${filter}`
    case 'deviation':
      return `stddev_samp(${value})${filter}`
    default:
      return fact.kind satisfies never
  }
}

/** What a fact is when no row matches. */
const emptyValue = (fact: FactSql): number | null =>
  fact.nullWhenEmpty || fact.kind === 'percentile' || fact.kind === 'deviation' ? null : 0

const factsOf = (source: Source): [FactId, FactSql][] =>
  Object.entries(source.facts) as [FactId, FactSql][]

const Row = z.object({ n: z.number(), key: z.string() }).catchall(z.number().nullable())
type Row = z.infer<typeof Row>

async function readSource<DB>(
  db: Kysely<DB>,
  answers: Answers,
  source: Source,
  scope: GatherScope,
): Promise<readonly Row[]> {
  const parameters = new Parameters()
  const periods = periodsSql(parameters, scope.periods, scope.settings)
  const aggregates = factsOf(source).map(([id, fact]) => `${aggregateSql(fact)} as "${id}"`)
  const from = gatherFrom(source, scope.filters, scope.by)
  const rows = rowsSql(parameters, source, scope.periods, scope.filters, scope.settings, from)
  const text = `with ${periods}
select p.n, ${keySql(scope.by)} as key,
       ${aggregates.join(',\n       ')}
  from ${rows}
  join periods p on ${source.match}
 group by 1, 2`
  return answers(text, parameters.values, async () => {
    const result = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
    return z.array(Row).parse(result.rows)
  })
}

/** Facts that come from settings and the calendar, the same for every key. */
function givenFacts(period: Period, settings: KpiSettings): Facts {
  return {
    period_days: daysOf(period),
    clv_fixed_value: settings.clv_fixed_cents,
    customer_lifetime_years: settings.customer_lifetime_years,
    monthly_churn: settings.monthly_churn,
  }
}

const Recorded = z.object({ mql: z.boolean(), sql: z.boolean() })

/**
 * Facts of stages that no lead of the company ever reached on record. Data without such a stage must not
 * look like a rate of 0 %.
 */
async function readUnrecorded<DB>(db: Kysely<DB>, answers: Answers): Promise<FactId[]> {
  const text = `select exists (select from leads.lead where mql_at is not null) as mql,
       exists (select from leads.lead where sql_at is not null) as sql`
  const recorded = await answers(text, [], async () => {
    const { rows } = await db.executeQuery(CompiledQuery.raw(text))
    return Recorded.parse(rows[0])
  })
  const facts: FactId[] = []
  if (!recorded.mql) facts.push('mql', 'mql_became_sql')
  if (!recorded.sql) facts.push('sql', 'mql_became_sql', 'sql_became_opportunity')
  return facts
}

type Read = { readonly source: Source; readonly rows: readonly Row[]; readonly possible: boolean }

function assemble(
  reads: readonly Read[],
  period: Period,
  n: number,
  scope: GatherScope,
  unrecorded: readonly FactId[],
): Gathered {
  const keys = new Set<string>(scope.by && scope.by !== 'month' ? [] : [''])
  for (const { rows } of reads) for (const row of rows) if (row.n === n) keys.add(row.key)
  const withoutDimension = new Set<FactId>()
  const empty: Partial<Record<FactId, number | null>> = {
    ...givenFacts(period, scope.settings),
  }
  for (const { source, possible } of reads) {
    for (const [id, fact] of factsOf(source)) {
      empty[id] = possible ? emptyValue(fact) : null
      if (!possible) withoutDimension.add(id)
    }
  }
  const byKey = new Map<string, Partial<Record<FactId, number | null>>>(
    [...keys].map((key) => [key, { ...empty }]),
  )
  for (const { source, rows } of reads) {
    for (const row of rows) {
      const facts = row.n === n ? byKey.get(row.key) : undefined
      if (!facts) continue
      for (const [id] of factsOf(source)) facts[id] = row[id] ?? null
    }
  }
  for (const facts of byKey.values()) for (const id of unrecorded) facts[id] = null
  return { byKey, withoutDimension }
}

const wanted = (source: Source, only: ReadonlySet<FactId> | undefined): boolean =>
  !only || factsOf(source).some(([id]) => only.has(id))

/**
 * Facts of several periods at once, one statement per source whatever the number of periods, in the
 * order of `periods`. Sources that lack a filtered or split dimension answer null, not 0.
 */
export async function gather<DB>(db: Kysely<DB>, scope: GatherScope): Promise<Gathered[]> {
  const answers = await unchangedAnswers(db)
  const unrecorded = await readUnrecorded(db, answers)
  const reads = await Promise.all(
    SOURCES.filter((source) => wanted(source, scope.only)).map(async (source): Promise<Read> => {
      const possible = canCut(source, scope.filters, scope.by)
      return {
        source,
        possible,
        rows: possible ? await readSource(db, answers, source, scope) : [],
      }
    }),
  )
  return scope.periods.map((period, n) => assemble(reads, period, n, scope, unrecorded))
}

/** The facts of a period in all; empty where a split left nothing. */
export const total = (gathered: Gathered | undefined): Facts => gathered?.byKey.get('') ?? {}

/** True for facts whose rows by key add up. */
export const isAdditive = (id: FactId): boolean => FACTS[id].additive
