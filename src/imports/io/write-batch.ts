import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { RowProblem } from '#platform/records/binding.ts'
import { applyWrites, type Planned, planWrites } from '#platform/records/write.ts'
import type { Outcome } from '../outcome.ts'
import { changesFor, decidedLeads } from './enrich.ts'
import { rememberSourceKeys } from './lookup.ts'
import { type Matched, matchDrafts } from './match.ts'
import type { Draft, NoteProblem, PartRun, RunContext } from './run-context.ts'

/** What became of a row. */
export type RowResult = {
  readonly draft: Draft
  readonly outcome: Outcome
  /** Rejected: why. Else: warnings. */
  readonly problems: readonly NoteProblem[]
  readonly recordId: string | null
  readonly changes: readonly { field: string; before: unknown; after: unknown }[]
}

const asNote =
  (part: PartRun) =>
  ({ field, rule, detail }: RowProblem): NoteProblem => ({
    column: part.columnOf(field),
    field,
    rule,
    ...(detail ? { detail } : {}),
  })

const rejected = (draft: Draft, problems: readonly NoteProblem[]): RowResult => ({
  draft,
  outcome: 'rejected',
  problems,
  recordId: null,
  changes: [],
})

/** A date that had to be assumed is told, because figures hang on it. */
function assumptions(part: PartRun, draft: Draft, plan: Planned): NoteProblem[] {
  const isDeal = part.binding.kind.id === 'opportunity'
  if (!isDeal || plan.before || 'opened_at' in draft.changes) return []
  return [
    {
      column: part.columnOf('opened_at'),
      field: 'opened_at',
      rule: 'crm.opened_at_assumed',
    },
  ]
}

function resultOf(part: PartRun, draft: Draft, plan: Planned): RowResult {
  const note = asNote(part)
  const invalid = plan.problems.filter(({ severity }) => severity === 'invalid')
  if (invalid.length > 0) return rejected(draft, invalid.map(note))
  const outcome: Outcome = !plan.before ? 'new' : plan.changed.length > 0 ? 'changed' : 'same'
  return {
    draft,
    outcome,
    problems: [...draft.warnings, ...plan.problems.map(note), ...assumptions(part, draft, plan)],
    recordId: plan.id,
    changes:
      outcome === 'changed'
        ? plan.changed.map((field) => ({
            field,
            before: plan.before?.[field] ?? null,
            after: plan.after[field] ?? null,
          }))
        : [],
  }
}

/** Two rows with one id that say different things: the first counts, and people should know. */
function withRepetition(
  part: PartRun,
  { id, draft, before }: Matched,
  result: RowResult | undefined,
): RowResult {
  if (!result) return rejected(draft, [])
  const repeats =
    draft.key !== null &&
    part.seen.has(id) &&
    Object.entries(draft.changes).some(
      ([field, value]) =>
        (before?.[field] ?? null) !== null &&
        JSON.stringify(before?.[field]) !== JSON.stringify(value),
    )
  if (!repeats) return result
  const repetition = { column: null, field: null, rule: 'imports.repeated_row' }
  return { ...result, problems: [...result.problems, repetition] }
}

async function planAndWrite(
  run: RunContext,
  part: PartRun,
  matched: readonly Matched[],
): Promise<RowResult[]> {
  const decided = await decidedLeads(run, part, matched)
  const wanted = matched.map((match) => ({
    id: match.id,
    before: match.before,
    changes: changesFor(match, decided, part.seen),
  }))
  const { planned, facts } = await planWrites(run.tx, part.binding, wanted, run.write)
  const results = matched.map(({ draft }, index) => {
    const plan = planned[index]
    return plan ? resultOf(part, draft, plan) : rejected(draft, [])
  })
  const good = planned.filter((_, index) => results[index]?.outcome !== 'rejected')
  await applyWrites(run.tx, part.binding, good, facts, run.write, run.records.audit)
  const keys = matched.flatMap(({ draft, id, keyIsNew }, index) =>
    draft.key !== null && keyIsNew && results[index]?.outcome !== 'rejected'
      ? [{ key: draft.key, recordId: id }]
      : [],
  )
  await rememberSourceKeys(run.tx, part.space, keys, run.importId)
  return matched.map((match, index) => withRepetition(part, match, results[index]))
}

/** Faults of data that only the database knows (a unique name, a number too large), not of the program. */
function dataFault(error: unknown): NoteProblem | null {
  if (error instanceof Refusal && error.code !== 'records.changed_meanwhile') {
    const { field = null, rule = error.code } = error.problems[0] ?? {}
    return { column: null, field, rule }
  }
  const { code, message = '' } = error as { code?: string; message?: string }
  if (code && /^(22|23)/.test(code)) {
    return {
      column: null,
      field: null,
      rule: 'imports.database_refused',
      detail: { message: message.slice(0, 200) },
    }
  }
  return null
}

/**
 * Write a wave of drafts; what the database refuses is searched for by halves and rejected alone.
 * Three to ten statements per call unless something is refused.
 */
export async function writeWave(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<RowResult[]> {
  if (drafts.length === 0) return []
  const written = await tryWave(run, part, drafts)
  if ('results' in written) {
    for (const { recordId } of written.results) if (recordId !== null) part.seen.add(recordId)
    return [...written.results, ...(await writeWave(run, part, written.waiting))]
  }
  const [only] = drafts
  const { fault } = written
  if (drafts.length === 1 && only) {
    const column = fault.field ? part.columnOf(fault.field) : null
    return [rejected(only, [{ ...fault, column }])]
  }
  const middle = Math.ceil(drafts.length / 2)
  const first = await writeWave(run, part, drafts.slice(0, middle))
  return [...first, ...(await writeWave(run, part, drafts.slice(middle)))]
}

type Written =
  | { readonly results: RowResult[]; readonly waiting: readonly Draft[] }
  | { readonly fault: NoteProblem }

/** All of a wave or, where the database refuses something, nothing of it. */
async function tryWave(run: RunContext, part: PartRun, drafts: readonly Draft[]): Promise<Written> {
  await sql`savepoint wave`.execute(run.tx)
  try {
    const { matched, waiting } = await matchDrafts(run, part, drafts)
    const results = await planAndWrite(run, part, matched)
    await sql`release savepoint wave`.execute(run.tx)
    return { results, waiting }
  } catch (error) {
    const fault = dataFault(error)
    if (!fault) throw error
    await sql`rollback to savepoint wave`.execute(run.tx)
    await sql`release savepoint wave`.execute(run.tx)
    return { fault }
  }
}
