import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { FactId } from '../facts.ts'
import { type Filters, isUnfiltered } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { columnName } from './column-names.ts'
import { fingerprint } from './fingerprint.ts'
import { keptOr, type Reading } from './reading.ts'
import type { Question } from './rollup.ts'
import { canCut, Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import type { FactSql, Source } from './source.ts'
import { sourceOfFact } from './sources.ts'

export type RecordScope = {
  readonly period: Period
  readonly filters: Filters
  readonly settings: KpiSettings
}

/** How many records stand behind a fact, and what they add up to where it is a sum. */
export type RecordCount = {
  readonly kind: Source['records']
  readonly count: number
  readonly sum?: number
}

type Found = { readonly source: Source; readonly fact: FactSql }

const found = (id: FactId, filters: Filters): Found | null => {
  const hit = sourceOfFact(id)
  return hit && canCut(hit.source, filters) ? hit : null
}

/** The rows behind a fact: the same source, match and condition as its figure. */
function behindSql(parameters: Parameters, { source, fact }: Found, scope: RecordScope): string {
  const { period, filters, settings } = scope
  return `from ${rowsSql(parameters, source, { periods: [period], filters, settings })}
  join periods p on ${source.match}
 where ${fact.where ?? 'true'}`
}

const CountRow = z.object({ count: z.number(), sum: z.number().nullable() })

/** Null for facts without records, and where the filter cannot be applied to them. */
export async function countRecords<DB>(
  db: Kysely<DB>,
  id: FactId,
  scope: RecordScope,
): Promise<RecordCount | null> {
  const hit = found(id, scope.filters)
  if (!hit) return null
  const parameters = new Parameters()
  const periods = periodsSql(parameters, [scope.period], scope.settings)
  const summed = hit.fact.kind === 'sum' || hit.fact.kind === 'guarded_sum'
  const text = `with ${periods}
select ${hit.source.byTouch ? 'count(distinct x.id)' : 'count(*)'} as count, ${summed ? `sum(${hit.fact.of})` : 'null::bigint'} as sum
  ${behindSql(parameters, hit, scope)}`
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  const { count, sum } = CountRow.parse(rows[0])
  return { kind: hit.source.records, count, ...(sum !== null && { sum }) }
}

type PeriodsScope = Omit<RecordScope, 'period'> & { readonly periods: readonly Period[] }

/** What counts of the whole company are kept by: the days of all periods; null where filters are set. */
function questionOf(
  source: Source,
  statement: string,
  { periods, filters, settings }: PeriodsScope,
): Question | null {
  const reached = periods.map((period) => source.reach?.(period, settings) ?? period)
  const starts = reached.flatMap(({ from }) => (from === null ? [] : [from])).sort()
  const until = reached
    .map((one) => one.until)
    .sort()
    .at(-1)
  if (until === undefined || !isUnfiltered(filters)) return null
  return {
    mark: source.mark,
    key: `behind ${source.id} ${statement}`,
    from: starts.length < reached.length ? null : (starts[0] ?? null),
    until,
    zone: source.civil ? 'UTC' : settings.time_zone,
  }
}

const Counted = z.object({ n: z.number() }).catchall(z.number())

/**
 * How many records stand behind facts in each period, in the order of the periods: one statement for each source. Facts
 * without records, or that the filters cannot be applied to, are not in the answer.
 */
export async function countBehind<DB>(
  reading: Reading<DB>,
  facts: readonly FactId[],
  scope: PeriodsScope,
): Promise<ReadonlyMap<FactId, readonly number[]>> {
  const { periods, filters, settings } = scope
  const bySource = new Map<Source, Map<FactId, FactSql>>()
  for (const id of facts) {
    const hit = found(id, filters)
    if (!hit) continue
    bySource.set(hit.source, (bySource.get(hit.source) ?? new Map()).set(id, hit.fact))
  }
  const counts = new Map<FactId, number[]>()
  for (const [source, asked] of bySource) {
    const parameters = new Parameters()
    const counted = source.byTouch ? 'count(distinct x.id)' : 'count(*)'
    const columns = [...asked].map(
      ([id, { where }]) => `${counted} filter (where ${where ?? 'true'}) as "${id}"`,
    )
    const text = `with ${periodsSql(parameters, periods, settings)}
select p.n, ${columns.join(', ')}
  from ${rowsSql(parameters, source, { periods, filters, settings })}
  join periods p on ${source.match}
 group by p.n`
    const question = questionOf(source, fingerprint(text, parameters.values), scope)
    const rows = await keptOr(reading, question, z.array(Counted), async () => {
      const result = await reading.db.executeQuery(CompiledQuery.raw(text, parameters.values))
      return z.array(Counted).parse(result.rows)
    })
    for (const id of asked.keys()) {
      counts.set(
        id,
        periods.map((_, index) => rows.find(({ n }) => n === index)?.[id] ?? 0),
      )
    }
  }
  return counts
}

export type RecordPage = {
  readonly fact: FactId
  readonly kind: Source['records']
  readonly columns: readonly { id: string; name: { de: string; en: string }; unit: string }[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly next: string | null
}

/** A touch that a record is credited to, and what the fact gives it; the number of a count is null. */
export type RecordCredit = {
  /** The opportunity whose journey the touch is of; null where a payment names none and the source of a lead is credited. */
  readonly deal: string | null
  /** The record of the touch: path of its API, and id. Null by the source of the lead. */
  readonly records: string | null
  readonly id: string | null
  readonly at: string | null
  readonly channel: string
  readonly campaign: string | null
  readonly value: number | null
}

const creditsSql = (
  fact: FactSql,
  deal: string,
): string => `jsonb_agg(jsonb_build_object('deal', ${deal},
         'records', x.kind, 'id', x.touch_id, 'at', x.touched_at, 'channel', x.channel,
         'campaign', (select name from campaigns.campaign where campaign.id = x.campaign_id),
         'value', ${fact.kind === 'distinct' || fact.undivided ? 'null::bigint' : fact.of}) order by x.place)`

const Cursor = z.tuple([z.string(), z.uuid()])

function parseCursor(cursor: string): [at: string, id: string] {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new Refusal('invalid', 'kpis.bad_cursor', {})
  }
}

const Row = z.looseObject({ id: z.string(), label: z.string().nullable(), cursor_at: z.string() })

/** A page of the records behind a fact, newest first; null when it has none. */
export async function readRecords<DB>(
  db: Kysely<DB>,
  id: FactId,
  scope: RecordScope,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<RecordPage | null> {
  const hit = found(id, scope.filters)
  if (!hit) return null
  const { source } = hit
  const parameters = new Parameters()
  const periods = periodsSql(parameters, [scope.period], scope.settings)
  // What all touches of a record say alike, said once.
  const one = (expression: string) => (source.byTouch ? `min(${expression})` : expression)
  const columns = source.columns.map(
    ({ id: name, expression }) => `${one(expression)} as "${name}"`,
  )
  let after = ''
  if (page.cursor) {
    const [at, last] = parseCursor(page.cursor)
    const type = source.at.endsWith('date') ? 'date' : 'timestamptz'
    after = `and (${source.at}, x.id) < (${parameters.add(at)}::text::${type}, ${parameters.add(last)}::uuid)`
  }
  const label = source.from.startsWith('tracking.') ? 'null::text' : 'x.label'
  const text = `with ${periods}
select x.id, ${one(label)} as label, ${one(source.at)}::text as cursor_at,
       ${columns.join(',\n       ')}${source.byTouch ? `,\n       ${creditsSql(hit.fact, source.byTouch.deal)} as credits` : ''}
  ${behindSql(parameters, hit, scope)} ${after}
 ${source.byTouch ? 'group by x.id' : ''}
 order by ${one(source.at)} desc, x.id desc
 limit ${parameters.add(page.limit + 1)}::int`
  const result = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  const all = z.array(Row).parse(result.rows)
  const rows = all.slice(0, page.limit)
  const last = rows.at(-1)
  const next =
    all.length > page.limit && last
      ? Buffer.from(JSON.stringify([last.cursor_at, last.id])).toString('base64url')
      : null
  return {
    fact: id,
    kind: source.records,
    columns: source.columns.map(({ id: name, unit }) => ({
      id: name,
      name: columnName(name),
      unit: unit ?? 'text',
    })),
    rows: rows.map(({ cursor_at: _, ...row }) => row),
    next,
  }
}
