// node bench/lists.ts [leads] [folder]: how quickly lists and the search answer at 1,000,000 leads. The server
// is the real one, asked over HTTP with a session, as the screen asks it; the times are those of whole requests.
// With a folder the filled database is kept there and used again. The baseline is what lists usually do, in the
// same database with the same indexes: rows by OFFSET, and all matches counted.
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { silentLog } from '../src/platform/log.ts'
import { encodeCursor } from '../src/platform/records/page.ts'
import { openStore } from '../src/platform/store.ts'
import { signedIn, signIn } from '../test/helpers/import-client.ts'
import { testServer } from '../test/helpers/server.ts'
import { fillCompany, OLD_OWNER, RARE_OWNER } from './lists-company.ts'

const LEADS = Number(process.argv[2] ?? 1_000_000)
const FOLDER = process.argv[3]
const RUNS = 48
const BASELINE_RUNS = 3
const LIMIT_MS = 200

type Ask = {
  readonly name: string
  readonly path: string
  /** Query strings to take turns with: usual values and the worst ones. */
  readonly values: readonly string[]
  /** Where the pages of the runs begin: cursors deep in the order, besides the first page. */
  readonly deep?: boolean
  /** The same in plain SQL: conditions and order. */
  readonly baseline: readonly [string, string]
}

const lead = (
  name: string,
  values: readonly string[],
  where: string,
  order: string,
  deep = false,
): Ask => ({ name, path: '/api/leads', values, deep, baseline: [where, order] })

const words = (text: string) =>
  `(coalesce(first_name,'')||' '||coalesce(last_name,'')||' '||coalesce(company,'')||' '||coalesce(email,'')) ilike '%${text}%'`

const QUERIES: readonly Ask[] = [
  lead(
    'stage, newest first',
    ['stage=new', 'stage=disqualified', 'stage=mql'].map((value) => `${value}&sort=-created_on`),
    "stage = 'new'",
    'created_on desc',
    true,
  ),
  lead(
    'owner, newest first',
    [RARE_OWNER, OLD_OWNER, '00000000-0000-4000-8000-000000000007'].map(
      (owner) => `owner_id=${owner}&sort=-created_on`,
    ),
    `owner_id = '${OLD_OWNER}'`,
    'created_on desc',
  ),
  lead(
    'owner, highest score first',
    [RARE_OWNER, OLD_OWNER, '00000000-0000-4000-8000-000000000007'].map(
      (owner) => `owner_id=${owner}&sort=-score`,
    ),
    `owner_id = '${OLD_OWNER}'`,
    'score desc nulls last',
  ),
  lead(
    'channel, highest score first',
    ['channel=organic_search&sort=-score', 'channel=ai_assistant&sort=-score'],
    "channel = 'organic_search'",
    'score desc nulls last',
    true,
  ),
  lead(
    'campaign, newest first',
    [3, 77, 150].map(
      (number) =>
        `campaign_id=00000001-0000-4000-8000-${number.toString(16).padStart(12, '0')}&sort=-created_on`,
    ),
    "campaign_id = '00000001-0000-4000-8000-000000000003'",
    'created_on desc',
  ),
  lead(
    'period of a month, largest amount first',
    ['2026-01', '2025-02', '2024-07'].map(
      (month) => `created_on.from=${month}-01&created_on.until=${month}-28&sort=-expected_value`,
    ),
    "created_on >= '2026-01-01' and created_on < '2026-01-28'",
    'expected_value desc nulls last',
  ),
  lead(
    'three letters that many have, newest first',
    ['q=mue&sort=-created_on', 'q=sch&sort=-created_on', 'q=gmb&sort=-created_on'],
    words('mül'),
    'created_on desc',
    true,
  ),
  lead(
    'three letters that nobody or all have',
    ['q=xqz&sort=-created_on', 'q=.de&sort=-created_on', 'q=qua&sort=last_activity_at'],
    words('xqz'),
    'created_on desc',
  ),
  lead('all, by created', ['sort=-created_on', 'sort=created_on'], 'true', 'created_on desc', true),
  lead('all, by score', ['sort=-score', 'sort=score'], 'true', 'score desc nulls last', true),
  lead(
    'all, by amount',
    ['sort=-expected_value', 'sort=expected_value'],
    'true',
    'expected_value desc nulls last',
    true,
  ),
  lead(
    'stage and channel, by last activity',
    [
      'stage=sql&channel=email&sort=-last_activity_at',
      'stage=new&channel=organic_search&sort=-last_activity_at',
      'stage=won&channel=display&sort=last_activity_at',
    ],
    "stage = 'new' and channel = 'organic_search'",
    'last_activity_at desc nulls last',
    true,
  ),
]

const SEARCHES: readonly Ask[] = [
  {
    name: 'search: a frequent name',
    path: '/api/search',
    values: ['q=mueller', 'q=sch', 'q=anna+m'],
    baseline: [words('müller'), 'id'],
  },
  {
    name: 'search: nothing, all, one letter',
    path: '/api/search',
    values: ['q=xqzzy', 'q=gmbh', 'q=m'],
    baseline: [words('gmbh'), 'id'],
  },
]

/** The same order of runs every time, without a pattern. */
const mixed = <T>(items: readonly T[]): T[] =>
  items
    .map((item, index) => ({ item, place: Math.imul(index + 1, 2_654_435_761) >>> 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)

const quantile = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Cursors at places all over the order, without rows whose value is empty (those pages come by themselves). */
async function cursorsFor(db: Kysely<unknown>, value: string): Promise<string[]> {
  const field = new URLSearchParams(value).get('sort')?.replace('-', '') ?? ''
  const { rows } = await sql<{ id: string; key: string | null }>`
    select id::text as id, ${sql.ref(field)}::text as key from leads.lead
     where hashint8extended(('x' || right(id::text, 8))::bit(32)::bigint, 5) % ${Math.max(1, Math.floor(LEADS / 20))} = 0
     limit 24
  `.execute(db)
  return rows.map(({ id, key }) => encodeCursor({ value: key, id }))
}

const isFilled = FOLDER !== undefined && existsSync(join(FOLDER, 'postgres'))
await using server = await testServer(FOLDER === undefined ? {} : { dataFolder: FOLDER })
const call = await (isFilled ? signIn(server) : signedIn(server))
const store = await openStore({ databaseUrl: null, dataFolder: server.dataFolder }, silentLog)
const { db } = store.database
if (!isFilled) {
  const filled = await milliseconds(() => fillCompany(db, LEADS))
  console.log(`filled with ${LEADS} leads in ${(filled / 1000).toFixed(0)} s`)
}

async function ask(url: string): Promise<number> {
  return milliseconds(async () => {
    const answer = await call(url)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`)
  })
}

const all = [...QUERIES, ...SEARCHES]
const urls: { ask: Ask; url: string }[] = []
for (const query of all) {
  for (let run = 0; run < RUNS; run += 1) {
    const value = query.values[run % query.values.length] ?? ''
    const cursors = query.deep && run % 2 === 1 ? await cursorsFor(db, value) : []
    const cursor = cursors[Math.floor(run / 2) % Math.max(1, cursors.length)]
    const url = `${query.path}?${value}${query.path === '/api/leads' ? '&limit=100' : ''}`
    urls.push({ ask: query, url: cursor === undefined ? url : `${url}&cursor=${cursor}` })
  }
}
for (const query of all) await ask(`${query.path}?${query.values[0]}`)
const times = new Map<Ask, number[]>()
for (const { ask: query, url } of mixed(urls)) {
  times.set(query, [...(times.get(query) ?? []), await ask(url)])
}

/** OFFSET to the tenth of the table that a long list is read to, and every match counted. */
async function baselineOf({ baseline: [where, order] }: Ask): Promise<number> {
  const runs: number[] = []
  for (let run = 0; run < BASELINE_RUNS; run += 1) {
    runs.push(
      await milliseconds(async () => {
        await sql.raw(`select count(*) from leads.lead where ${where}`).execute(db)
        await sql
          .raw(
            `select * from leads.lead where ${where} order by ${order}, id desc limit 100 offset ${run * 1000}`,
          )
          .execute(db)
      }),
    )
  }
  return quantile(runs, 0.5)
}

console.log(
  `${LEADS} leads, ${availableParallelism()} x ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}, ${RUNS} runs each in mixed order`,
)
console.log(
  `${'query'.padEnd(44)} ${'median'.padStart(8)} ${'p95'.padStart(8)} ${'worst'.padStart(8)} ${'baseline'.padStart(9)}   baseline / median`,
)
let slow = 0
for (const query of all) {
  const measured = times.get(query) ?? []
  const median = quantile(measured, 0.5)
  const p95 = quantile(measured, 0.95)
  const baseline = await baselineOf(query)
  slow += p95 > LIMIT_MS ? 1 : 0
  const cells = [median, p95, Math.max(...measured)].map((ms) => `${ms.toFixed(0).padStart(5)} ms`)
  console.log(
    `${query.name.padEnd(44)} ${cells.join(' ')} ${baseline.toFixed(0).padStart(6)} ms ${(baseline / median).toFixed(1).padStart(9)} x`,
  )
}

/** Largest resident memory of the server so far. */
const peakMegabytes = (): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024

const before = peakMegabytes()
let bytes = 0
const exported = await milliseconds(async () => {
  const answer = await call('/api/leads/export.csv?sort=-created_on')
  if (!answer.ok || !answer.body) throw new Error(`export: ${answer.status}`)
  for await (const piece of answer.body) bytes += piece.length
})
console.log(
  `all leads as CSV: ${(bytes / 1_000_000).toFixed(0)} MB in ${(exported / 1000).toFixed(0)} s, ` +
    `server memory ${before.toFixed(0)} MB before, ${peakMegabytes().toFixed(0)} MB at most`,
)
await store.disconnect()
console.log(slow === 0 ? `all p95 under ${LIMIT_MS} ms` : `${slow} above ${LIMIT_MS} ms`)
process.exitCode = slow === 0 ? 0 : 1
