// node bench/ingest.ts [--seconds 15] [--connections 128] [--rows 1000000,10000000]
//   How many events a second are taken in, acknowledged once they are on disk, on this machine together with the
//   generator and the database; milliseconds to the answer, processor time, bytes in tables and in the log of changes.
//   In the same run: a server that stores nothing, and one plain prepared INSERT per event. --rows fills the tables
//   before, to each of these sizes in turn: the rate at 10 M rows should be 90 % of that at 1 M, both in parts of what
//   the bare server reached beside it. Nothing else should run on the machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type ServerProcess, testServer } from '../test/helpers/server.ts'
import { type LoadResult, newVisitors, run, visits } from './ingest-load.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    connections: { type: 'string', default: '128' },
    rows: { type: 'string', default: '0' },
  },
})
const seconds = Number(values.seconds)
const connections = Number(values.connections)
const BASELINE_PORT = 18_961
/** Until everything is compiled and the connections are there. */
const WARM_UP_SECONDS = 5
const TICKS_PER_SECOND = 100

type Measured = LoadResult & { readonly cpuMs: number; readonly pssMb: number }

/** Seconds of processor time that a process has had. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function memoryMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024
}

async function measure(
  pid: number,
  port: number,
  body: (connection: number) => string,
): Promise<Measured> {
  await run({ port, connections, seconds: WARM_UP_SECONDS, body })
  const before = processorSeconds(pid)
  const result = await run({ port, connections, seconds, body })
  const cpuMs = ((processorSeconds(pid) - before) * 1000) / result.events
  return { ...result, cpuMs, pssMb: memoryMb(pid) }
}

async function baseline(kind: string, url: string): Promise<Measured> {
  const file = join(import.meta.dirname, 'ingest-baseline.ts')
  const child: ChildProcess = spawn(process.execPath, [file, kind, String(BASELINE_PORT), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    if (child.stdout) await once(child.stdout, 'data')
    return await measure(child.pid ?? 0, BASELINE_PORT, newVisitors())
  } finally {
    child.kill()
    await once(child, 'exit')
  }
}

const TABLES = ['event', 'message', 'visit', 'visitor', 'page']

type State = { readonly sizes: Readonly<Record<string, number>>; readonly lsn: string }

async function stateOf(client: pg.Client): Promise<State> {
  const { rows } = await client.query<{ name: string; bytes: string }>(
    `select name, pg_total_relation_size(('tracking.' || name)::regclass) + coalesce((
              select sum(pg_total_relation_size(relid)) from pg_partition_tree(('tracking.' || name)::regclass)), 0)
              as bytes
       from unnest($1::text[]) as name`,
    [TABLES],
  )
  const lsn = await client.query<{ lsn: string }>('select pg_current_wal_lsn() as lsn')
  return {
    sizes: Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)])),
    lsn: lsn.rows[0]?.lsn ?? '0/0',
  }
}

async function logBytes(client: pg.Client, before: State, after: State): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'select $1::pg_lsn - $2::pg_lsn as bytes',
    [after.lsn, before.lsn],
  )
  return Number(rows[0]?.bytes)
}

/** Ids as the script makes them: the time, then chance. */
const newIdSql = (at: string) =>
  `overlay(gen_random_uuid()::text placing
     regexp_replace(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0'), '(.{8})', '\\1-') from 1)::uuid`

/** Up to so many events as they come about, five a visit, over the last 25 days. */
async function fill(client: pg.Client, from: number, until: number): Promise<void> {
  if (until <= from) return
  await client.query(
    `select tracking.make_partitions(now() - interval '26 days', now() - interval '26 days', now())`,
  )
  await client.query(
    `with moment as (
       select n, now() - interval '25 days' * (1 - (n - $1)::float8 / ($2 - $1)) as at
         from generate_series($1::integer + 1, $2::integer) n
     ), made as (
       select -n as n, at, ${newIdSql('at')} as visitor from moment
     ), visitor as (
       insert into tracking.visitor (id, first_at, consent) select visitor, at, 's' from made
     ), visit as (
       insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, landing_page,
                                   channel, rule, used, source, medium, language, viewport_width, script_version)
       select n, 1, visitor, at, at + interval '5 minutes', 's', 3, 2, abs(n) % 300 + 1, 'organic_search',
              '8.organic_search', 'referrer=google.com', 'google.com', 'organic', 'de-DE', 1280, '125369'
         from made
     ), hit as (
       select n, k, at + interval '1 minute' * k as at from made, generate_series(0, 4) k
     ), event as (
       insert into tracking.event (at, message_id, visit_id, website, kind, consent, page, lag)
       select at, ${newIdSql('at')}, n, 1, 'p', 's', (abs(n) + k) % 300 + 1, 0 from hit order by at
       returning at, message_id
     )
     insert into tracking.message (id, fortnight)
     select message_id, floor(extract(epoch from at) / 1209600) from event`,
    [Math.ceil(from / 5), Math.ceil(until / 5)],
  )
  await client.query(
    'vacuum analyze tracking.event, tracking.visit, tracking.visitor, tracking.message',
  )
  await client.query('checkpoint').catch(() => undefined)
}

function databaseOf(server: ServerProcess): string {
  const lines = readFileSync(join(server.dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')
  return `postgresql://postgres@localhost/regelkreis?host=${encodeURIComponent(lines[4] ?? '')}`
}

function report(name: string, result: Measured, more = ''): void {
  const { events, p50, p95, p99, cpuMs, pssMb, others } = result
  const rate = Math.round(events / result.seconds)
  const refused = Object.keys(others).length > 0 ? ` other answers ${JSON.stringify(others)}` : ''
  console.log(
    `${name.padEnd(24)} ${String(rate).padStart(6)}/s  p50 ${p50.toFixed(1)} p95 ${p95.toFixed(1)} p99 ` +
      `${p99.toFixed(1)} ms  ${cpuMs.toFixed(3)} ms node/event  ${pssMb.toFixed(0)} MB${more}${refused}`,
  )
}

async function product(
  name: string,
  server: ServerProcess,
  client: pg.Client,
  body: (connection: number) => string,
): Promise<Measured> {
  const before = await stateOf(client)
  const counted = await client.query<{ n: number }>('select count(*)::int as n from tracking.event')
  const result = await measure(server.pid, Number(new URL(server.address).port), body)
  const after = await stateOf(client)
  const now = await client.query<{ n: number }>('select count(*)::int as n from tracking.event')
  const events = (now.rows[0]?.n ?? 0) - (counted.rows[0]?.n ?? 0)
  const wal = (await logBytes(client, before, after)) / events
  report(name, result, `  ${Math.round(wal)} B log/event`)
  const each = TABLES.map((table) => {
    const grown = (after.sizes[table] ?? 0) - (before.sizes[table] ?? 0)
    return [table, grown / events] as const
  })
  const total = each.reduce((sum, [, bytes]) => sum + bytes, 0)
  const parts = each.map(([table, bytes]) => `${table} ${Math.round(bytes)}`).join(', ')
  console.log(`${' '.repeat(24)} bytes/event: ${parts}; together ${Math.round(total)}`)
  return result
}

const load = loadavg()[0]?.toFixed(1)
console.log(`${availableParallelism()} x ${cpus()[0]?.model}, load ${load} before`)
await using server = await testServer()
const client = new pg.Client({ connectionString: databaseOf(server) })
await client.connect()
try {
  await client.query(`insert into tracking.website (name, key, write_key, domains, before_consent)
                      values ('Bench', 'pumpen', 'bench', '{pumpen.example}', 'cookieless')`)
  const url = databaseOf(server)
  let rows = 0
  for (const size of values.rows.split(',').map(Number)) {
    await fill(client, rows, size)
    rows = size
    console.log(`${size.toLocaleString('en')} events stored before`)
    const bare = await baseline('nothing', url)
    report('stores nothing', bare)
    report('one INSERT per event', await baseline('insert', url))
    for (const [name, body] of [
      ['new visitors', newVisitors()],
      ['five events a visit', visits()],
    ] as const) {
      const { events, seconds: took } = await product(name, server, client, body)
      const share = events / took / (bare.events / bare.seconds)
      console.log(`${' '.repeat(24)} ${(100 * share).toFixed(1)} % of the bare server's rate`)
    }
  }
} finally {
  await client.end()
}
console.log(`load ${loadavg()[0]?.toFixed(1)} after`)
