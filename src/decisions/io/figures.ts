import { sql } from 'kysely'
import { z } from 'zod'
import { KpiQuery } from '#kpis/query.ts'
import { kpiById } from '#kpis/registry.ts'
import type { Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { labelsByIds } from '#platform/records/read.ts'
import { noSuchQuestion, unknownFigureOf } from '../refusals.ts'
import {
  type ChangedTarget,
  type DecisionDetails,
  type FigureFilters,
  type FigureWish,
  KeptFigure,
} from '../shapes.ts'
import type { DecisionParts, OpenedFigure } from './parts.ts'

/** The question behind a figure, as every figure route asks it. */
function queryOf({ kpi, from, until, view, filters, model }: FigureWish): KpiQuery {
  const query = KpiQuery.safeParse({ ...filters, from, until, view, model })
  if (!query.success) throw noSuchQuestion(kpi)
  return query.data
}

/** Opens the figures before the transaction begins: reading them may take as long as a cockpit. */
export const openFigures = (parts: DecisionParts, wishes: readonly FigureWish[]) =>
  Promise.all(
    wishes.map(async (wish) => ({ wish, opened: await parts.opened(wish.kpi, queryOf(wish)) })),
  )

/** Keeps a figure with a decision as it is now. */
export async function keepFigure(
  tx: Tx,
  decisionId: string,
  role: 'ground' | 'check',
  { wish, opened }: { readonly wish: FigureWish; readonly opened: OpenedFigure },
  context: WriteContext,
  currency: string,
): Promise<void> {
  const { kpi, from, until, view, filters } = wish
  await sql`
    insert into decisions.figure
      (decision_id, role, kpi, from_date, until_date, view, filters, model, taken_at, result, formula, inputs, currency)
    values (
      ${decisionId}::uuid, ${role}, ${kpi}, ${from}::date, ${until}::date, ${view},
      ${JSON.stringify(filters)}::jsonb, ${opened.model}, ${context.now.toISOString()}::timestamptz,
      ${JSON.stringify(opened.result)}::jsonb, ${JSON.stringify(opened.formula)}::jsonb,
      ${JSON.stringify(opened.inputs)}::jsonb, ${currency})
  `.execute(tx)
}

const FigureRow = z.object({
  id: z.string(),
  role: KeptFigure.shape.role,
  kpi: z.string(),
  from_date: z.string(),
  until_date: z.string(),
  view: z.enum(['period', 'cohort']),
  filters: KeptFigure.shape.filters,
  model: z.string().nullable(),
  taken_at: z.date(),
  result: z.looseObject({ value: z.number().nullable(), n: z.number().optional() }),
  formula: KeptFigure.shape.formula,
  inputs: KeptFigure.shape.inputs,
  currency: z.string(),
})
type FigureRow = z.infer<typeof FigureRow>

/** The kind of record that the values of a filter are. */
const KIND_OF_FILTER: Readonly<Record<string, string>> = {
  channel: 'channel',
  campaign: 'campaign',
  product: 'product',
  team: 'team',
  region: 'region',
  owner: 'user',
  target_group: 'target_group',
}

const valuesOf = (filters: FigureFilters, name: string): string[] => [filters[name] ?? []].flat()

/** What filters are called, one name per value. */
export async function filterNames(
  { records: { db, bindings } }: Pick<DecisionParts, 'records'>,
  filters: FigureFilters,
): Promise<string[]> {
  const names: string[] = []
  for (const [filter, kindId] of Object.entries(KIND_OF_FILTER)) {
    const ids = valuesOf(filters, filter)
    const kind = bindings.get(kindId)?.kind
    if (ids.length === 0 || !kind) continue
    const labels = await labelsByIds(db, kind, ids)
    names.push(...ids.map((id) => labels[id] ?? id.slice(0, 8)))
  }
  return names
}

async function shownFigure(parts: DecisionParts, row: FigureRow): Promise<KeptFigure> {
  const kpi = kpiById(row.kpi)
  const { from_date: from, until_date: until, view, filters, model } = row
  const query = KpiQuery.safeParse({ ...filters, from, until, view, model: model ?? undefined })
  const today = query.success ? await parts.figures(query.data) : {}
  return {
    id: row.id,
    role: row.role,
    kpi: row.kpi,
    name: kpi?.name ?? { de: row.kpi, en: row.kpi },
    unit: kpi?.unit ?? 'count',
    ...{ from, until, view, filters, model },
    filterNames: await filterNames(parts, filters),
    takenAt: row.taken_at.toISOString(),
    currency: row.currency,
    value: row.result.value,
    n: row.result.n ?? null,
    formula: row.formula,
    inputs: row.inputs,
    today: today[row.kpi]?.value ?? null,
  }
}

const TargetRow = z.object({
  id: z.string(),
  kpi: z.string(),
  period: z.enum(['month', 'quarter', 'year']),
  from_date: z.string(),
  filters: KeptFigure.shape.filters,
  before: z.number().nullable(),
  after: z.number().nullable(),
  changed_at: z.date(),
})

async function readTargetsOf(db: Db, decisionId: string): Promise<ChangedTarget[]> {
  const { rows } = await sql`
    select id::text as id, kpi, period, from_date, filters, value_before::float8 as before,
           value_after::float8 as after, changed_at
      from decisions.changed_target
     where decision_id = ${decisionId}::uuid
     order by changed_at, id
  `.execute(db)
  return z
    .array(TargetRow)
    .parse(rows)
    .map(({ from_date: from, changed_at: changedAt, ...row }) => {
      const kpi = kpiById(row.kpi)
      if (!kpi) throw unknownFigureOf(row.kpi)
      return { ...row, name: kpi.name, unit: kpi.unit, from, changedAt: changedAt.toISOString() }
    })
}

/** What hangs on a decision: its figures as they were and as they are, and the targets it changed. */
export async function readDetails(
  parts: DecisionParts,
  decisionId: string,
): Promise<DecisionDetails> {
  const { db } = parts.records
  const { rows } = await sql`
    select id::text as id, role, kpi, from_date, until_date, view, filters, model, taken_at, result,
           formula, inputs, currency
      from decisions.figure
     where decision_id = ${decisionId}::uuid
     order by role desc, taken_at, id
  `.execute(db)
  const kept = z.array(FigureRow).parse(rows)
  return {
    currency: await parts.currency(),
    figures: await Promise.all(kept.map((row) => shownFigure(parts, row))),
    targets: await readTargetsOf(db, decisionId),
  }
}
