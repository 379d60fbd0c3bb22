import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { daysOf, type IsoDate, type Period } from '#kernel/period.ts'
import { FACTS, type FactId, type Facts, JOURNEY_FACTS } from '../facts.ts'
import { type Dimension, type Filters, isUnfiltered } from '../query.ts'
import { businessHoursOf, type KpiSettings, LEAD_SOURCE } from '../settings.ts'
import { fingerprint } from './fingerprint.ts'
import { parsedOnce } from './parsed-once.ts'
import type { Ground, Reading, Rollup } from './reading.ts'
import type { Question } from './rollup.ts'
import {
  canCut,
  gatherFrom,
  isUncut,
  keySql,
  Parameters,
  periodsSql,
  rowsSql,
} from './scope-sql.ts'
import type { FactSql, Source } from './source.ts'
import { SOURCES } from './sources.ts'
import { type Additions, readAdditions, withAdditions } from './spread-costs.ts'
import { TALLIED, TALLIED_BY_CHANNEL } from './tallied.ts'

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
  /** Cost includes what is spread on the channel or campaign. */
  readonly withSpread: boolean
}

/** What of the gathering a scope must know. */
export const knownOf = (gathered: Gathered | undefined) => ({
  ...(gathered && { withoutDimension: gathered.withoutDimension }),
  ...(gathered?.withSpread && { withSpread: true as const }),
})

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

const FactValues = z.record(z.string(), z.number().nullable())
const KeptRow = z.object({ key: z.string(), facts: FactValues })
const ComputedRow = z
  .object({ n: z.number(), key: z.string() })
  .catchall(z.number().nullable())
  .transform(({ n, key, ...facts }) => ({ n, key, facts }))

/** The facts of one period and one key, as far as one source has them. */
type Row = {
  readonly n: number
  readonly key: string
  readonly facts: Readonly<Partial<Record<string, number | null>>>
}

type Scope = GatherScope

/** What is read of a source: by channel only what is asked for, as such tables need little of much. */
const askedOf = (source: Source, { by, only }: Scope): [FactId, FactSql][] =>
  factsOf(source).filter(([id]) => by !== 'channel' || !only || only.has(id))

/** The rows of a source by period and key, computed from the rows of the database in one statement. */
async function computeRows<DB>(
  { db, answers }: Reading<DB>,
  source: Source,
  scope: Scope,
): Promise<readonly Row[]> {
  const parameters = new Parameters()
  const periods = periodsSql(parameters, scope.periods, scope.settings)
  const aggregates = askedOf(source, scope).map(([id, fact]) => `${aggregateSql(fact)} as "${id}"`)
  const from = gatherFrom(source, scope.filters, scope.by)
  const rows = rowsSql(parameters, source, scope, from)
  const text = `with ${periods}
select p.n, ${keySql(source, scope.by)} as key,
       ${aggregates.join(',\n       ')}
  from ${rows}
  join periods p on ${source.match}
 group by 1, 2`
  return answers(text, parameters.values, async () => {
    const result = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
    return z.array(ComputedRow).parse(result.rows)
  })
}

/** Another statement, or other settings that it sees, are another question. */
const statementOf = (source: Source, scope: Scope): string =>
  fingerprint(
    [source.from, source.compactFrom, source.match, askedOf(source, scope)],
    ...(source.numbered ? [source.numbered, source.unchosen] : []),
    scope.settings.time_zone,
    scope.settings.margin_rate,
    scope.settings.stale_days,
    scope.settings.sales_cost_share,
    scope.settings.saving_per_hire,
    businessHoursOf(scope.settings),
    ...(source.byTouch ? [scope.settings.attribution_model] : []),
  )

function questionOf(
  source: Source,
  period: Period,
  { by, settings }: Scope,
  statement: string,
): Question {
  const { from, until } = source.reach?.(period, settings) ?? period
  return {
    mark: (by && by !== 'month' && source.splitMark) || source.mark,
    key: [source.id, by ?? '', statement, period.from, period.until].join(' '),
    from,
    until,
    zone: source.civil ? 'UTC' : settings.time_zone,
  }
}

/** Periods that lie together, so that a statement does not read what lies between distant ones. */
function neighbours(periods: readonly Period[]): Period[][] {
  const groups: { until: IsoDate; readonly periods: Period[] }[] = []
  for (const period of [...periods].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = groups.at(-1)
    if (last && period.from <= last.until) {
      last.periods.push(period)
      if (period.until > last.until) last.until = period.until
    } else groups.push({ until: period.until, periods: [period] })
  }
  return groups.map((group) => group.periods)
}

const keptRowsOf = parsedOnce(z.array(KeptRow))

/** Rows of each period: kept ones that hold, the others computed and kept. */
async function keptRows<DB>(
  reading: Reading<DB>,
  rollup: Rollup,
  source: Source,
  scope: Scope,
): Promise<readonly Row[]> {
  const statement = statementOf(source, scope)
  const questions = scope.periods.map((period) => questionOf(source, period, scope, statement))
  const answerOf = await rollup.find(questions)
  const rows: Row[] = []
  const missing: number[] = []
  for (const [n, question] of questions.entries()) {
    const answer = answerOf(question)
    if (typeof answer !== 'object' || answer === null) missing.push(n)
    else rows.push(...keptRowsOf(answer).map(({ key, facts }) => ({ n, key, facts })))
  }
  const computed = new Map<Period, Row[]>()
  for (const periods of neighbours(missing.flatMap((n) => scope.periods[n] ?? []))) {
    const found = await computeRows(reading, source, { ...scope, periods })
    for (const [n, period] of periods.entries()) {
      computed.set(
        period,
        found.filter((row) => row.n === n),
      )
    }
  }
  for (const n of missing) {
    const period = scope.periods[n]
    const question = questions[n]
    const found = period && computed.get(period)
    if (!found || !question) continue
    rows.push(...found.map((row) => ({ ...row, n })))
    rollup.keep({ question, answer: found.map(({ n: _, ...row }) => row) })
  }
  return rows
}

/** What the rollup answers: everything without filters, in all and by channel. */
const isKept = ({ filters, by }: Scope): boolean =>
  isUnfiltered(filters) && (by === undefined || by === 'month' || by === 'channel')

async function readSource<DB>(
  reading: Reading<DB>,
  source: Source,
  scope: Scope,
): Promise<readonly Row[]> {
  const { rollup } = reading
  if (!rollup || !isKept(scope)) return computeRows(reading, source, scope)
  const byChannel = TALLIED_BY_CHANNEL[source.id]
  if (byChannel && tells(byChannel.facts, source, scope)) {
    const found = await byChannel.read(reading, scope, scope.by === 'channel')
    return found.flatMap((channels, n) =>
      [...channels]
        .filter(([key]) => (key === '') === (scope.by !== 'channel'))
        .map(([key, facts]) => ({ n, key, facts })),
    )
  }
  const tallied = scope.by === 'channel' ? undefined : TALLIED[source.id]
  if (!tallied) return keptRows(reading, rollup, source, scope)
  const found = await tallied(reading, scope)
  return found.map((facts, n) => ({ n, key: '', facts }))
}

/** Whether sums that tell some facts of a source tell all that is asked of it. */
const tells = (facts: readonly FactId[] | undefined, source: Source, scope: Scope): boolean =>
  facts === undefined || askedOf(source, scope).every(([id]) => facts.includes(id))

/** Facts that come from settings and the calendar, the same for every key. */
function givenFacts(period: Period, settings: KpiSettings): Facts {
  return {
    period_days: daysOf(period),
    clv_fixed_value: settings.clv_fixed_cents,
    customer_lifetime_years: settings.customer_lifetime_years,
    monthly_churn: settings.monthly_churn,
  }
}

/**
 * Facts of stages that no lead of the company ever reached on record. Data without such a stage must not
 * look like a rate of 0 %.
 */
function unrecordedFacts({ mql, sql }: Ground): FactId[] {
  const facts: FactId[] = []
  if (!mql) facts.push('mql', 'mql_became_sql')
  if (!sql) facts.push('sql', 'mql_became_sql', 'sql_became_opportunity')
  return facts
}

/** The source of a lead tells nothing of a journey. */
const untoldFacts = ({ attribution_model }: KpiSettings): readonly FactId[] =>
  attribution_model === LEAD_SOURCE ? JOURNEY_FACTS : []

type Read = { readonly source: Source; readonly rows: readonly Row[]; readonly possible: boolean }

function assemble(
  reads: readonly Read[],
  period: Period,
  n: number,
  scope: GatherScope,
  unrecorded: readonly FactId[],
  additions: Additions | undefined,
): Gathered {
  const keys = new Set<string>(scope.by && scope.by !== 'month' ? [] : [''])
  for (const { source, rows } of reads) {
    if (isUncut(source, scope.by)) continue
    for (const row of rows) if (row.n === n) keys.add(row.key)
  }
  for (const key of additions?.keys() ?? []) keys.add(key)
  const withoutDimension = new Set<FactId>()
  const empty: Partial<Record<FactId, number | null>> = {
    ...givenFacts(period, scope.settings),
  }
  const isOfSeveral = scope.filters.channel.length > 1 && scope.by !== 'channel'
  for (const { source, possible } of reads) {
    for (const [id, fact] of askedOf(source, scope)) {
      const isCut = possible && !(fact.ofOneChannel && isOfSeveral)
      empty[id] = isCut ? emptyValue(fact) : null
      if (!isCut) withoutDimension.add(id)
    }
  }
  const byKey = new Map<string, Partial<Record<FactId, number | null>>>(
    [...keys].map((key) => [key, { ...empty }]),
  )
  for (const { source, rows } of reads) {
    for (const row of rows) {
      if (row.n !== n) continue
      const told = isUncut(source, scope.by) ? [...byKey.values()] : [byKey.get(row.key) ?? {}]
      for (const facts of told) {
        for (const [id] of askedOf(source, scope)) {
          if (!withoutDimension.has(id)) facts[id] = row.facts[id] ?? null
        }
      }
    }
  }
  for (const facts of byKey.values()) for (const id of unrecorded) facts[id] = null
  for (const [key, facts] of byKey) withAdditions(facts, additions?.get(key))
  return { byKey, withoutDimension, withSpread: additions !== undefined }
}

const wanted = (source: Source, only: ReadonlySet<FactId> | undefined): boolean =>
  !only || factsOf(source).some(([id]) => only.has(id))

/**
 * Facts of several periods at once, one statement per source whatever the number of periods, in the
 * order of `periods`. Sources that lack a filtered or split dimension answer null, not 0.
 */
export async function gather<DB>(reading: Reading<DB>, scope: GatherScope): Promise<Gathered[]> {
  const unrecorded = [...unrecordedFacts(reading.ground), ...untoldFacts(scope.settings)]
  const reads = await Promise.all(
    SOURCES.filter((source) => wanted(source, scope.only)).map(async (source): Promise<Read> => {
      const possible = canCut(source, scope.filters, scope.by)
      return { source, possible, rows: possible ? await readSource(reading, source, scope) : [] }
    }),
  )
  const additions = await readAdditions(reading.db, reading.spreadCosts, scope)
  return scope.periods.map((period, n) =>
    assemble(reads, period, n, scope, unrecorded, additions[n]),
  )
}

/** The facts of a period in all; empty where a split left nothing. */
export const total = (gathered: Gathered | undefined): Facts => gathered?.byKey.get('') ?? {}

/** True for facts whose rows by key add up. */
export const isAdditive = (id: FactId): boolean => FACTS[id].additive
