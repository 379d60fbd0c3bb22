import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Random, seededRandom } from '#kernel/random.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import {
  type Db,
  event,
  hand,
  identify,
  NOTHING,
  people,
  uuid,
  visit,
} from '../../../test/helpers/visits.ts'
import { moveIdentity } from './identity.ts'
import { stitchWaiting } from './stitch.ts'

/** Forty were tried; these found something once. */
const SEEDS = [2, 9, 15]
const STEPS = 120

const digits = (random: Random, below: number) => Math.floor(random() * below)
const visitor = (random: Random) => uuid('a', digits(random, 5))
const contact = (random: Random) => uuid('b', 1 + digits(random, 4))
const email = (random: Random) => `p${digits(random, 5)}@${['eins', 'zwei'][digits(random, 2)]}.de`
const instant = (random: Random) =>
  new Date(Date.UTC(2026, 2, 1 + digits(random, 20), digits(random, 24))).toISOString()

type Step = (db: Db, random: Random) => Promise<unknown>

/** Everything that can happen to visitors and the people behind them. */
const STEP_KINDS: readonly Step[] = [
  (db, random) => visit(db, visitor(random), instant(random)),
  (db, random) => visit(db, visitor(random), instant(random), { consent: 'statistics' }),
  (db, random) => identify(db, visitor(random), instant(random), email(random)),
  (db, random) => identify(db, visitor(random), instant(random), email(random), true),
  (db, random) =>
    event(db, visitor(random), instant(random), {
      kind: 'event',
      name: 'demo_request',
      visitId: null,
    }),
  async (db, random) => {
    const id = visitor(random)
    const at = instant(random)
    await visit(db, id, at)
    await event(db, id, at, { kind: random() < 0.5 ? 'event' : 'form', name: 'demo_request' })
  },
  (db, random) =>
    event(db, visitor(random), instant(random), {
      kind: 'identify',
      properties: { group: uuid('c', 1) },
    }),
  (db, random) =>
    sql`update tracking.identity set removed_at = case when removed_at is null then now() end
      where id = (select id from tracking.identity order by md5(id::text || ${random()}::text) limit 1)`.execute(
      db,
    ),
  (db, random) =>
    sql`update crm.contact set email = ${email(random)} where id = ${contact(random)}`.execute(db),
  (db, random) =>
    sql`update crm.contact set account_id = ${random() < 0.5 ? uuid('c', 1) : null}::uuid where id = ${contact(random)}`.execute(
      db,
    ),
  (db, random) =>
    sql`update crm.account set domain = ${random() < 0.5 ? 'eins.de' : 'zwei.de'} where id = ${uuid('c', 2)}`.execute(
      db,
    ),
  (db, random) =>
    sql`insert into leads.lead (email, contact_id, created_on)
      values (${email(random)}, ${random() < 0.5 ? contact(random) : null}, ${instant(random)})`.execute(
      db,
    ),
  (db, random) => {
    const [from, to] = [contact(random), contact(random)]
    if (from === to) return Promise.resolve()
    // what a merge does, but for the contact itself, which stays to be merged again
    return db.transaction().execute(async (tx) => {
      await sql`update leads.lead set contact_id = ${to} where contact_id = ${from}`.execute(tx)
      await sql`update tracking.touchpoint set contact_id = ${to} where contact_id = ${from}`.execute(
        tx,
      )
      await moveIdentity(tx, 'contact', from, to)
      await sql`update crm.contact set email = null where id = ${from}`.execute(tx)
    })
  },
  (db, random) => hand(db, { ...NOTHING, withdrawn: [visitor(random)] }),
]

/** Touches, goals and ranges, without what a new run makes differently by nature. */
async function state(db: Db): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', 'touch', visit_id, kind, goal_id, message_id, occurred_at, channel, contact_id, lead_id, account_id, visitor) as line
      from tracking.touchpoint
    union all
    select concat_ws(' ', 'goal', goal_id, message_id, counts, contact_id, lead_id) from tracking.goal_reached
    union all
    select concat_ws(' ', 'range', visitor, from_at, until_at, contact_id, lead_id, account_id, account_by) from tracking.identity_range
    order by 1`.execute(db)
  return rows.map(({ line }) => line)
}

async function anew(db: Db): Promise<void> {
  await sql`delete from tracking.touchpoint`.execute(db)
  await sql`delete from tracking.identity_range`.execute(db)
  await sql`update tracking.goal_reached set contact_id = null, lead_id = null, counts = true`.execute(
    db,
  )
  await sql`insert into tracking.stitching (visitor)
    select visitor from tracking.visit union select visitor from tracking.identity
    union select visitor from tracking.goal_reached where visitor is not null`.execute(db)
  await stitchWaiting(db)
}

for (const seed of SEEDS) {
  test(`whatever happens, links are what working everything out gives (seed ${seed})`, async () => {
    await using database = await testDatabase()
    const { db } = database
    const random = seededRandom(seed)
    await people(db)
    await sql`insert into crm.account (id, name, domain) values
      (${uuid('c', 1)}, 'Alpha', 'alpha.de'), (${uuid('c', 2)}, 'Eins', 'eins.de')`.execute(db)
    for (const number of [3, 4]) {
      await sql`insert into crm.contact (id, last_name, email, created_at)
        values (${uuid('b', number)}, 'P', ${`p${number}@eins.de`}, ${`2025-01-0${number}`})`.execute(
        db,
      )
    }
    let most = 0
    for (let step = 0; step < STEPS; step += 1) {
      await STEP_KINDS[digits(random, STEP_KINDS.length)]?.(db, random)
      if (random() < 0.3) await stitchWaiting(db)
      if (step % 40 !== 39) continue
      await stitchWaiting(db)
      const kept = await state(db)
      await anew(db)
      assert.deepEqual(kept, await state(db), `step ${step}`)
      most = Math.max(most, kept.filter((line) => line.startsWith('touch')).length)
    }
    assert(most > 3, `there must have been touches, saw ${most}`)
  })
}
