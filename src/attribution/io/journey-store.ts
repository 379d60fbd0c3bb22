import { type Kysely, sql } from 'kysely'
import { copyIn } from '#platform/copy.ts'
import { CopyRows, DENSE } from '#platform/copy-rows.ts'
import type { Scope } from '../settings.ts'
import {
  type JourneyRows,
  type RowJourney,
  readJourneyRows,
  type Texts,
  wordAt,
} from './journey-rows.ts'
import { asOne, journeysSql, opportunityTargets, type Wanted } from './journey-sql.ts'

/** Sorting and joining the touches of a part on disk would take several times as long. */
const WORK_MEMORY = '64MB'

/** The rows of the journeys of some opportunities. */
export const readFewJourneys = <DB>(
  tx: Kysely<DB>,
  wanted: Wanted,
  scope: Scope,
): Promise<JourneyRows> =>
  readJourneyRows(tx, asOne(journeysSql(opportunityTargets(wanted), scope)))

/**
 * The same for a large part of all: every step is a table of its own with statistics, without which PostgreSQL
 * takes touchpoints one by one out of an index instead of going through all of them once.
 */
export async function readManyJourneys<DB>(
  tx: Kysely<DB>,
  wanted: Wanted,
  scope: Scope,
): Promise<JourneyRows> {
  await sql`set local work_mem = ${sql.lit(WORK_MEMORY)}`.execute(tx)
  // touchpoints in the order of an index are touchpoints all over the disk
  await sql`set local enable_mergejoin = off`.execute(tx)
  const { steps, rows } = journeysSql(opportunityTargets(wanted), scope)
  for (const [name, step] of steps) {
    await sql`create temporary table ${sql.ref(name)} as ${step}`.execute(tx)
    await sql`analyze ${sql.ref(name)}`.execute(tx)
  }
  const found = await readJourneyRows(tx, rows)
  for (const [name] of steps) await sql`drop table pg_temp.${sql.ref(name)}`.execute(tx)
  return found
}

/** Keeps the journeys of `rows`; there must be none of the same opportunities yet. */
export async function storeJourneys<DB>(tx: Kysely<DB>, rows: JourneyRows): Promise<void> {
  await copyIn(
    tx,
    sql`copy attribution.journey (opportunity_id, has_somebody, touch_ids, kinds, forms, instants, channels,
      campaign_ids, sources, contents, sessions, lead_created, opportunity_created, later)
      from stdin (format binary)`,
    journeyRows(rows),
  )
}

function* journeyRows(rows: JourneyRows): Iterable<Buffer> {
  const out = new CopyRows()
  for (const journey of rows.journeys) {
    writeJourney(out, rows, journey)
    yield* out.full()
  }
  yield* out.rest()
}

function writeJourney(out: CopyRows, rows: JourneyRows, journey: RowJourney): void {
  const { touches } = journey
  const text = textsOf(rows, journey)
  out.row(14)
  out.uuid(rows.ids, 16 * journey.row)
  out.boolean(journey.hasSomebody)
  out.uuids(rows.ids, touches, DENSE)
  out.text(String.fromCharCode(...touches.map((row) => rows.kinds[row] ?? 0)))
  out.text(text.forms)
  out.text(text.instants)
  out.text(text.channels)
  out.uuidTexts(listOf(rows, 'campaigns', touches))
  out.texts(listOf(rows, 'sources', touches))
  out.texts(listOf(rows, 'contents', touches))
  out.texts(listOf(rows, 'sessions', touches))
  out.int8s(journey.leadCreated)
  out.int8s(journey.opportunityCreated)
  out.int4(journey.later)
}

/** Lists between commas, as the columns of these names hold them. */
export function textsOf(rows: JourneyRows, { touches }: RowJourney) {
  let [forms, instants, channels] = ['', '', '']
  for (const [place, row] of touches.entries()) {
    const between = place === 0 ? '' : ','
    forms += rows.flags[row] === 1 ? '1' : '0'
    instants += between + Math.round((rows.instants[row] ?? 0) / 1000)
    channels += between + wordAt(rows, 'channels', row)
  }
  return { forms, instants, channels }
}

/** Nothing at all is an empty list: most companies have no contents, for example. */
const listOf = (rows: JourneyRows, column: Texts, touches: readonly number[]): (string | null)[] =>
  rows.isEmpty[column] || touches.every((row) => rows[column][row] === -1)
    ? []
    : touches.map((row) => wordAt(rows, column, row))
