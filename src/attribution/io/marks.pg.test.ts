import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { testDatabase } from '../../../test/helpers/database.ts'
import { id } from '../../../test/helpers/kpi-world.ts'
import { AttributionSettings } from '../settings.ts'
import { withFreshJourneys } from './refresh.ts'

const context = {
  settings: AttributionSettings.parse({ attribution_model: 'linear' }),
  now: () => new Date('2026-06-01T00:00:00Z'),
}

type Db = Kysely<unknown>

async function createDeal(db: Db): Promise<void> {
  await sql`insert into crm.account (id, name) values (${id('1')}, 'Alpha')`.execute(db)
  await sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount)
    select ${id('1')}::uuid, 'Anlage', ${id('1')}::uuid, id, 'won', '2026-02-01Z'::timestamptz, '2026-04-01Z'::timestamptz, 10000
      from crm.opportunity_stage where outcome = 'won'`.execute(db)
}

/** That many touches of the account in one statement, an hour apart. */
const touch = (db: Db, count: number) =>
  sql`insert into tracking.touchpoint (occurred_at, channel, account_id)
    select timestamptz '2026-02-01Z' + n * interval '1 hour', 'email', ${id('1')}::uuid
      from generate_series(1, ${count}::int) n`.execute(db)

const marks = async (db: Db) =>
  (
    await sql<{ node: string }>`select node from attribution.mark order by node`.execute(db)
  ).rows.map(({ node }) => node)

const cents = (db: Db) =>
  withFreshJourneys(db, context, async (tx) => {
    const { rows } = await sql<{ cents: number[] }>`select cents from attribution.credit`.execute(
      tx,
    )
    return rows[0]?.cents
  })

test('marks: up to a hundred rows of a statement by their records, more with one mark for everything', async () => {
  await using database = await testDatabase<unknown>()
  const { db } = database
  await createDeal(db)
  await cents(db)
  assert.deepEqual(await marks(db), [])
  await touch(db, 100)
  assert.deepEqual(await marks(db), ['account'])
  assert.deepEqual(await cents(db), new Array(100).fill(100))
  await touch(db, 101)
  assert.deepEqual(await marks(db), ['everything'])
  // 100.00 EUR over 201 touches: 49 cents each are 98.49, the other 151 cents go to the first 151
  assert.deepEqual(await cents(db), [...new Array(151).fill(50), ...new Array(50).fill(49)])
})

test('marks: what only answers hang on leaves journeys alone', async () => {
  await using database = await testDatabase<unknown>()
  const { db } = database
  await createDeal(db)
  await cents(db)
  await sql`update crm.opportunity set name = 'Werk'`.execute(db)
  assert.deepEqual(await marks(db), ['answers'])
  assert.deepEqual(await cents(db), [])
  assert.deepEqual(await marks(db), [])
})
