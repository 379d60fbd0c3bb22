// Screens of traffic at size, on a PostgreSQL of our own: 10 M events over a year, what the routes answer from counts
// by day, and what a day costs to count.
//
//   node bench/traffic.ts [--events 10000000] [--runs 40]
//
// Baseline of the same run: the same question (visits, visitors and page views by channel of the period and the period
// before) counted from the rows by plain SQL. The bar is p95 < 200 ms for every route the screens ask.
import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { type IsoDate, isoDate, type Period } from '../src/kernel/period.ts'
import { firstKeptDay, refreshTraffic } from '../src/tracking/io/traffic-count.ts'
import { trafficRoutes } from '../src/tracking/io/traffic-routes.ts'
import { trustRoutes } from '../src/tracking/io/trust-routes.ts'
import { TrackingSettings } from '../src/tracking/settings.ts'
import { ask, setUp, testApp } from '../test/helpers/app.ts'
import { fillTraffic } from './traffic-fill.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '40' },
  },
})
const EVENTS = Number(values.events)
const RUNS = Number(values.runs)
const NOW = new Date('2026-03-02T09:00:00Z')
const DAYS = 365

const say = (line: string) => process.stdout.write(`${line}\n`)

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

async function repeat(run: () => Promise<unknown>, runs = RUNS): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < runs; index += 1) times.push(await milliseconds(run))
  return times
}

function tell(what: string, times: readonly number[], bar = ''): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) =>
    (sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(1).padStart(9)
  say(`${what.padEnd(46)} median ${at(0.5)} ms  p95 ${at(0.95)} ms  of ${times.length}  ${bar}`)
}

/** How much of the machine there is; in native code, which is fast from the start. */
function calibrate(): void {
  const block = Buffer.alloc(1_000_000, 7)
  const hash = createHash('sha256')
  const start = performance.now()
  for (let index = 0; index < 500; index += 1) hash.update(block)
  const took = ((performance.now() - start) / 1000).toFixed(2)
  say(`SHA-256 of 500 MB ${took} s; load ${loadavg()[0]?.toFixed(1)}`)
}

await using program = await testApp()
const { app, db } = program
const settings = async () => TrackingSettings.parse({})
program.clock.now = NOW
await app.register(trafficRoutes({ db, now: () => NOW, settings }))
await app.register(trustRoutes({ db, now: () => NOW, settings }))
const cookie = await setUp(program)

calibrate()
const start = performance.now()
const filled = await fillTraffic(db, { events: EVENTS, days: DAYS, until: NOW })
say(
  `${filled.events} events, ${filled.visits} visits, ${DAYS} days, filled in ${((performance.now() - start) / 1000).toFixed(0)} s`,
)

const clock = { now: NOW, timeZone: 'Europe/Berlin', retentionMonths: 13 }
const all = await milliseconds(() => refreshTraffic(db, clock))
say(
  `all days counted in ${(all / 1000).toFixed(1)} s, ${(all / DAYS).toFixed(0)} ms a day; kept from ${firstKeptDay(clock)}`,
)
const sizes = await sql<{ name: string; rows: number; size: string }>`
  select relname as name, reltuples::bigint as rows, pg_size_pretty(pg_total_relation_size(oid)) as size
    from pg_class where relname in ('visit', 'traffic_day', 'traffic_visitor', 'traffic_lag') and relkind = 'r'
     and relnamespace = 'tracking'::regnamespace order by 1`.execute(db)
await sql`vacuum analyze tracking.traffic_day, tracking.traffic_visitor, tracking.traffic_lag`.execute(
  db,
)
for (const { name, size } of sizes.rows) say(`  ${name} ${size}`)

/** As the intake does it. */
const markDay = (marked: IsoDate) =>
  sql`insert into tracking.traffic_mark (date) values (${marked}::date)`.execute(db)

const day = isoDate('2026-02-24')
tell(
  'one day counted again (with what follows)',
  await repeat(async () => {
    await markDay(day)
    await refreshTraffic(db, clock, { period: { from: day, until: isoDate('2026-02-25') } })
  }, 5),
)

const get = (url: string) => async () => {
  const answer = await ask(program, 'GET', url, { cookie })
  if (answer.status !== 200)
    throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
}
const periods: Readonly<Record<string, Period>> = {
  month: { from: isoDate('2026-02-01'), until: isoDate('2026-03-01') },
  quarter: { from: isoDate('2025-12-01'), until: isoDate('2026-03-01') },
  year: { from: isoDate('2025-03-03'), until: isoDate('2026-03-03') },
}
// What the job has not come to yet is counted now, so that the routes are measured alone.
await refreshTraffic(db, clock)
for (const [name, { from, until }] of Object.entries(periods)) {
  const span = `from=${from}&until=${until}`
  for (const by of ['channel', 'source', 'page', 'landing']) {
    tell(`traffic by ${by}, ${name}`, await repeat(get(`/api/traffic?${span}&by=${by}`)), 'bar 200')
  }
  tell(`series, ${name}`, await repeat(get(`/api/traffic/series?${span}`)), 'bar 200')
  tell(
    `visits of e-mail, ${name}`,
    await repeat(get(`/api/traffic/visits?${span}&by=channel&key=email`)),
    'bar 200',
  )
  tell(
    `visits of a page, ${name}`,
    await repeat(
      get(`/api/traffic/visits?${span}&by=page&key=www.pumpen.example/wissen/beitrag-77`),
    ),
    'bar 200',
  )
  tell(`data trust, ${name}`, await repeat(get(`/api/data-trust?${span}`)), 'bar 200')
  const counted = await repeat(
    () =>
      sql`select channel, count(*), count(distinct visitor), sum(pages) from tracking.visit
           where started_at >= ${from}::timestamptz and started_at < ${until}::timestamptz and bot is null group by 1`.execute(
        db,
      ),
    5,
  )
  tell(`baseline: by channel from rows, ${name}`, counted)
}
tell('live', await repeat(get('/api/traffic/live')), 'bar 200')
const firstRead = async () => {
  await sql`update tracking.traffic_counted set counted_at = counted_at - interval '1 minute' where date = '2026-03-02'`.execute(
    db,
  )
  await markDay(isoDate('2026-03-02'))
  await get('/api/traffic?from=2026-02-01&until=2026-03-03&by=channel')()
}
tell('month with today just visited', await repeat(firstRead), 'bar 200')
calibrate()
