import type pg from 'pg'

const DAY_MS = 86_400_000
const FORTNIGHT_MS = 14 * DAY_MS
/** How far ahead partitions are made: two months. */
const AHEAD_MS = 62 * DAY_MS

/** The fortnight of an instant, counted from 1970, and when it began. */
export function fortnightOf(at: number): { readonly number: number; readonly sinceMs: number } {
  const number = Math.floor(at / FORTNIGHT_MS)
  return { number, sinceMs: number * FORTNIGHT_MS }
}

/** How long ago a hit may have happened that waited on a device, and a bit. */
const LATE_MS = 8 * DAY_MS

/** Makes the partitions that there are not: of events of [since, until), of messages that come in until then. */
async function makePartitions(
  pool: Pick<pg.Pool, 'query'>,
  since: number,
  now: number,
  until: number,
): Promise<void> {
  const instants = [since, now - LATE_MS, until].map((at) => new Date(at))
  await pool.query('select tracking.make_partitions($1, $2, $3)', instants)
}

/**
 * Partitions for what may come in: hits of up to a week ago until two months ahead; and for what a restored backup
 * brought back.
 */
export async function makePartitionsAround(
  pool: Pick<pg.Pool, 'query'>,
  now: number,
): Promise<void> {
  const { rows } = await pool.query<{ restored: Date | null }>(
    'select min(at) as restored from tracking.event_rest',
  )
  const since = Math.min(now - LATE_MS, rows[0]?.restored?.getTime() ?? now)
  await makePartitions(pool, since, now, now + AHEAD_MS)
}

/** Sees to it that no batch finds its partition missing, even where the daily task did not run. */
export class Partitions {
  readonly #pool: pg.Pool
  /** What is surely there. */
  #from = Number.POSITIVE_INFINITY
  #until = Number.NEGATIVE_INFINITY

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async cover(instants: readonly number[], now: number): Promise<void> {
    let [from, until] = [now, now + 1]
    for (const at of instants) {
      if (at < from) from = at
      if (at >= until) until = at + 1
    }
    if (from >= this.#from && until <= this.#until) return
    const since = Math.min(this.#from, from, now - LATE_MS)
    const end = Math.max(until, now + DAY_MS)
    await makePartitions(this.#pool, since, now, end)
    this.#from = since
    this.#until = end
  }
}

/** Drops events of months that ended more than `months` ago, and message ids that no sender repeats any more. */
export async function dropOldPartitions(
  pool: Pick<pg.Pool, 'query'>,
  now: number,
  months: number,
): Promise<readonly string[]> {
  const today = new Date(now)
  const oldest = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1))
  const leastMonth = `event_${oldest.toISOString().slice(0, 7).replace('-', '_')}`
  const leastFortnight = fortnightOf(now).number - 1
  const { rows } = await pool.query<{ name: string }>(
    `select child.relname as name
       from pg_inherits
       join pg_class child on child.oid = inhrelid
      where inhparent in ('tracking.event'::regclass, 'tracking.message'::regclass)
      order by 1`,
  )
  const old = rows
    .map(({ name }) => name)
    .filter((name) => {
      if (/^event_\d{4}_\d{2}$/.test(name)) return name < leastMonth
      const fortnight = /^message_(\d+)$/.exec(name)?.[1]
      return fortnight !== undefined && Number(fortnight) < leastFortnight
    })
  for (const name of old) await pool.query(`drop table tracking.${name}`)
  return old
}
