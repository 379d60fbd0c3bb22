// Attribution out of the records at size, on a PostgreSQL of our own: 3 M touchpoints, 150,000 accounts, 60,000 won
// deals (one in 50 touchpoints, as many accounts as one in 20).
//
//   node bench/attribution-database.ts [--touchpoints 3000000] [--runs 5]
//
// Every figure with its bar beside it: working journeys out of the records, all rule models in one pass over them, one
// late touch until the credits are right again, and what screens ask for, the first time and again. Baseline of the same run: the
// touches of won deals counted by one plain SQL statement. A checksum before and after tells how much of the machine
// there was: on a quiet one both take the same.
import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { Answers } from '../src/attribution/io/answers.ts'
import type { WonJourney } from '../src/attribution/io/credits.ts'
import { type AttributionContext, readAttribution } from '../src/attribution/io/read.ts'
import { withFreshJourneys } from '../src/attribution/io/refresh.ts'
import { MODEL_NAMES, MODELS } from '../src/attribution/models.ts'
import { AttributionQuery } from '../src/attribution/query.ts'
import { AttributionSettings } from '../src/attribution/settings.ts'
import { isRule } from '../src/attribution/sum-models.ts'
import { addConversion, emptyTally } from '../src/attribution/tally.ts'
import { cents } from '../src/kernel/money.ts'
import { marginSql } from '../src/kpis/io/opportunity-sources.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './attribution-company.ts'

const { values } = parseArgs({
  options: {
    touchpoints: { type: 'string', default: '3000000' },
    runs: { type: 'string', default: '5' },
  },
})
const TOUCHPOINTS = Number(values.touchpoints)
const RUNS = Number(values.runs)
const ACCOUNTS = TOUCHPOINTS / 20
const DEALS = TOUCHPOINTS / 50

const say = (line: string) => process.stdout.write(`${line}\n`)
const peak = () => Math.round(process.resourceUsage().maxRSS / 1024)

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

/** Of times in seconds: the middle one, and the one that 95 % do not exceed. */
function spread(times: readonly number[]): { median: number; p95: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? 0
  return { median: at(0.5), p95: at(0.95) }
}

function tell(what: string, times: readonly number[], bar: string, baseline?: number): void {
  const { median, p95 } = spread(times)
  const times2 = `${median.toFixed(3).padStart(8)} s  p95 ${p95.toFixed(3).padStart(7)} s`
  const best = `best ${Math.min(...times).toFixed(3)} s`
  const ratio = baseline === undefined ? '' : `  ${(median / baseline).toFixed(1)} x baseline`
  say(
    `${what.padEnd(64)} ${times2}  ${best}  of ${times.length}  bar ${bar.padEnd(8)}${ratio}  peak ${peak()} MB`,
  )
}

/** How much of the machine there is; in native code, which is fast from the start. */
function calibrate(): void {
  const block = Buffer.alloc(1_000_000, 7)
  const hash = createHash('sha256')
  const start = performance.now()
  for (let index = 0; index < 500; index += 1) hash.update(block)
  const took = ((performance.now() - start) / 1000).toFixed(2)
  say(
    `SHA-256 of 500 MB ${took} s (${hash.digest('hex').slice(0, 8)}); load ${loadavg()[0]?.toFixed(1)}`,
  )
}

async function repeat(run: () => Promise<unknown>, runs = RUNS): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < runs; index += 1) times.push(await seconds(run))
  return times
}

const rules = MODEL_NAMES.filter((name) => isRule(MODELS[name].model))
const ruleModels = MODEL_NAMES.map((name) => MODELS[name].model).filter(isRule)

/** Credits of all rule models added up, and those of the default model stored, in one pass over all won deals. */
async function creditAll(db: Kysely<unknown>, context: AttributionContext): Promise<void> {
  const tallies = ruleModels.map((model) => ({ model, tally: emptyTally() }))
  const onWon = ({ value, journey }: WonJourney) => {
    for (const { model, tally } of tallies) {
      addConversion(tally, model, { journey, value: cents(value) }, journey.channels)
    }
  }
  await withFreshJourneys(db, { ...context, onWon }, async () => undefined)
}

/** The same after journeys, too, were worked out of the records. */
async function workOut(db: Kysely<unknown>, context: AttributionContext): Promise<void> {
  await sql`insert into attribution.mark (node) values ('everything')`.execute(db)
  await creditAll(db, context)
}

/** A company that changes its mind about the lookback at every call. */
function otherRules(context: AttributionContext): () => AttributionContext {
  let lookbackDays = 365
  return () => {
    lookbackDays = lookbackDays === 365 ? 364 : 365
    const { settings } = context
    return { ...context, settings: { ...settings, rules: { ...settings.rules, lookbackDays } } }
  }
}

const BASELINE = sql`select count(*), count(distinct touchpoint.channel)
  from tracking.touchpoint
  join crm.contact on contact.id = touchpoint.contact_id
  join crm.opportunity on opportunity.account_id = contact.account_id
 where opportunity.outcome = 'won'`

/** A touch of the last 30 days before a deal was won, noticed only now. */
async function touchLate(db: Kysely<unknown>, context: AttributionContext): Promise<void> {
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id)
    select closed_at - interval '1 day', 'display', account_id from crm.opportunity
     where id >= gen_random_uuid() order by id limit 1`.execute(db)
  await withFreshJourneys(db, context, async () => undefined)
}

const YEAR = { from: '2025-01-01', until: '2026-01-01' }
const QUARTER = { from: '2025-04-01', until: '2025-07-01' }
const MONTH = { from: '2025-03-01', until: '2025-04-01' }
const all = rules.join()
const QUESTIONS: readonly (readonly [string, object])[] = [
  ['a month by channel', MONTH],
  ['a quarter by channel', QUARTER],
  ['a year by channel', YEAR],
  ['the year before', { from: '2024-01-01', until: '2025-01-01' }],
  ['a year by campaign', { ...YEAR, by: 'campaign' }],
  [`a quarter, all ${rules.length} rule models`, { ...QUARTER, model: all }],
  [`a year, all ${rules.length} rule models`, { ...YEAR, model: all }],
  ['a quarter with intervals', { ...QUARTER, intervals: 'true' }],
  ['a year with intervals', { ...YEAR, intervals: 'true' }],
  [
    'a year, first, last, position, Markov, intervals',
    { ...YEAR, intervals: 'true', model: 'first,last,position_based,markov' },
  ],
]

await using database = await testDatabase<unknown>()
const { db } = database
const context: AttributionContext = {
  settings: AttributionSettings.parse({}),
  now: () => new Date('2026-01-01T00:00:00Z'),
  marginSql,
}

const filled = await seconds(() =>
  fillCompany(db, { touchpoints: TOUCHPOINTS, accounts: ACCOUNTS, deals: DEALS }),
)
say(
  `${TOUCHPOINTS} touchpoints, ${ACCOUNTS} accounts, ${DEALS} won deals made in ${filled.toFixed(0)} s`,
)
calibrate()
const baselines = await repeat(() => BASELINE.execute(db))
tell('baseline: touches of won deals counted in SQL', baselines, '-')
const baseline = spread(baselines).median
tell(
  `journeys out of the records, ${rules.length} rule models, default stored`,
  await repeat(() => workOut(db, context)),
  '-',
  baseline,
)
const changed = otherRules(context)
tell(
  `other rules: ${rules.length} rule models in one pass, default stored`,
  await repeat(() => creditAll(db, changed())),
  '3 s',
  baseline,
)
await creditAll(db, context)
const { rows: sizes } = await sql`
  select round(avg(cardinality(j.touch_ids)), 1) as touches_before_close,
         round(avg(cardinality(c.touch_ids)), 1) as touches_that_count,
         pg_size_pretty(pg_total_relation_size('attribution.journey')) as journeys,
         pg_size_pretty(pg_total_relation_size('attribution.credit')) as credits
    from attribution.journey j join attribution.credit c using (opportunity_id)`.execute(db)
say(`  per deal: ${JSON.stringify(sizes[0])}`)
tell(
  'one late touch until credits are right',
  await repeat(() => touchLate(db, context), 4 * RUNS),
  '1 s',
)
for (const [name, more] of QUESTIONS) {
  const query = AttributionQuery.parse(more)
  const first = await repeat(() => readAttribution(db, query, context))
  tell(`${name}, the first time`, first, '-', baseline)
  const answers = new Answers()
  await readAttribution(db, query, { ...context, answers })
  const again = await repeat(() => readAttribution(db, query, { ...context, answers }), 8 * RUNS)
  tell(`${name}, again`, again, '0.3 s')
}
calibrate()
