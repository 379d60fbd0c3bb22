import { type Kysely, sql } from 'kysely'
import { cents } from '#kernel/money.ts'
import { inTurns, Turns } from '#platform/turns.ts'
import { type AnswerRow, answerOf, type ModelAnswer, type Robustness } from '../answer.ts'
import { bootstrapSteps } from '../bootstrap.ts'
import {
  type AttributionQuery,
  cutRulesOf,
  type Grouping,
  modelsOf,
  type NamedModel,
  rulesOf,
  type Value,
  viewOf,
  wantedValue,
} from '../query.ts'
import type { JourneyRules } from '../settings.ts'
import { solve } from '../solve.ts'
import { addPath, type CountedPath, emptyStatistics, type Statistics } from '../statistics.ts'
import { type CutJourney, cutJourney, DIRECT } from '../stored-journey.ts'
import { isChain } from '../sum-models.ts'
import {
  type Amount,
  addConversion,
  addShares,
  emptyTally,
  passDown,
  type Shares,
  type Tally,
  wholeCents,
} from '../tally.ts'
import type { Reason } from '../unattributed.ts'
import { endOfToday, withAnswer } from './answers.ts'
import {
  type Case,
  type CaseContext,
  readCases,
  readRecordTotals,
  targetsOf,
} from './conversions.ts'
import {
  type JourneyRow,
  joined,
  journeyColumns,
  journeyOf,
  listColumn,
  listOf,
} from './journey-row.ts'
import { type JourneyRows, readJourneyRows } from './journey-rows.ts'
import { asOne, journeysSql } from './journey-sql.ts'
import { textsOf } from './journey-store.ts'
import type { RefreshContext } from './refresh.ts'

export type AttributionContext = RefreshContext & Pick<CaseContext, 'marginSql'>

export type RecordModelAnswer = Omit<ModelAnswer, 'rows' | 'unattributed'> & {
  /** `channel` where rows are channels, else `key`. */
  readonly rows: readonly (Omit<AnswerRow, 'channel'> & {
    readonly channel?: string
    readonly key?: string
  })[]
  readonly unattributed: Amount & {
    readonly reasons: readonly ({ readonly reason: Reason } & Amount)[]
  }
}

/** Whether what is given and what is not make up what the records say, in conversions and in value. */
export type Reconciliation = {
  readonly model: string
  readonly records: Amount
  readonly attributed: number
  readonly unattributed: number
  /** Records less the other two; 0 unless something is wrong. */
  readonly difference: number
}

export type AttributionAnswer = {
  readonly period: { readonly from: string; readonly until: string }
  readonly conversion: AttributionQuery['conversion']
  readonly value: Value
  readonly by: Grouping
  /** `cents`, or `conversions` where value is a count. */
  readonly unit: 'cents' | 'conversions'
  readonly currency: string
  readonly rules: ReturnType<typeof viewOf>
  readonly models: readonly RecordModelAnswer[]
  readonly robustness?: readonly Robustness[]
  readonly reconciliation: readonly Reconciliation[]
  /** Conversions whose value is not known; they count as 0. */
  readonly valueMissing: number
}

const CHUNK = 5_000

/** The keys that touches are grouped by, as lists of the stored journeys. */
const KEY_COLUMNS = { campaign: 'campaign_ids', content: 'contents', source: 'sources' } as const
const ROW_COLUMNS = { campaign: 'campaigns', content: 'contents', source: 'sources' } as const
/** Of touches that have none. */
export const NO_KEY = '(none)'

/** Everything that one answer gathers while it goes through the conversions. */
type Gathered = {
  readonly tallies: readonly Tally[]
  readonly shares: Shares
  readonly statistics: Statistics
  readonly paths: CountedPath[]
  readonly total: Amount
  valueMissing: number
}

/** Who gets credit for the conversions of a period: right for this very state of the records. */
export async function readAttribution<DB>(
  db: Kysely<DB>,
  query: AttributionQuery,
  context: AttributionContext,
): Promise<AttributionAnswer> {
  const models = modelsOf(query, context.settings)
  const value = wantedValue(query)
  const question = {
    key: ['credits', query],
    again: (later: RefreshContext) => readAttribution(db, query, { ...context, ...later }),
  }
  return withAnswer(db, context, question, async (tx) => {
    const caseContext = { ...context, now: endOfToday(context) }
    const withLost = models.some(({ model }) => isChain(model))
    const found = await readCases(tx, query, value, { ...caseContext, withLost })
    // Intervals are drawn from cases by their place: the database gives them in no order of its own.
    const cases = query.intervals ? found.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : found
    const gathered = await gather(tx, query, { models, value, cases, context })
    const records = await readRecordTotals(tx, query, value, caseContext)
    return answer(query, { models, value, gathered, records, context })
  })
}

type Wanted = {
  readonly models: readonly NamedModel[]
  readonly value: Value
  readonly context: AttributionContext
}

async function gather<DB>(
  tx: Kysely<DB>,
  query: AttributionQuery,
  { models, value, cases, context }: Wanted & { readonly cases: readonly Case[] },
): Promise<Gathered> {
  const { scope } = rulesOf(query, context.settings)
  const rules = cutRulesOf(query, context.settings)
  const withStatistics = query.intervals || models.some(({ model }) => isChain(model))
  const passesDown = query.by !== 'channel' && models.some(({ model }) => isChain(model))
  const gathered: Gathered = {
    tallies: models.map(() => emptyTally()),
    shares: new Map(),
    statistics: emptyStatistics(models.map(({ model }) => model)),
    paths: [],
    total: { conversions: 0, value: 0 },
    valueMissing: 0,
  }
  const turns = new Turns()
  for (let start = 0; start < cases.length; start += CHUNK) {
    const part = cases.slice(start, start + CHUNK)
    const rows = await readJourneys(tx, query, part, scope, context)
    for (const one of part) {
      if (turns.isOver()) await turns.pass()
      const row = rows.get(one.id)
      if (!row) continue
      const journey = cutJourney(journeyOf(row), one.at.getTime(), rules)
      const all = row.keys === null ? null : listOf(row.keys, row.forms.length)
      const keys = all ? journey.places.map((place) => all[place] || NO_KEY) : journey.channels
      if (one.is_converted) count(gathered, models, value, { one, journey, keys })
      if (one.is_converted && passesDown) addShares(gathered.shares, journey, keys)
      if (withStatistics) addToStatistics(gathered, value, one, journey)
    }
  }
  return gathered
}

export type KeyedRow = JourneyRow & { readonly id: string; readonly keys: string | null }

export async function readJourneys<DB>(
  tx: Kysely<DB>,
  { conversion, by }: AttributionQuery,
  cases: readonly Case[],
  scope: JourneyRules['scope'],
  { settings }: AttributionContext,
): Promise<ReadonlyMap<string, KeyedRow>> {
  const ids = cases.map(({ id }) => id)
  const isLead = conversion === 'mql' || conversion === 'sql'
  if (isLead || scope !== settings.rules.scope) {
    const statement = asOne(journeysSql(targetsOf(conversion, ids), scope))
    return unstored(await readJourneyRows(tx, statement), by)
  }
  const { rows } = await sql<KeyedRow>`
    select j.opportunity_id as id, ${by === 'channel' ? sql`null` : listColumn(KEY_COLUMNS[by])} as keys,
           ${journeyColumns}
      from attribution.journey j where j.opportunity_id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Journeys that are kept nowhere, as if they were. */
function unstored(rows: JourneyRows, by: Grouping): ReadonlyMap<string, KeyedRow> {
  const found = new Map<string, KeyedRow>()
  for (const journey of rows.journeys) {
    found.set(journey.id, {
      id: journey.id,
      keys: by === 'channel' ? null : joined(rows, ROW_COLUMNS[by], journey.touches),
      has_somebody: journey.hasSomebody,
      ...textsOf(rows, journey),
      sessions: joined(rows, 'sessions', journey.touches),
      lead_created: journey.leadCreated.join(),
      opportunity_created: journey.opportunityCreated.join(),
      later: journey.later,
    })
  }
  return found
}

function count(
  gathered: Gathered,
  models: readonly NamedModel[],
  value: Value,
  given: { readonly one: Case; readonly journey: CutJourney; readonly keys: readonly string[] },
): void {
  const { one, journey, keys } = given
  if (value !== 'count' && one.value === null) gathered.valueMissing += 1
  const worth = value === 'count' ? null : cents(one.value ?? 0)
  gathered.total.conversions += 1
  gathered.total.value += worth ?? 1
  for (const [place, { model }] of models.entries()) {
    const tally = gathered.tallies[place]
    if (tally && !isChain(model)) addConversion(tally, model, { journey, value: worth }, keys)
  }
}

function addToStatistics(
  { statistics, paths, tallies }: Gathered,
  value: Value,
  one: Case,
  journey: CutJourney,
): void {
  const { channels } = statistics
  const direct = channels.numberOf(DIRECT)
  const worth = value === 'count' ? 1 : (one.value ?? 0)
  const path: CountedPath = {
    length: journey.channels.length,
    channels: journey.channels.map((channel) => channels.numberOf(channel)),
    ages: journey.ages,
    milestones: journey.milestones,
    isDirect: (channel) => channel === direct,
    conversions: one.is_converted ? 1 : 0,
    value: one.is_converted ? worth : 0,
    nulls: one.is_converted ? 0 : 1,
  }
  addPath(statistics, path)
  paths.push(path)
  if (!one.is_converted || path.length > 0) return
  for (const [place, model] of statistics.models.entries()) {
    const tally = tallies[place]
    if (!tally || !isChain(model)) continue
    const reason = journey.reason ?? 'no_touch'
    const row = tally.reasons.get(reason) ?? { conversions: 0, value: 0 }
    tally.reasons.set(reason, row)
    row.conversions += 1
    row.value += worth
    tally.unattributed.conversions += 1
    tally.unattributed.value += worth
  }
}

async function answer(
  query: AttributionQuery,
  wanted: Wanted & { readonly gathered: Gathered; readonly records: Amount },
): Promise<AttributionAnswer> {
  const { models, value, gathered, records, context } = wanted
  const { statistics, paths, tallies } = gathered
  const isMoney = value !== 'count'
  const words = models.map(({ word }) => word)
  const needsEngine = paths.length > 0
  const ranges =
    query.intervals && needsEngine
      ? await inTurns(
          bootstrapSteps(statistics, paths, { replicates: query.replicates, seed: query.seed }),
        )
      : null
  const engine = needsEngine ? answerOf(statistics, solve(statistics), words, ranges) : null
  const answers = models.map(({ word, model }, place): RecordModelAnswer => {
    const tally = tallies[place] ?? emptyTally()
    const fromEngine = engine?.models[place]
    const byEngine = fromEngine?.rows ?? []
    const channels = isChain(model) ? solved(byEngine, tally, gathered.total, isMoney) : tally.rows
    const rows =
      isChain(model) && query.by !== 'channel'
        ? passDown(channels, gathered.shares, isMoney)
        : channels
    return {
      model: word,
      ...(model.kind === 'markov' && { order: model.order }),
      ...(model.kind === 'influenced' && { additive: false as const }),
      rows: rowsOf(rows, query.by, byEngine),
      unattributed: {
        ...tally.unattributed,
        reasons: [...tally.reasons].map(([reason, amount]) => ({ reason, ...amount })),
      },
      total: model.kind === 'influenced' ? gathered.total : totalOf(tally, rows, gathered.total),
    }
  })
  return {
    period: { from: query.from, until: query.until },
    ...{ conversion: query.conversion, value, by: query.by },
    unit: isMoney ? 'cents' : 'conversions',
    currency: context.settings.currency,
    rules: viewOf(query, context.settings),
    models: answers,
    ...(engine?.robustness && { robustness: engine.robustness }),
    reconciliation: answers
      .filter(({ additive }) => additive !== false)
      .map(({ model, total, unattributed }) => ({
        model,
        records,
        attributed: total.value - unattributed.value,
        unattributed: unattributed.value,
        difference: records.value - (isMoney ? total.value : Math.round(total.value * 1e6) / 1e6),
      })),
    valueMissing: gathered.valueMissing,
  }
}

/** What the chain gives each channel, in whole cents where it is money. */
function solved(
  rows: readonly AnswerRow[],
  { unattributed }: Tally,
  total: Amount,
  isMoney: boolean,
): Map<string, Amount> {
  const given = rows.filter(({ conversions }) => conversions > 0)
  const values = given.map(({ value }) => value)
  const parts = isMoney ? wholeCents(total.value - unattributed.value, values) : values
  return new Map(
    given.map(({ channel, conversions }, index) => [
      channel,
      { conversions, value: parts[index] ?? 0 },
    ]),
  )
}

/** What is given and what is not, added up: shares of conversions are, up to rounding, whole conversions. */
function totalOf(
  { unattributed }: Tally,
  rows: ReadonlyMap<string, Amount>,
  { conversions }: Amount,
): Amount {
  const values = [...rows.values()].map(({ value }) => value)
  return { conversions, value: values.reduce((sum, value) => sum + value, unattributed.value) }
}

/** Most first; of channels with what the engine says beside. */
function rowsOf(
  rows: ReadonlyMap<string, Amount>,
  by: Grouping,
  engine: readonly AnswerRow[],
): RecordModelAnswer['rows'] {
  const sorted = [...rows].sort(
    ([a, one], [b, two]) =>
      two.value - one.value || two.conversions - one.conversions || (a < b ? -1 : 1),
  )
  if (by !== 'channel') return sorted.map(([key, amount]) => ({ key, ...amount }))
  return sorted.map(([channel, amount]) => {
    const beside = engine.find((row) => row.channel === channel)
    return { ...beside, channel, ...amount }
  })
}
