import { isoDate, monthOf, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { CockpitBlock } from '../cockpit-blocks.ts'
import { activeFilters, type Dimension, type KpiQuery, periodOf } from '../query.ts'
import type { KpiResult } from '../result.ts'
import type { KpiSettings } from '../settings.ts'
import { filterKey, type Target, type TargetQuestion, withTargets, yearOf } from '../targets.ts'
import type { Credits } from './credits.ts'
import type { Reading } from './reading.ts'
import { NO_KEY } from './scope-sql.ts'

/** Every target that begins in these days; handed over by main, because planning keeps them. */
export type ReadTargets = (days: Period) => Promise<readonly Target[]>

export type TargetContext = {
  readonly settings: KpiSettings
  readonly now: Date
  readonly targets?: ReadTargets
  /** Made by attribution; without them figures can only follow the source of the lead. */
  readonly credits?: Credits
  /** Compute from rows, past the rollup. For checks. */
  readonly fromRows?: boolean
  /** Read in the state that is open, beside others. */
  readonly within?: Reading<unknown>
}

type Results = Readonly<Record<string, KpiResult>>

/** The dimensions that a target can be set for: the name of the filter is that of the dimension. */
const FILTERED: readonly Dimension[] = ['channel', 'campaign', 'product', 'owner', 'team']

/** What a row of a split is asked for; null where no target can be set for it. */
function rowQuestion(
  question: TargetQuestion,
  filters: ReturnType<typeof activeFilters>,
  by: Dimension | undefined,
  key: string,
): TargetQuestion | null {
  if (by === 'month') {
    const month = monthOf(isoDate(`${key}-01`))
    const { from, until } = question.period
    const isWhole = from <= month.from && month.until <= until
    return isWhole ? { ...question, period: month } : null
  }
  if (by === undefined || !FILTERED.includes(by) || key === NO_KEY) return null
  return { ...question, filter: filterKey({ ...filters, [by]: key }) }
}

/** Targets of the years that a question touches, read once, and what to do with them. */
export async function targetsFor(query: KpiQuery, context: TargetContext) {
  const period = periodOf(query)
  const years = { from: yearOf(period.from).from, until: yearOf(period.until).until }
  const targets = (await context.targets?.(years)) ?? []
  const today = dayOf(context.now.getTime(), context.settings.time_zone)
  const filters = activeFilters(query)
  const question: TargetQuestion = { period, filter: filterKey(filters), view: query.view }
  const beside = (results: Results, asked: TargetQuestion) =>
    withTargets(results, asked, targets, today)
  return {
    /** The figures of the whole question. */
    all: (results: Results) => beside(results, question),
    /** The rows of a split: targets of just this channel, team ... or month. */
    rows: <Row extends { readonly key: string; readonly kpis: Results }>(rows: readonly Row[]) =>
      rows.map((row) => {
        const asked = rowQuestion(question, filters, query.by, row.key)
        return asked ? { ...row, kpis: beside(row.kpis, asked) } : row
      }),
    /** The blocks of the cockpit; each says which of its figures carries its headline target. */
    blocks: (blocks: readonly CockpitBlock[]) =>
      blocks.map((block) => ({
        ...block,
        headlineTarget: context.settings[`headline_target_${block.id}`] ?? block.headline,
        kpis: block.kpis.map((kpi) => {
          const { [kpi.id]: current = kpi.current } = beside({ [kpi.id]: kpi.current }, question)
          return { ...kpi, current }
        }),
      })),
  }
}
