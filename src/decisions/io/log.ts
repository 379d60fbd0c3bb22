import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { IsoDate, Period } from '#kernel/period.ts'
import { kpiById } from '#kpis/registry.ts'
import { DecisionsOfPeriod, ToldDecision } from '../shapes.ts'
import { expectedWords, figureWords, targetWords } from '../words.ts'

const Row = z.object({
  id: z.string(),
  title: z.string(),
  status: ToldDecision.shape.status,
  decided_on: z.string().nullable(),
  decided_by: z.string().nullable(),
  owner: z.string().nullable(),
  grounds: z.string().nullable(),
  due_on: z.string().nullable(),
  done_on: z.string().nullable(),
  effect_kpi: z.string().nullable(),
  effect_direction: z.enum(['rise', 'fall', 'hold']).nullable(),
  expected: z.number().nullable(),
  check_on: z.string().nullable(),
  checked_on: z.string().nullable(),
  outcome: ToldDecision.shape.outcome,
  outcome_note: z.string().nullable(),
  figures: z.array(
    z.object({
      kpi: z.string(),
      from: z.string(),
      until: z.string(),
      value: z.number().nullable(),
      currency: z.string(),
      filtered: z.boolean(),
    }),
  ),
  targets: z.array(
    z.object({
      kpi: z.string(),
      period: z.enum(['month', 'quarter', 'year']),
      from: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      currency: z.string().nullable(),
      filtered: z.boolean(),
    }),
  ),
})
type Row = z.infer<typeof Row>

function told(row: Row, currency: string): ToldDecision {
  const kpi = row.effect_kpi === null ? undefined : kpiById(row.effect_kpi)
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    decidedOn: row.decided_on,
    decidedBy: row.decided_by,
    owner: row.owner,
    grounds: row.grounds,
    dueOn: row.due_on,
    doneOn: row.done_on,
    effect: kpi
      ? {
          kpi: kpi.id,
          name: kpi.name,
          direction: row.effect_direction,
          expected: expectedWords(kpi.id, row.expected, currency),
        }
      : null,
    checkOn: row.check_on,
    checkedOn: row.checked_on,
    outcome: row.outcome,
    outcomeNote: row.outcome_note,
    figures: row.figures.map((figure) => figureWords(figure, figure.currency)),
    targets: row.targets.map((target) => targetWords(target, target.currency ?? currency)),
  }
}

const MOST = 200

async function readDecisions(
  db: QueryExecutorProvider,
  condition: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  currency: string,
): Promise<ToldDecision[]> {
  const { rows } = await sql`
    select d.id::text as id, d.title, d.status, d.decided_on, decider.name as decided_by,
           owner.name as owner, d.grounds, d.due_on, d.done_on, d.effect_kpi, d.effect_direction,
           coalesce(d.amount, d.rate, d.number)::float8 as expected, d.check_on, d.checked_on,
           d.outcome, d.outcome_note,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'kpi', f.kpi, 'from', f.from_date, 'until', f.until_date,
                      'value', f.result -> 'value', 'currency', f.currency,
                      'filtered', f.filters <> '{}'::jsonb) order by f.taken_at, f.kpi, f.from_date, f.id)
               from decisions.figure f
              where f.decision_id = d.id
                and f.role = 'ground'), '[]') as figures,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'kpi', t.kpi, 'period', t.period, 'from', t.from_date,
                      'before', t.value_before, 'after', t.value_after, 'currency', t.currency,
                      'filtered', t.filters <> '{}'::jsonb) order by t.changed_at, t.id)
               from decisions.changed_target t
              where t.decision_id = d.id), '[]') as targets
      from decisions.decision d
      left join access."user" decider on decider.id = d.decided_by_id
      left join access."user" owner on owner.id = d.owner_id
     where ${condition}
     order by ${order}, d.id
     limit ${MOST}
  `.execute(db)
  return z
    .array(Row)
    .parse(rows)
    .map((row) => told(row, currency))
}

/** Decided or carried out; proposals and dropped ones are neither due nor to be checked. */
const MADE = sql`d.status in ('decided', 'done')`

/** Decisions to be checked by `day` (inclusive) that nobody has checked. */
export const dueChecks = (db: QueryExecutorProvider, day: string, currency: string) =>
  readDecisions(
    db,
    sql`${MADE} and d.check_on <= ${day}::date and d.checked_on is null`,
    sql`d.check_on`,
    currency,
  )

/** Decisions to be carried out by `day` (inclusive) that are not: due, and overdue from the day after. */
export const overdueWork = (db: QueryExecutorProvider, day: string, currency: string) =>
  readDecisions(
    db,
    sql`d.status = 'decided' and d.due_on <= ${day}::date and d.done_on is null`,
    sql`d.due_on`,
    currency,
  )

/** Proposed and still open. */
export const openProposals = (db: QueryExecutorProvider, currency: string) =>
  readDecisions(db, sql`d.status = 'proposed'`, sql`d.created_at`, currency)

/**
 * The decisions of a period for reports: taken in it, checked in it (what became of the last ones), and what is open at
 * its end, while it runs on `today`. What is due on its own day is not overdue. At most 200 of each.
 */
export async function readDecisionsOf(
  db: QueryExecutorProvider,
  { from, until }: Period,
  currency: string,
  today: IsoDate,
): Promise<DecisionsOfPeriod> {
  const within = (column: string) =>
    sql`${sql.ref(`d.${column}`)} >= ${from}::date and ${sql.ref(`d.${column}`)} < ${until}::date`
  const seenOn = today < until ? today : until
  const [taken, checked, proposed, due, overdue] = await Promise.all([
    readDecisions(db, sql`${MADE} and ${within('decided_on')}`, sql`d.decided_on`, currency),
    readDecisions(db, within('checked_on'), sql`d.checked_on`, currency),
    openProposals(db, currency),
    readDecisions(
      db,
      sql`${MADE} and d.check_on < ${until}::date and d.check_on <= ${today}::date and d.checked_on is null`,
      sql`d.check_on`,
      currency,
    ),
    readDecisions(
      db,
      sql`d.status = 'decided' and d.due_on < ${seenOn}::date and d.done_on is null`,
      sql`d.due_on`,
      currency,
    ),
  ])
  return DecisionsOfPeriod.parse({ from, until, taken, checked, proposed, due, overdue })
}
