import { type Kysely, sql, type Transaction } from 'kysely'
import type { AttributionSettings } from '../settings.ts'
import type { Answers } from './answers.ts'
import { storeCredits, type WonJourney, wonDeals } from './credits.ts'
import { affectedSql, type Range } from './journey-sql.ts'
import { readFewJourneys, readManyJourneys, storeJourneys } from './journey-store.ts'
import { readKeptDeals } from './kept-journeys.ts'

/** What working journeys out needs to know. */
export type RefreshContext = {
  readonly settings: AttributionSettings
  readonly now: () => Date
  /** Where answers are kept; without it every answer is worked out. */
  readonly answers?: Answers
  /** Of an answer that nobody waits for: when somebody last asked. */
  readonly askedAt?: number
  /** Told every won deal whose credits are worked out. */
  readonly onWon?: (won: WonJourney) => void
  /** For people who wait for everything to be worked out; told outside the transaction. */
  readonly onProgress?: (done: number, total: number) => Promise<void>
}

/** Of all programs that share the database, one works journeys out at a time. */
const LOCK = 7_260_010
/** Few large parts, as far as 500 MB allow: each of them goes through all touchpoints once. */
const CHUNK = 20_000
/** Of journeys that are kept; parts cost nothing there. */
const KEPT_CHUNK = 10_000
/** How much of the work on a part is done once its records are read, and once its journeys are stored. */
const READ_SHARE = 0.6
const STORED_SHARE = 0.8
/** From so many on going through everything is faster than looking up. */
const MANY = 2_000

/** Other settings than these change what is kept. */
const rulesKey = ({ settings: { model, rules } }: RefreshContext): string =>
  JSON.stringify({ model, rules })

/** Whether journeys that were kept under `key` hold now: of all rules only the scope makes journeys. */
const isSameScope = (key: string, { settings }: RefreshContext): boolean =>
  (JSON.parse(key) as { rules?: { scope?: unknown } }).rules?.scope === settings.rules.scope

/**
 * Runs `read` on journeys and credits that are right: in one state of the database, in which nothing is marked as
 * changed. What is marked is worked out first.
 */
export async function withFreshJourneys<DB, Result>(
  db: Kysely<DB>,
  context: RefreshContext,
  read: (tx: Transaction<DB>) => Promise<Result>,
): Promise<Result> {
  const found = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => ((await isFresh(tx, context)) ? { result: await read(tx) } : null))
  if (found) return found.result
  return locked(db, async (tx) => {
    await refresh(tx, context)
    return read(tx)
  })
}

/** In a transaction of its own that sees everything from before the lock was free. */
export const locked = <DB, Result>(
  db: Kysely<DB>,
  run: (tx: Transaction<DB>) => Promise<Result>,
): Promise<Result> =>
  db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(connection)
    try {
      return await connection.transaction().setIsolationLevel('repeatable read').execute(run)
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection)
    }
  })

async function isFresh<DB>(tx: Kysely<DB>, context: RefreshContext): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean }>`
    select not exists (select from attribution.mark)
       and exists (select from attribution.state where rules = ${rulesKey(context)}) as fresh
  `.execute(tx)
  return rows[0]?.fresh ?? false
}

/** What one refresh did, for the log. */
export type Refreshed = { readonly opportunities: number; readonly everything: boolean }

/**
 * Works out again what the marks of this state say, and takes the marks away. Marks of changes that are not seen
 * here stay. Only inside `locked`.
 */
export async function refresh<DB>(tx: Kysely<DB>, context: RefreshContext): Promise<Refreshed> {
  const state = await readState(tx)
  const { rows: marks } = await sql<{ node: string; id: string | null }>`
    delete from attribution.mark returning node, id`.execute(tx)
  const isSame = state?.rules === rulesKey(context)
  if (isSame && marks.length === 0) return { opportunities: 0, everything: false }
  const isJourneyKept = state !== undefined && isSameScope(state.rules, context)
  const everything = !isJourneyKept || marks.some(({ node }) => node === 'everything')
  const models = [...new Set([context.settings.model, ...(state?.models ?? [])])]
  const ids = everything ? await clear(tx) : await affected(tx, marks)
  await workOut(tx, { ...context, ids, everything, models })
  const others = isSame || everything ? 0 : await creditAnew(tx, { ...context, models })
  await sql`
    insert into attribution.state (rules, models, version)
    values (${rulesKey(context)}, ${models}::text[], (extract(epoch from clock_timestamp()) * 1000)::bigint)
    on conflict (one) do update
      set rules = excluded.rules, models = excluded.models, version = state.version + 1`.execute(tx)
  return { opportunities: ids.length + others, everything }
}

type Work = RefreshContext & { readonly models: readonly string[] }

/** Journeys and credits of some opportunities, or of all, of which nothing is kept yet. */
async function workOut<DB>(
  tx: Kysely<DB>,
  { ids, everything, models, ...context }: Work & { ids: readonly string[]; everything: boolean },
): Promise<void> {
  const { rules } = context.settings
  for (let start = 0; start < ids.length; start += CHUNK) {
    const part = ids.slice(start, start + CHUNK)
    const wanted = everything ? between(ids, start, part) : { ids: part }
    const tell = async (share: number) => {
      if (everything) {
        await context.onProgress?.(start + Math.round(share * part.length), ids.length)
      }
    }
    await tell(0)
    if (!everything) await forget(tx, part)
    const read = part.length > MANY ? readManyJourneys : readFewJourneys
    const rows = await read(tx, wanted, rules.scope)
    await tell(READ_SHARE)
    await storeJourneys(tx, rows)
    await tell(STORED_SHARE)
    await storeCredits(tx, wonDeals(rows), { models, rules, onWon: context.onWon })
    await tell(1)
  }
}

/** All credits by the rules of now, from the journeys that are kept. How many deals they are looked for in. */
async function creditAnew<DB>(tx: Kysely<DB>, { models, ...context }: Work): Promise<number> {
  await sql`delete from attribution.credit`.execute(tx)
  return creditKept(tx, { ...context, models })
}

/** Adds credits from the journeys that are kept. */
async function creditKept<DB>(tx: Kysely<DB>, { models, ...context }: Work): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select opportunity_id as id from attribution.journey order by opportunity_id`.execute(tx)
  const ids = rows.map(({ id }) => id)
  const kept = { models, rules: context.settings.rules, onWon: context.onWon }
  for (let start = 0; start < ids.length; start += KEPT_CHUNK) {
    const part = ids.slice(start, start + KEPT_CHUNK)
    await storeCredits(tx, await readKeptDeals(tx, between(ids, start, part)), kept)
    await context.onProgress?.(start + part.length, ids.length)
  }
  return ids.length
}

/** The part of all opportunities, which are in order, from `start` on. */
const between = (ids: readonly string[], start: number, part: readonly string[]): Range => ({
  after: ids[start - 1] ?? null,
  upTo: part.at(-1) ?? '',
})

type Node = 'account' | 'contact' | 'lead' | 'opportunity'

const readState = async <DB>(tx: Kysely<DB>) =>
  (
    await sql<{ rules: string; models: string[]; version: number }>`
      select rules, models, version from attribution.state`.execute(tx)
  ).rows[0]

/** Answers of the same version are the same, whatever process gives them. Only inside `withFreshJourneys`. */
export const readVersion = async <DB>(tx: Kysely<DB>): Promise<number> =>
  (await readState(tx))?.version ?? 0

async function affected<DB>(
  tx: Kysely<DB>,
  marks: readonly { node: string; id: string | null }[],
): Promise<string[]> {
  const of = (node: Node) => [
    ...new Set(marks.flatMap((mark) => (mark.node === node && mark.id ? [mark.id] : []))),
  ]
  const { rows } = await affectedSql({
    account: of('account'),
    contact: of('contact'),
    lead: of('lead'),
    opportunity: of('opportunity'),
  }).execute(tx)
  return rows.map(({ id }) => id)
}

async function clear<DB>(tx: Kysely<DB>): Promise<string[]> {
  await sql`delete from attribution.credit`.execute(tx)
  await sql`delete from attribution.journey`.execute(tx)
  const { rows } = await sql<{ id: string }>`select id from crm.opportunity order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

async function forget<DB>(tx: Kysely<DB>, ids: readonly string[]): Promise<void> {
  await sql`delete from attribution.credit where opportunity_id = any(${ids}::uuid[])`.execute(tx)
  await sql`delete from attribution.journey where opportunity_id = any(${ids}::uuid[])`.execute(tx)
}

/** Keeps the credits of a model from now on: worked out once, and again with what changes. */
export async function keepModel<DB>(
  db: Kysely<DB>,
  context: RefreshContext,
  model: string,
): Promise<void> {
  await locked(db, async (tx) => {
    await refresh(tx, context)
    const models = (await readState(tx))?.models ?? []
    if (models.includes(model)) return
    await creditKept(tx, { ...context, models: [model] })
    await sql`update attribution.state set models = models || ${model}::text`.execute(tx)
  })
}
