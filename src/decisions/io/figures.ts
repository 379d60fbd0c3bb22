import { sql } from 'kysely'
import { z } from 'zod'
import type { Text } from '#kernel/record.ts'
import { FILTERS, KpiQuery } from '#kpis/query.ts'
import type { Basis, FigureQuestion } from '#kpis/questions.ts'
import { kpiById } from '#kpis/registry.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import {
  basisChanges,
  filterGone,
  type KeptBasis,
  MODEL_GONE,
  NO_QUESTION,
  undefinedToday,
} from '../kept.ts'
import { noSuchQuestion, unknownFigureOf } from '../refusals.ts'
import { type ChangedTarget, type DecisionDetails, type FigureWish, KeptFigure } from '../shapes.ts'
import { alike } from '../words.ts'
import { type NamedFilter, namesOfFilters } from './filter-names.ts'
import type { DecisionParts, OpenedFigure } from './parts.ts'

const isFilter = (name: string): boolean => FILTERS.some((filter) => filter === name)

/** The question behind a figure, as every figure route asks it; null where there is no such question. */
function queryOf({
  from,
  until,
  view,
  filters,
  model,
}: Pick<FigureWish, 'view' | 'filters'> & {
  readonly from: string
  readonly until: string
  readonly model?: string | null | undefined
}): KpiQuery | null {
  // A filter that figures do not know would be left out in silence.
  if (!Object.keys(filters).every(isFilter)) return null
  const query = KpiQuery.safeParse({ ...filters, from, until, view, model: model ?? undefined })
  return query.success ? query.data : null
}

/** A figure that was asked for, opened, with what its filters are called. */
export type FigureToKeep = {
  readonly wish: FigureWish
  readonly opened: OpenedFigure
  readonly filterNames: readonly Text[]
}

/** Opens the figures before the transaction begins: reading them may take as long as a cockpit. */
export async function openFigures(
  parts: DecisionParts,
  wishes: readonly FigureWish[],
): Promise<FigureToKeep[]> {
  const namesOf = await namesOfFilters(
    parts,
    wishes.map(({ filters }) => filters),
  )
  const opened: FigureToKeep[] = []
  // One after the other: a decision of twelve figures must not take every connection.
  for (const wish of wishes) {
    const query = queryOf(wish)
    const names = namesOf(wish.filters)
    if (!query || names.some(({ name }) => name === null)) throw noSuchQuestion(wish.kpi)
    opened.push({
      wish,
      opened: await parts.opened(wish.kpi, query),
      filterNames: names.flatMap(({ name }) => name ?? []),
    })
  }
  return opened
}

/** Keeps a figure with a decision as it is now. */
export async function keepFigure(
  tx: Tx,
  decisionId: string,
  role: 'ground' | 'check',
  { wish, opened, filterNames }: FigureToKeep,
  context: WriteContext,
  currency: string,
): Promise<void> {
  const { kpi, from, until, view, filters } = wish
  const { result, inputs, basis } = opened
  await sql`
    insert into decisions.figure
      (decision_id, role, kpi, from_date, until_date, view, filters, filter_names, model, taken_at, result, formula,
       settings, inputs, currency)
    values (
      ${decisionId}::uuid, ${role}, ${kpi}, ${from}::date, ${until}::date, ${view},
      ${JSON.stringify(filters)}::jsonb, ${JSON.stringify(filterNames)}::jsonb, ${basis.model},
      ${context.now.toISOString()}::timestamptz, ${JSON.stringify(result)}::jsonb,
      ${JSON.stringify(basis.formula)}::jsonb, ${JSON.stringify(basis.settings)}::jsonb,
      ${JSON.stringify(inputs)}::jsonb, ${currency})
  `.execute(tx)
}

const FigureRow = z.object({
  id: z.string(),
  role: KeptFigure.shape.role,
  kpi: z.string(),
  from: z.string(),
  until: z.string(),
  view: z.enum(['period', 'cohort']),
  filters: KeptFigure.shape.filters,
  filter_names: KeptFigure.shape.filterNames,
  model: z.string().nullable(),
  taken_at: z.date(),
  result: z.looseObject({
    value: z.number().nullable(),
    n: z.number().optional(),
    variant: z.string().optional(),
  }),
  formula: KeptFigure.shape.formula,
  settings: z.record(z.string(), z.unknown()).nullable(),
  inputs: KeptFigure.shape.inputs,
  currency: z.string(),
})
type FigureRow = z.infer<typeof FigureRow>

/** What a figure was kept with. Older rows know the chosen calculation only, and in the cohort view no formula of it. */
function basisThen(row: FigureRow, today: Basis): KeptBasis {
  const { currency, formula, settings, result } = row
  if (settings !== null) return { currency, formula, settings }
  const setting = kpiById(row.kpi)?.variants?.setting
  return {
    currency,
    formula: row.view === 'cohort' ? today.formula : formula,
    settings: setting && result.variant ? { [setting]: result.variant } : {},
  }
}

/** A kept figure, and the question that it is today: null where it is none any more, `why` says for what reasons. */
type Standing = {
  readonly row: FigureRow
  readonly names: readonly NamedFilter[]
  readonly model: string | null
  readonly question: FigureQuestion | null
  readonly why: readonly Text[]
}

async function standingOf(parts: DecisionParts, rows: readonly FigureRow[]): Promise<Standing[]> {
  const namesOf = await namesOfFilters(
    parts,
    rows.map(({ filters }) => filters),
  )
  const basisToday = await parts.basis()
  return rows.map((row) => {
    const names = namesOf(row.filters)
    const query = queryOf(row)
    const today = query && basisToday(row.kpi, query)
    // Older rows name a model with every figure; only those that follow one differ by it.
    const model = today?.model === null ? null : row.model
    const gone = names.flatMap(({ value, name }, place) =>
      name === null ? filterGone(row.filter_names[place] ?? alike(value)) : [],
    )
    const why = [
      ...(today
        ? basisChanges(basisThen(row, today), today, parts.settingName)
        : gone.length > 0
          ? []
          : [NO_QUESTION]),
      ...gone,
      ...(model !== null && parts.modelName(model) === null ? [MODEL_GONE] : []),
    ]
    const question =
      query && why.length === 0
        ? { query: { ...query, model: model ?? undefined }, kpis: [row.kpi] }
        : null
    return { row, names, model, why, question }
  })
}

/** Answers of today, all of one model in one state of the database. */
async function answersToday(
  parts: DecisionParts,
  standing: readonly Standing[],
): Promise<ReadonlyMap<FigureQuestion, KpiResult | undefined>> {
  const answers = new Map<FigureQuestion, KpiResult | undefined>()
  const questions = standing.flatMap(({ question }) => question ?? [])
  for (const [model, alikes] of Map.groupBy(questions, ({ query }) => query.model ?? null)) {
    const results = await parts.reading(model, (reader) => reader.figures(alikes))
    for (const [place, question] of alikes.entries()) {
      answers.set(question, results[place]?.[question.kpis[0] ?? ''])
    }
  }
  return answers
}

function shownFigure(
  parts: DecisionParts,
  { row, names, model, question, why }: Standing,
  answers: ReadonlyMap<FigureQuestion, KpiResult | undefined>,
): KeptFigure {
  const kpi = kpiById(row.kpi)
  const answer = question ? answers.get(question) : undefined
  const { id, role, from, until, view, filters, formula, inputs, currency } = row
  return {
    ...{ id, role, from, until, view, filters, formula, inputs, currency, model },
    kpi: row.kpi,
    name: kpi?.name ?? alike(row.kpi),
    unit: kpi?.unit ?? 'count',
    filterNames: names.map(
      ({ value, name }, place) => name ?? row.filter_names[place] ?? alike(value),
    ),
    modelName: model === null ? null : (parts.modelName(model) ?? alike(model)),
    takenAt: row.taken_at.toISOString(),
    value: row.result.value,
    n: row.result.n ?? null,
    today: answer?.value ?? null,
    why: question ? undefinedToday(answer) : [...why],
  }
}

const TargetRow = z.object({
  id: z.string(),
  kpi: z.string(),
  period: z.enum(['month', 'quarter', 'year']),
  from_date: z.string(),
  filters: KeptFigure.shape.filters,
  currency: z.string().nullable(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  changed_at: z.date(),
})

async function readTargetsOf(
  parts: DecisionParts,
  decisionId: string,
  currency: string,
): Promise<ChangedTarget[]> {
  const { rows } = await sql`
    select id::text as id, kpi, period, from_date, filters, currency, value_before::float8 as before,
           value_after::float8 as after, changed_at
      from decisions.changed_target
     where decision_id = ${decisionId}::uuid
     order by changed_at, id
  `.execute(parts.records.db)
  const changed = z.array(TargetRow).parse(rows)
  const namesOf = await namesOfFilters(
    parts,
    changed.map(({ filters }) => filters),
  )
  return changed.map(({ from_date: from, changed_at: changedAt, ...row }) => {
    const kpi = kpiById(row.kpi)
    if (!kpi) throw unknownFigureOf(row.kpi)
    return {
      ...{ ...row, name: kpi.name, unit: kpi.unit, from },
      filterNames: namesOf(row.filters).map(({ value, name }) => name ?? alike(value)),
      currency: row.currency ?? currency,
      changedAt: changedAt.toISOString(),
    }
  })
}

/** What hangs on a decision: its figures as they were and as they are, and the targets it changed. */
export async function readDetails(
  parts: DecisionParts,
  decisionId: string,
): Promise<DecisionDetails> {
  const { db } = parts.records
  const { rows } = await sql`
    select id::text as id, role, kpi, from_date as from, until_date as until, view, filters, filter_names, model,
           taken_at, result, formula, settings, inputs, currency
      from decisions.figure
     where decision_id = ${decisionId}::uuid
     -- Kept in one step they have one instant: then by name, the whole company first.
     order by role desc, taken_at, kpi, from_date, filters <> '{}'::jsonb, filters::text, id
  `.execute(db)
  const standing = await standingOf(parts, z.array(FigureRow).parse(rows))
  const answers = await answersToday(parts, standing)
  const currency = await parts.currency()
  return {
    currency,
    figures: standing.map((one) => shownFigure(parts, one, answers)),
    targets: await readTargetsOf(parts, decisionId, currency),
  }
}
