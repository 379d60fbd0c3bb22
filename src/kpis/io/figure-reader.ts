import type { Kysely } from 'kysely'
import { type Period, periodBefore } from '#kernel/period.ts'
import { type ComparedPair, comparedFigures } from '../cockpit-blocks.ts'
import type { FactId } from '../facts.ts'
import { activeFilters, KpiQuery, periodOf } from '../query.ts'
import type { FigureQuestion, FigureReader } from '../questions.ts'
import { kpiById } from '../registry.ts'
import type { KpiSettings } from '../settings.ts'
import { readAmounts } from './amounts.ts'
import { distinctPeriods, momentOf } from './cockpit.ts'
import { type Credits, withModel } from './credits.ts'
import { factsOf } from './explain.ts'
import { evaluateAll, type KpiResults } from './figures.ts'
import { gather, knownOf, total } from './gather.ts'
import { inOneSnapshot, type Reading } from './reading.ts'
import { countBehind } from './records.ts'

type Context = {
  readonly settings: KpiSettings
  readonly credits?: Credits
  /** Read in the state that is open, beside others. */
  readonly within?: Reading<unknown>
}

/** Questions with the same filters are one gathering: each source is read once, whatever the number of periods. */
async function readAlike<DB>(
  reading: Reading<DB>,
  questions: readonly FigureQuestion[],
  settings: KpiSettings,
): Promise<Map<FigureQuestion, KpiResults>> {
  const answers = new Map<FigureQuestion, KpiResults>()
  const [first] = questions
  if (!first) return answers
  const asked = questions.map((question) => ({
    question,
    kpis: question.kpis.flatMap((id) => kpiById(id) ?? []),
  }))
  const only = new Set<FactId>(
    asked.flatMap(({ question, kpis }) =>
      kpis.flatMap((kpi) => [...factsOf(kpi, question.query, settings)]),
    ),
  )
  const { list, indexOf } = distinctPeriods(questions.map(({ query }) => periodOf(query)))
  const gathered = await gather(reading, { periods: list, filters: first.query, settings, only })
  for (const { question, kpis } of asked) {
    const found = gathered[indexOf(periodOf(question.query))]
    const scope = { view: question.query.view, settings, ...knownOf(found) }
    answers.set(question, evaluateAll(total(found), scope, kpis))
  }
  return answers
}

async function readFigures<DB>(
  reading: Reading<DB>,
  questions: readonly FigureQuestion[],
  settings: KpiSettings,
): Promise<readonly KpiResults[]> {
  const alike = Map.groupBy(questions, ({ query }) => JSON.stringify(activeFilters(query)))
  const answers = new Map<FigureQuestion, KpiResults>()
  // One after the other: a reading has one connection.
  for (const group of alike.values()) {
    for (const [question, results] of await readAlike(reading, group, settings)) {
      answers.set(question, results)
    }
  }
  return questions.map((question) => answers.get(question) ?? {})
}

async function readCompared<DB>(
  reading: Reading<DB>,
  period: Period,
  settings: KpiSettings,
): Promise<readonly ComparedPair[]> {
  const query = KpiQuery.parse(period)
  const periods = [period, periodBefore(period)]
  const gathered = await gather(reading, { periods, filters: query, settings })
  const counts = gathered.map((one) => total(one).won_with_amount ?? 0)
  const samples = await readAmounts(reading, { periods, counts, filters: query, settings })
  const [current, before] = periods.map((one, place) =>
    momentOf(one, gathered[place], query.view, settings, samples[place]),
  )
  return current && before ? comparedFigures({ current, before }) : []
}

/** Runs `read` with figures of one state, by the model of `query` or that of the company. */
export async function readingFigures<DB, Result>(
  db: Kysely<DB>,
  query: Pick<KpiQuery, 'model'>,
  given: Context,
  read: (reader: FigureReader) => Promise<Result>,
): Promise<Result> {
  const context = withModel(query, given)
  const { settings } = context
  return inOneSnapshot(db, context, (reading) =>
    read({
      figures: (questions) => readFigures(reading, questions, settings),
      compared: (period) => readCompared(reading, period, settings),
      counts: (facts, periods) =>
        countBehind(reading, facts, { periods, filters: KpiQuery.parse(periods[0]), settings }),
    }),
  )
}
