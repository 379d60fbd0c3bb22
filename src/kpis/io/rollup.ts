import { CompiledQuery, type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { IsoDate } from '#kernel/period.ts'

/**
 * What an answer is about: its group of marks, its name there, and the days its rows are from. The name
 * tells everything the answer depends on beside the rows, the statement included: another version of the
 * program asks another question.
 */
export type Question = {
  readonly mark: string
  readonly key: string
  /** Null: from the beginning. */
  readonly from: IsoDate | null
  readonly until: IsoDate
  /** The zone in which the days begin; rows with civil days instead of instants say `UTC`. */
  readonly zone: string
}

export type Kept = { readonly question: Question; readonly answer: unknown }

/** More marks than this make looking answers up slow. */
const MARKS_MAX = 400
/** Whoever stores or prunes waits for the other. */
const LOCK = 7_104_001
/** Answers are computed anew after so many days, whether they hold or not: old questions fall out. */
const KEPT_DAYS = 40

/** Holds in the snapshot `seen` of the asker: every mark that meets its time is visible in its own. */
const HOLDS = `pg_snapshot_xmin(rollup.snapshot) >= coalesce((select oldest from kpis.rollup_horizon), '0'::xid8)
   and not exists (
     select from kpis.rollup_mark
      where rollup_mark.mark = rollup.mark
        and rollup_mark.changed_by >= pg_snapshot_xmin(rollup.snapshot)
        and not pg_visible_in_snapshot(rollup_mark.changed_by, rollup.snapshot)
        and rollup_mark.spans && rollup.span)`

const FIND = `select rollup.mark, rollup.key, rollup.snapshot::text as snapshot,
       case when asked.known is distinct from rollup.snapshot::text then rollup.answer end as answer
  from unnest($1::text[], $2::text[], $3::text[]) as asked (mark, key, known)
  join kpis.rollup on rollup.mark = asked.mark and rollup.key = asked.key
 where ${HOLDS}`

const Found = z.object({
  mark: z.string(),
  key: z.string(),
  snapshot: z.string(),
  answer: z.unknown(),
})

const placeOf = ({ mark, key }: Pick<Question, 'mark' | 'key'>): string => `${mark}\n${key}`

type Known = { readonly snapshot: string; readonly answer: unknown }
const KNOWN_MAX = 6000
const byDatabase = new WeakMap<object, Map<string, Known>>()

/** Answers this process has seen: they need not come over again when they still hold. */
function knownAnswers(database: object): Map<string, Known> {
  let known = byDatabase.get(database)
  if (!known) {
    known = new Map()
    byDatabase.set(database, known)
  }
  if (known.size > KNOWN_MAX) known.clear()
  return known
}

/**
 * Answers by question. `db` reads in the snapshot that the whole reading has; `database` is what it belongs
 * to.
 */
export async function findAnswers<DB>(
  db: Kysely<DB>,
  database: object,
  questions: readonly Question[],
): Promise<(question: Question) => unknown> {
  const known = knownAnswers(database)
  const sent = new Map(
    questions.map((question) => [placeOf(question), known.get(placeOf(question))]),
  )
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(FIND, [
      questions.map(({ mark }) => mark),
      questions.map(({ key }) => key),
      questions.map((question) => sent.get(placeOf(question))?.snapshot ?? null),
    ]),
  )
  const answers = new Map<string, unknown>()
  for (const row of z.array(Found).parse(rows)) {
    const place = placeOf(row)
    const before = sent.get(place)
    const answer = before?.snapshot === row.snapshot ? before.answer : row.answer
    known.set(place, { snapshot: row.snapshot, answer })
    answers.set(place, answer)
  }
  return (question) => answers.get(placeOf(question))
}

/**
 * Keeps answers that were computed in `snapshot`. An answer that somebody computed in a later one stays.
 * Not part of the transaction that computed them: that one reads only.
 */
export async function keepAnswers<DB>(
  db: Kysely<DB>,
  snapshot: string,
  kept: readonly Kept[],
): Promise<void> {
  if (kept.length === 0) return
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    await sql`
      insert into kpis.rollup (mark, key, span, snapshot, answer)
      select mark, key,
             tstzrange("from"::timestamp at time zone zone, until::timestamp at time zone zone),
             ${snapshot}::pg_snapshot, answer
        from jsonb_to_recordset(${JSON.stringify(
          kept.map(({ question, answer }) => ({ ...question, answer })),
        )}::jsonb) as given (mark text, key text, "from" date, until date, zone text, answer jsonb)
      on conflict (mark, key) do update
         set span = excluded.span, snapshot = excluded.snapshot, answer = excluded.answer,
             kept_on = excluded.kept_on
       where pg_snapshot_xmax(rollup.snapshot) <= pg_snapshot_xmax(excluded.snapshot)
    `.execute(tx)
    const marks = await sql`select from kpis.rollup_mark limit ${MARKS_MAX + 1}`.execute(tx)
    if (marks.rows.length > MARKS_MAX) await prune(tx)
  })
}

/**
 * Removes answers that hold no longer and renews the snapshot of those that do; then no mark of a finished
 * transaction is needed any more. One statement, so that all of it sees one state.
 */
async function prune<DB>(db: Kysely<DB>): Promise<void> {
  await db.executeQuery(
    CompiledQuery.raw(`with holding as materialized (
      select mark, key from kpis.rollup
       where kept_on > current_date - ${KEPT_DAYS} and ${HOLDS}
    ), dropped as (
      delete from kpis.rollup
       where not exists (select from holding where holding.mark = rollup.mark and holding.key = rollup.key)
    ), renewed as (
      update kpis.rollup set snapshot = pg_current_snapshot()
        from holding
       where holding.mark = rollup.mark and holding.key = rollup.key
    ), horizon as (
      insert into kpis.rollup_horizon (oldest) values (pg_snapshot_xmin(pg_current_snapshot()))
      on conflict ((true)) do update set oldest = greatest(rollup_horizon.oldest, excluded.oldest)
    )
    delete from kpis.rollup_mark where changed_by < pg_snapshot_xmin(pg_current_snapshot())`),
  )
}
