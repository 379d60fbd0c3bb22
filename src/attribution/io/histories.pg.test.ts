import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { type Random, seededRandom } from '#kernel/random.ts'
import { marginSql } from '#kpis/io/opportunity-sources.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { AttributionQuery } from '../query.ts'
import { AttributionSettings, SCOPES, type Scope } from '../settings.ts'
import { Answers } from './answers.ts'
import { idAt, storedJourney, wordAt } from './journey-rows.ts'
import { readFewJourneys, readManyJourneys } from './journey-store.ts'
import { readAttribution } from './read.ts'
import { reconcile } from './reconcile.ts'
import { withFreshJourneys } from './refresh.ts'

const SEEDS = [1, 2, 3]
const STEPS = 250
const CHANNELS = ['email', 'direct', 'trade_fair', 'telephone', 'paid_search']

type Db = Kysely<unknown>
type Step = (db: Db, random: Random) => Promise<unknown>

const digits = (random: Random, below: number) => Math.floor(random() * below)
const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[digits(random, items.length)] as Item
const uuid = (kind: string, number: number) =>
  `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`

const account = (random: Random) => uuid('a', digits(random, 4))
const contact = (random: Random) => uuid('b', digits(random, 8))
const lead = (random: Random) => uuid('c', digits(random, 10))
const opportunity = (random: Random) => uuid('d', digits(random, 12))
const campaign = (random: Random) => uuid('e', digits(random, 3))
const orNone = (random: Random, id: string) => (random() < 0.4 ? null : id)
const instant = (random: Random) =>
  new Date(Date.UTC(2025, digits(random, 24), 1 + digits(random, 28), digits(random, 3)))

const OWNER = uuid('1', 1)
const TEAM = uuid('2', 1)

let made = 0

/** Everything that can happen to the records behind journeys, by people, imports and merges. */
const STEP_KINDS: readonly Step[] = [
  (db, random) => {
    made += 1
    return sql`insert into tracking.touchpoint (id, occurred_at, channel, account_id, contact_id, lead_id, campaign_id, session)
      values (${uuid('f', made)}, ${instant(random)}, ${orNone(random, pick(random, CHANNELS))}, ${orNone(random, account(random))},
        ${orNone(random, contact(random))}, ${orNone(random, lead(random))}, ${orNone(random, campaign(random))},
        ${orNone(random, String(digits(random, 3)))})`.execute(db)
  },
  (db, random) =>
    sql`update tracking.touchpoint set occurred_at = ${instant(random)}, channel = ${pick(random, CHANNELS)}
      where id = ${uuid('f', digits(random, made + 1))}`.execute(db),
  (db, random) =>
    sql`update tracking.touchpoint set contact_id = ${orNone(random, contact(random))}, account_id = ${orNone(random, account(random))},
      lead_id = ${orNone(random, lead(random))} where id = ${uuid('f', digits(random, made + 1))}`.execute(
      db,
    ),
  (db, random) =>
    sql`delete from tracking.touchpoint where id = ${uuid('f', digits(random, made + 1))}`.execute(
      db,
    ),
  (db, random) =>
    sql`update crm.contact set account_id = ${orNone(random, account(random))} where id = ${contact(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`update leads.lead set account_id = ${orNone(random, account(random))}, contact_id = ${orNone(random, contact(random))}
      where id = ${lead(random)}`.execute(db),
  (db, random) =>
    sql`update leads.lead set created_on = ${instant(random)}, channel = ${pick(random, CHANNELS)} where id = ${lead(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`insert into leads.stage_event (lead_id, stage, entered_at, actor_name)
      values (${lead(random)}, 'new', ${instant(random)}, 'Ada')`.execute(db),
  (db, random) =>
    sql`insert into campaigns.membership (campaign_id, lead_id, contact_id, at)
      values (${campaign(random)}, ${orNone(random, lead(random))}, ${orNone(random, contact(random))}, ${orNone(random, '2025-06-01')}::timestamptz)`.execute(
      db,
    ),
  (db, random) =>
    sql`delete from campaigns.membership where contact_id = ${contact(random)}`.execute(db),
  (db, random) =>
    sql`update campaigns.campaign set channel = ${pick(random, CHANNELS)} where id = ${campaign(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`update crm.opportunity set amount = ${digits(random, 100_000)} where id = ${opportunity(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`update crm.opportunity set account_id = ${orNone(random, account(random))}, contact_id = ${orNone(random, contact(random))},
      lead_id = ${orNone(random, lead(random))} where id = ${opportunity(random)}`.execute(db),
  // won, lost, or opened again
  (db, random) =>
    sql`update crm.opportunity set outcome = ${pick(random, ['won', 'won', 'lost', 'open'])}, closed_at = ${instant(random)}
      where id = ${opportunity(random)}`.execute(db),
  (db, random) =>
    sql`insert into crm.opportunity_event (opportunity_id, stage_id, entered_at, actor_name)
      select o.id, s.id, ${instant(random)}::timestamptz, 'Ada'
        from crm.opportunity o, (select id from crm.opportunity_stage order by position offset ${digits(random, 6)} limit 1) s
       where o.id = ${opportunity(random)}`.execute(db),
  async (db, random) => {
    const id = opportunity(random)
    await sql`delete from crm.revenue_entry where opportunity_id = ${id}`.execute(db)
    await sql`delete from crm.opportunity where id = ${id}`.execute(db)
    if (random() < 0.3) return
    await insertOpportunity(db, random, id)
  },
  // what only answers hang on: who owns a deal, and what came in for it
  (db, random) =>
    sql`update crm.opportunity set owner_id = ${orNone(random, OWNER)} where id = ${opportunity(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`insert into crm.revenue_entry (kind, date, amount, opportunity_id)
      select 'received', '2026-01-01', ${digits(random, 1000)}::bigint, id from crm.opportunity where id = ${opportunity(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`update access."user" set team_id = ${orNone(random, TEAM)} where id = ${OWNER}`.execute(db),
  // an import: more rows of one statement than are marked one by one
  (db, random) =>
    sql`insert into tracking.touchpoint (occurred_at, channel, account_id)
      select ${instant(random)}::timestamptz + n * interval '1 hour', 'email', ${account(random)}::uuid
        from generate_series(1, 101) n`.execute(db),
  (db) =>
    sql`delete from tracking.touchpoint where id not in (
      select id from tracking.touchpoint order by occurred_at limit 200)`.execute(db),
  // a merge: everything of one contact belongs to another, which may be of another account
  async (db, random) => {
    const [from, to] = [contact(random), contact(random)]
    await db.transaction().execute(async (tx) => {
      for (const table of [
        'tracking.touchpoint',
        'leads.lead',
        'crm.opportunity',
        'campaigns.membership',
      ]) {
        await sql`update ${sql.table(table)} set contact_id = ${to} where contact_id = ${from}`.execute(
          tx,
        )
      }
    })
  },
  // a merge of accounts
  async (db, random) => {
    const [from, to] = [account(random), account(random)]
    await db.transaction().execute(async (tx) => {
      for (const table of ['tracking.touchpoint', 'leads.lead', 'crm.opportunity', 'crm.contact']) {
        await sql`update ${sql.table(table)} set account_id = ${to} where account_id = ${from}`.execute(
          tx,
        )
      }
    })
  },
]

const insertOpportunity = (db: Db, random: Random, id: string) =>
  sql`insert into crm.opportunity (id, name, account_id, contact_id, lead_id, stage_id, outcome, opened_at, closed_at, amount, channel)
    select ${id}::uuid, 'Anlage', ${orNone(random, account(random))}::uuid, ${orNone(random, contact(random))}::uuid,
           ${orNone(random, lead(random))}::uuid, id, ${pick(random, ['won', 'lost'])}, ${instant(random)}::timestamptz,
           ${instant(random)}::timestamptz, ${digits(random, 100_000)}::bigint, ${orNone(random, pick(random, CHANNELS))}
      from crm.opportunity_stage where outcome = 'won'`.execute(db)

async function createRecords(db: Db, random: Random): Promise<void> {
  await sql`insert into company.team (id, name) values (${TEAM}, 'Nord')`.execute(db)
  await sql`insert into access."user" (id, name) values (${OWNER}, 'Ada')`.execute(db)
  for (let number = 0; number < 3; number += 1) {
    await sql`insert into campaigns.campaign (id, name, channel) values (${uuid('e', number)}, 'Kampagne', 'email')`.execute(
      db,
    )
  }
  for (let number = 0; number < 4; number += 1) {
    await sql`insert into crm.account (id, name) values (${uuid('a', number)}, 'Konto')`.execute(db)
  }
  for (let number = 0; number < 8; number += 1) {
    await sql`insert into crm.contact (id, last_name, account_id)
      values (${uuid('b', number)}, 'Kontakt', ${orNone(random, account(random))})`.execute(db)
  }
  for (let number = 0; number < 10; number += 1) {
    await sql`insert into leads.lead (id, created_on, channel, account_id, contact_id) values (${uuid('c', number)}, ${instant(random)},
      ${pick(random, CHANNELS)}, ${orNone(random, account(random))}, ${orNone(random, contact(random))})`.execute(
      db,
    )
  }
  for (let number = 0; number < 12; number += 1)
    await insertOpportunity(db, random, uuid('d', number))
}

/** What a company may set: of these only the scope changes which touches a journey has. */
const CONTEXTS = [
  { attribution_model: 'full_path', attribution_reentry: 'even' },
  { attribution_model: 'position_based', attribution_grain: 'touch' },
  { attribution_model: 'time_decay', attribution_lookback: 'unlimited' },
  { attribution_model: 'w_shaped', attribution_scope: 'contacts' },
].map((given) => ({
  settings: AttributionSettings.parse(given),
  now: () => new Date('2027-01-01T00:00:00Z'),
}))
type Context = (typeof CONTEXTS)[number]

const stored = (db: Db, context: Context) =>
  withFreshJourneys(db, context, async (tx) => ({
    journeys: (await sql`select * from attribution.journey order by opportunity_id`.execute(tx))
      .rows,
    // models of before stay beside
    credits: (
      await sql`select * from attribution.credit where model = ${context.settings.model} order by opportunity_id`.execute(
        tx,
      )
    ).rows,
  }))

/** Some that everything can change: chains, received money, filters by records that no journey hangs on. */
const QUESTIONS = [
  { model: 'position_based,markov', intervals: 'true', replicates: '20' },
  { value: 'received', by: 'campaign' },
  { team: TEAM, model: 'linear' },
  { conversion: 'mql' },
].map((more) => AttributionQuery.parse({ from: '2025-01-01', until: '2027-01-01', ...more }))

/** Every opportunity's journey, read in one of two ways. */
const journeysBy = (db: Db, read: typeof readManyJourneys, scope: Scope) =>
  db.transaction().execute(async (tx) => {
    const rows = await read(
      tx,
      { after: null, upTo: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
      scope,
    )
    return rows.journeys.map((journey) => ({
      ...storedJourney(rows, journey),
      ...{ id: journey.id, won: journey.won },
      touches: journey.touches.map((row) => idAt(rows.ids, 16 * row)),
      campaigns: journey.touches.map((row) => wordAt(rows, 'campaigns', row)),
    }))
  })

const answered = (db: Db, context: Context, answers?: Answers) =>
  Promise.all(
    QUESTIONS.map((query) =>
      readAttribution(db, query, { ...context, marginSql, ...(answers && { answers }) }),
    ),
  )

for (const seed of SEEDS) {
  test(`random histories: what is stored is what working everything out gives (seed ${seed})`, async () => {
    await using database = await testDatabase()
    const { db } = database
    const random = seededRandom(seed)
    made = 0
    const answers = new Answers()
    await createRecords(db, random)
    let credited = 0
    for (let step = 1; step <= STEPS; step += 1) {
      await pick(random, STEP_KINDS)(db, random)
      if (random() > 0.15 && step < STEPS) continue
      const context = pick(random, CONTEXTS)
      const kept = await stored(db, context)
      const [answer, anew] = [await answered(db, context, answers), await answered(db, context)]
      assert.deepEqual(answer, anew, `after step ${step}`)
      await sql`delete from attribution.state`.execute(db)
      assert.deepEqual(kept, await stored(db, context), `after step ${step}`)
      const { compared, wrong } = await reconcile(db, context)
      assert.deepEqual(wrong, [], `after step ${step}`)
      credited += compared
    }
    assert(credited > 50, 'the histories must lead to won deals')
    for (const scope of SCOPES) {
      const [few, many] = [readFewJourneys, readManyJourneys]
      assert.deepEqual(await journeysBy(db, few, scope), await journeysBy(db, many, scope), scope)
    }
  })
}
