import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { z } from 'zod'
import type { IsoDate } from '#kernel/period.ts'
import { type KpiSettings, LEAD_SOURCE } from '../settings.ts'
import { type Credits, modelOf } from './credits.ts'
import { findAnswers, type Kept, keepAnswers, type Question } from './rollup.ts'
import type { SpreadCosts } from './spread-costs.ts'
import { type Answers, unchangedAnswers } from './unchanged.ts'

/** Answers that still hold, and where new ones go. */
export type Rollup = {
  find(questions: readonly Question[]): Promise<(question: Question) => unknown>
  keep(kept: Kept): void
}

/** What there is at all, of the whole company. */
export type Ground = {
  /** Whether any lead ever reached the stage on record. */
  readonly mql: boolean
  readonly sql: boolean
  /** First days there is anything; null where there is nothing. */
  readonly firstLead: IsoDate | null
  readonly firstOpportunity: IsoDate | null
  readonly firstRevenue: IsoDate | null
}

/**
 * Everything one answer reads, in one state of the database: figures that stand side by side belong to the
 * same moment.
 */
export type Reading<DB> = {
  readonly db: Kysely<DB>
  readonly ground: Ground
  /** Statements already answered in this very state. */
  readonly answers: Answers
  /** Sums being counted in this reading, by key: others may wait for them. */
  readonly underway: Map<string, Promise<Readonly<Record<string, unknown>>>>
  /** Null: channels and campaigns have their own cost only. */
  readonly spreadCosts: SpreadCosts | null
  /** Null: everything from rows. */
  readonly rollup: Rollup | null
}

export type ReadingOptions = {
  /** Compute from rows, past everything that is kept. For checks. */
  readonly fromRows?: boolean | undefined
  /** Say by which model figures are given credit; without them nothing that is read may need credits. */
  readonly settings?: KpiSettings
  readonly credits?: Credits
  /** A reading that is open, of the same model: several answers are then of one state, and share what they read. */
  readonly within?: Reading<unknown>
}

const LOOKED_UP = 'rollup'

type Find = Rollup['find']

/** Looks up in one statement what is asked for in the same moment. */
function together(find: Find): Find {
  let waiting: { questions: Question[]; found: ReturnType<Find> } | null = null
  return (questions) => {
    if (!waiting) {
      const asked: Question[] = []
      const found = setImmediate().then(() => {
        waiting = null
        return find(asked)
      })
      waiting = { questions: asked, found }
    }
    waiting.questions.push(...questions)
    return waiting.found
  }
}

/** What this reading has just computed holds too; it is stored when the reading ends. */
const alsoNew =
  (kept: ReadonlyMap<string, Kept>, find: Find): Find =>
  async (questions) => {
    const known = await find(questions)
    return (question) => kept.get(placeOf(question))?.answer ?? known(question)
  }

const placeOf = ({ mark, key }: Question): string => `${mark} ${key}`

/** Runs `read` in one state of the database, in which the credits that it may need are right. */
function inOneState<DB, Result>(
  db: Kysely<DB>,
  { settings, credits }: ReadingOptions,
  read: (tx: Kysely<DB>) => Promise<Result>,
): Promise<Result> {
  const { model } = settings
    ? modelOf({ settings, ...(credits && { credits }) })
    : { model: LEAD_SOURCE }
  if (credits && model !== LEAD_SOURCE) return credits.inState(db, model, read)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx: Transaction<DB>) => read(tx))
}

/** Runs `read` in one snapshot, then keeps what it computed for the next one; within an open reading in that one. */
export async function inOneSnapshot<DB, Result>(
  db: Kysely<DB>,
  options: ReadingOptions,
  read: (reading: Reading<DB>) => Promise<Result>,
): Promise<Result> {
  const { fromRows = false, within } = options
  if (within) return read(within as unknown as Reading<DB>)
  const kept = new Map<string, Kept>()
  let snapshot = ''
  const result = await inOneState(db, options, async (tx) => {
    const { rows } = await sql<Ground & { snapshot: string }>`
        select set_config('jit', 'off', true), pg_current_snapshot()::text as snapshot,
               exists (select from leads.lead where mql_at is not null) as mql,
               exists (select from leads.lead where sql_at is not null) as sql,
               (select min(created_on)::date from leads.lead) as "firstLead",
               (select min(opened_at)::date from crm.opportunity) as "firstOpportunity",
               (select min(date) from crm.revenue_entry) as "firstRevenue"
      `.execute(tx)
    const [ground] = rows
    if (!ground) throw new Error('inOneSnapshot: one row was asked for')
    snapshot = ground.snapshot
    const answers: Answers = fromRows
      ? (_text, _values, compute) => compute()
      : unchangedAnswers(db, snapshot)
    return read({
      db: tx,
      ground,
      answers,
      underway: new Map(),
      spreadCosts: options.credits?.spreadCosts ?? null,
      rollup: fromRows
        ? null
        : {
            find: alsoNew(
              kept,
              together((questions) =>
                answers(LOOKED_UP, questions.map(placeOf), () => findAnswers(tx, db, questions)),
              ),
            ),
            keep: (one) => void kept.set(placeOf(one.question), one),
          },
    })
  })
  await keepAnswers(db, snapshot, [...kept.values()])
  return result
}

/** The kept answer to one question, if it is one for the rollup and holds; else computed, and kept. */
export async function keptOr<DB, Answer>(
  { rollup }: Reading<DB>,
  question: Question | null,
  shape: z.ZodType<Answer>,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  if (!rollup || !question) return compute()
  const known = (await rollup.find([question]))(question)
  if (known !== undefined) return shape.parse(known)
  const answer = await compute()
  rollup.keep({ question, answer })
  return answer
}
