import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import type pg from 'pg'
import type { Arrival, PageAddress } from '../arrival.ts'
import type { OpenVisit } from '../open-visits.ts'
import type { Placing } from '../place-arrivals.ts'
import { CONSENT_LETTERS } from '../taken.ts'
import { instantsLiteral, numbersLiteral, plainLiteral } from './array-literal.ts'
import {
  ADMIT_VISITORS,
  eventColumns,
  FORGET_VISITORS,
  INSERT_EVENTS,
  INSERT_MESSAGES,
  MERGE_VISITS,
  SELECT_VISITS,
  UPSERT_ANONYMOUS_PAGES,
  UPSERT_VISITS,
  type VisitRow,
  visitColumns,
  visitOfRow,
  WITHDRAW_VISITORS,
} from './event-statements.ts'
import type {
  Admitted,
  BatchWriter,
  DayCount,
  EventStore,
  StoredEvent,
  VisitQuery,
} from './event-store.ts'
import { PageNumbers } from './page-numbers.ts'
import { fortnightOf, Partitions } from './partitions.ts'
import type { OnTaken, Statement } from './taken.ts'

export type PostgresEventStoreParts = {
  /** Quicker when its clients send statements without waiting for the answer to the one before (`pipeline`). */
  readonly pool: pg.Pool
  readonly now: () => Date
  readonly timeZone: () => string
  readonly listeners: readonly OnTaken[]
}

const DAY_MS = 86_400_000
/** Message ids are kept for longer than a message may wait on a device (WIRE_LIMITS.ageMs). */
const LATE_DAYS = 8
/** Of one number of `tracking.visit_block`. */
const BLOCK = 10_000

/** Statements whose answers nobody waits for before the end of the batch. */
class Sent {
  readonly #answers: Promise<unknown>[] = []

  push(answer: Promise<unknown>): void {
    // The database may go away while we wait for something else: a rejection that nobody watches would end the process.
    answer.catch(() => undefined)
    this.#answers.push(answer)
  }

  /** Resolves when all were carried out; rejects with the first refusal that comes. */
  async ended(): Promise<void> {
    await Promise.all(this.#answers)
  }

  /** What went wrong with them, in order: the first one is the cause of all others. */
  async refusals(): Promise<readonly unknown[]> {
    const ended = await Promise.allSettled(this.#answers)
    return ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  }
}

export class PostgresEventStore implements EventStore {
  readonly #parts: PostgresEventStoreParts
  readonly #pages: PageNumbers
  readonly #partitions: Partitions
  readonly #builders = new WeakMap<pg.PoolClient, Kysely<unknown>>()

  constructor(parts: PostgresEventStoreParts) {
    this.#parts = parts
    this.#pages = new PageNumbers(parts.pool)
    this.#partitions = new Partitions(parts.pool)
  }

  async batch<T>(
    arrivals: readonly Arrival[],
    work: (writer: BatchWriter) => Promise<T>,
  ): Promise<T> {
    const nowMs = this.#parts.now().getTime()
    await this.#partitions.cover(
      arrivals.map(({ at }) => at),
      nowMs,
    )
    await this.#pages.learn(arrivals)
    const client = await this.#parts.pool.connect()
    const sent = new Sent()
    let broken: Error | boolean = false
    try {
      sent.push(client.query('begin'))
      const result = await work(this.#writer(client, sent, nowMs))
      sent.push(client.query('commit'))
      await sent.ended()
      return result
    } catch (error) {
      const [first = error] = await sent.refusals()
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      )
      throw first
    } finally {
      client.release(broken)
    }
  }

  #writer(client: pg.PoolClient, sent: Sent, nowMs: number): BatchWriter {
    return {
      remember: (ids) => remember(client, ids, nowMs),
      admit: (visitors) => admit(client, visitors),
      forget: (visitors) => {
        sent.push(client.query({ ...FORGET_VISITORS, values: [plainLiteral(visitors)] }))
      },
      visitsOf: (queries) => visitsOf(client, queries),
      write: (placing) => this.#write(client, sent, placing, nowMs),
    }
  }

  /** Sends everything without waiting for answers: they come with that of the commit. */
  async #write(client: pg.PoolClient, sent: Sent, placing: Placing, nowMs: number): Promise<void> {
    const pageOf = (website: number, page: PageAddress | null) => this.#pages.of(website, page)
    const run = (name: string, text: string, values: unknown[]) =>
      sent.push(client.query({ name, text, values }))
    const changes = [...placing.changes.values()].toSorted((a, b) => a.visit.id - b.visit.id)
    if (changes.length > 0) run('visits', UPSERT_VISITS, visitColumns(changes, pageOf))
    if (placing.events.length > 0) {
      run('events', INSERT_EVENTS, eventColumns(placing.events, pageOf))
    }
    if (placing.merged.length > 0) {
      const { merged } = placing
      const ids = [merged.map(({ id }) => id), merged.map(({ into }) => into)]
      run('merge', MERGE_VISITS, ids.map(numbersLiteral))
    }
    if (placing.withdrawn.size > 0) {
      const ids = plainLiteral([...placing.withdrawn].sort())
      run('withdraw', WITHDRAW_VISITORS, [ids, new Date(nowMs)])
    }
    if (placing.anonymousPages.size > 0) {
      const pages = [...placing.anonymousPages.values()]
      run('anonymous', UPSERT_ANONYMOUS_PAGES, [
        numbersLiteral(pages.map(({ arrival }) => arrival.website.number)),
        numbersLiteral(pages.map(({ arrival }) => pageOf(arrival.website.number, arrival.page))),
        instantsLiteral(pages.map(({ arrival }) => arrival.at)),
        numbersLiteral(pages.map(({ pages: count }) => count)),
        this.#parts.timeZone(),
      ])
    }
    await this.#tell(client, sent, placing)
  }

  async #tell(client: pg.PoolClient, sent: Sent, placing: Placing): Promise<void> {
    const { listeners } = this.#parts
    if (listeners.length === 0) return
    const taken = placing.taken()
    const tx = this.#builderOn(client)
    const send = (statement: Statement) => {
      sent.push(client.query({ ...statement, values: [...statement.values] }))
    }
    for (const listener of listeners) await listener(tx, taken, send)
  }

  /** The query builder on the connection of the batch, which it neither opens nor ends. */
  #builderOn(client: pg.PoolClient): Transaction<unknown> {
    let builder = this.#builders.get(client)
    if (!builder) {
      const lent = { query: client.query.bind(client), release: () => undefined }
      const pool = { connect: async () => lent, end: async () => undefined }
      builder = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool as never }) })
      this.#builders.set(client, builder)
    }
    return builder as Transaction<unknown>
  }

  async reserveVisitIds() {
    const { rows } = await this.#parts.pool.query<{ block: number }>(
      `select nextval('tracking.visit_block') as block`,
    )
    return { first: (rows[0]?.block ?? 0) * BLOCK, count: BLOCK }
  }

  async eventsOfVisit(visitId: number): Promise<readonly StoredEvent[]> {
    const { rows } = await this.#parts.pool.query<StoredEvent>(
      `select e.at, e.message_id as "messageId", e.visit_id as "visitId", e.kind::text, e.consent::text,
              p.host, p.path, e.name, e.target, e.properties
         from tracking.event e
         left join tracking.page p on p.id = e.page
        where e.visit_id = $1
        order by e.at, e.message_id`,
      [visitId],
    )
    return rows
  }

  async countsByDay(days: Parameters<EventStore['countsByDay']>[0]): Promise<readonly DayCount[]> {
    const { rows } = await this.#parts.pool.query<DayCount>(
      `select (at at time zone $4)::date as date, kind::text, count(*)::int as events
         from tracking.event
        where at >= $2::date::timestamp at time zone $4
          and at < $3::date::timestamp at time zone $4
          and ($1::integer is null or website = $1)
        group by 1, 2
        order by 1, 2`,
      [days.website, days.from, days.until, days.timeZone],
    )
    return rows
  }
}

async function remember(
  client: pg.PoolClient,
  messageIds: readonly string[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const unique = [...new Set(messageIds)].sort()
  const { number, sinceMs } = fortnightOf(nowMs)
  // A message may come again after the end of the fortnight it came in first.
  const looksBack = nowMs - sinceMs < LATE_DAYS * DAY_MS
  const { rows } = await client.query<{ taken: number; ids: string | null }>({
    name: looksBack ? 'messages back' : 'messages',
    text: INSERT_MESSAGES(looksBack),
    values: [plainLiteral(unique), number, unique.length],
  })
  const [row] = rows
  if (row?.taken === unique.length) return new Set(unique)
  return idsOf(row?.ids)
}

async function admit(client: pg.PoolClient, arrivals: readonly Arrival[]): Promise<Admitted> {
  const byId = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    const { visitorId, consent, isServer } = arrival
    if (visitorId === null) continue
    const before = byId.get(visitorId)
    if (!before || before.isServer || (consent === 'marketing' && !isServer)) {
      byId.set(visitorId, arrival)
    }
  }
  const visitors = [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const { rows } = await client.query<{ made: number; ids: string | null; gone: string | null }>({
    ...ADMIT_VISITORS,
    values: [
      plainLiteral(visitors.map(([id]) => id)),
      instantsLiteral(visitors.map(([, { at }]) => at)),
      // Neither withdrawing nor a server makes a visitor or raises anything.
      plainLiteral(
        visitors.map(([, { isServer, consent }]) => CONSENT_LETTERS[isServer ? 'none' : consent]),
      ),
      visitors.length,
    ],
  })
  const [row] = rows
  return {
    made: row?.made === visitors.length ? new Set(byId.keys()) : idsOf(row?.ids),
    withdrawn: idsOf(row?.gone),
  }
}

/** Of `array_agg(id)::text`, quicker than the driver reads it. */
const idsOf = (text: string | null | undefined): Set<string> =>
  new Set(
    text
      ?.slice(1, -1)
      .split(',')
      .filter((id) => id !== ''),
  )

async function visitsOf(
  client: pg.PoolClient,
  queries: readonly VisitQuery[],
): Promise<readonly OpenVisit[]> {
  const { rows } = await client.query<VisitRow>({
    name: 'visits of',
    text: SELECT_VISITS,
    values: [
      plainLiteral(queries.map(({ visitor }) => visitor)),
      numbersLiteral(queries.map(({ website }) => website)),
      instantsLiteral(queries.map(({ from }) => from - DAY_MS)),
      instantsLiteral(queries.map(({ from }) => from)),
      instantsLiteral(queries.map(({ until }) => until)),
    ],
  })
  return rows.map(visitOfRow)
}
