import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/helpers/database.ts'
import {
  type Db,
  event,
  hand,
  identify,
  LAPTOP,
  MAX,
  NOTHING,
  PHONE,
  people,
  uuid,
  visit,
} from '../../../test/helpers/visits.ts'
import { stitchWaiting } from './stitch.ts'

/** `kind visit owner`, in order. */
async function touches(db: Db): Promise<string[]> {
  await stitchWaiting(db)
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', touchpoint.kind, touchpoint.visit_id, coalesce(contact.email, lead.email, account.name)) as line
      from tracking.touchpoint
      left join crm.contact on contact.id = contact_id
      left join leads.lead on lead.id = lead_id
      left join crm.account on account.id = touchpoint.account_id
     order by occurred_at, touchpoint.kind desc`.execute(db)
  return rows.map(({ line }) => line)
}

test('history from before becomes touches once the visitor is known', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await visit(db, LAPTOP, '2026-03-02T10:00Z', { consent: 'statistics' })
  await visit(db, LAPTOP, '2026-03-03T10:00Z', { bot: 'isbot' })
  await visit(db, PHONE, '2026-03-03T11:00Z')
  await visit(db, LAPTOP, '2026-03-04T10:00Z', { channel: 'direct' })
  assert.deepEqual(await touches(db), [])
  await identify(db, LAPTOP, '2026-03-04T10:05Z', ' erika.muster@EXAMPLE.com')
  // without consent to marketing (2), of a program (3), of another visitor (4): not linked
  assert.deepEqual(await touches(db), [
    'visit 1 Erika.Muster@example.com',
    'visit 5 Erika.Muster@example.com',
  ])
  const { rows } =
    await sql`select channel, channel_rule, used, source, medium, session, occurred_at
    from tracking.touchpoint where visit_id = 1`.execute(db)
  assert.deepEqual(rows, [
    {
      channel: 'organic_search',
      channel_rule: '8.known_referrer',
      used: 'referrer=google.com',
      source: 'google.com',
      medium: 'organic',
      session: '1',
      occurred_at: new Date('2026-03-01T10:00Z'),
    },
  ])
  // and what comes after
  await visit(db, LAPTOP, '2026-03-05T10:00Z')
  await event(db, LAPTOP, '2026-03-05T10:01Z', { kind: 'form', name: 'kontakt' })
  await event(db, LAPTOP, '2026-03-05T10:02Z', {
    kind: 'file',
    target: 'https://example.com/a.pdf',
  })
  await event(db, LAPTOP, '2026-03-05T10:03Z', { kind: 'page' })
  assert.deepEqual((await touches(db)).slice(2), [
    'visit 6 Erika.Muster@example.com',
    'form 6 Erika.Muster@example.com',
    'click 6 Erika.Muster@example.com',
  ])
})

test('without consent to marketing nobody becomes known', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z', { consent: 'statistics' })
  await event(db, LAPTOP, '2026-03-01T10:01Z', {
    kind: 'identify',
    consent: 'statistics',
    properties: { email: 'max@example.com' },
  })
  assert.deepEqual(await touches(db), [])
  const { rows } = await sql`select from tracking.identity`.execute(db)
  assert.equal(rows.length, 0)
})

test('an address that nobody has yet is known when the contact comes', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'ada@example.org')
  assert.deepEqual(await touches(db), [])
  await sql`insert into crm.contact (last_name, email) values ('Lovelace', 'Ada@example.org')`.execute(
    db,
  )
  assert.deepEqual(await touches(db), ['visit 1 Ada@example.org'])
})

test('a shared device is split by login; two known people never become one', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'max@example.com', true)
  await visit(db, LAPTOP, '2026-03-02T10:00Z')
  await visit(db, LAPTOP, '2026-03-03T10:00Z')
  await identify(db, LAPTOP, '2026-03-03T10:05Z', 'erika.muster@example.com', true)
  assert.deepEqual(await touches(db), [
    'visit 1 max@example.com',
    'visit 2 max@example.com',
    'visit 3 Erika.Muster@example.com',
  ])
  const { rows } = await sql<{ count: number }>`select count(*) as count from crm.contact`.execute(
    db,
  )
  assert.equal(rows[0]?.count, 2)
})

test('goals: once for a person over all devices, or every time', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await sql`insert into tracking.goal (name, trigger, pattern, counted, value)
    values ('Preisseite', 'address', '/preise', 'each', 700)`.execute(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await event(db, LAPTOP, '2026-03-01T10:01Z', { kind: 'event', name: 'demo_request' })
  await event(db, LAPTOP, '2026-03-01T10:02Z', { kind: 'event', name: 'demo_request' })
  const price = { kind: 'page' as const, address: 'https://www.example.com/preise' }
  await event(db, LAPTOP, '2026-03-01T10:03Z', price)
  await event(db, LAPTOP, '2026-03-01T10:04Z', price)
  await event(db, LAPTOP, '2026-03-01T10:04Z', { ...price, isBot: true })
  await visit(db, PHONE, '2026-03-02T10:00Z')
  await event(db, PHONE, '2026-03-02T10:01Z', { kind: 'event', name: 'demo_request' })
  const counted = async () => {
    await stitchWaiting(db)
    const { rows } = await sql<{ line: string }>`
      select concat_ws(' ', to_char(at at time zone 'UTC', 'DD HH24:MI'), goal.name, goal_reached.value) as line
        from tracking.goal_reached join tracking.goal on goal.id = goal_id where counts order by at`.execute(
      db,
    )
    return rows.map(({ line }) => line)
  }
  const laptop = [
    '01 10:01 Demo angefragt 50000',
    '01 10:03 Preisseite 700',
    '01 10:04 Preisseite 700',
  ]
  assert.deepEqual(await counted(), [...laptop, '02 10:01 Demo angefragt 50000'])
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'max@example.com')
  await identify(db, PHONE, '2026-03-02T10:05Z', 'max@example.com')
  assert.deepEqual(await counted(), laptop)
  assert.deepEqual(await touches(db), [
    'visit 1 max@example.com',
    'goal 1 max@example.com',
    'goal 1 max@example.com',
    'goal 1 max@example.com',
    'visit 2 max@example.com',
  ])
  // the phone turns out to be somebody else's
  await sql`update tracking.identity set removed_at = now() where visitor = ${PHONE}`.execute(db)
  assert.deepEqual(await counted(), [...laptop, '02 10:01 Demo angefragt 50000'])
})

test('consent taken back: no link is left, the visits stay as those of nobody', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await event(db, LAPTOP, '2026-03-01T10:01Z', { kind: 'event', name: 'demo_request' })
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'max@example.com')
  assert.equal((await touches(db)).length, 2)
  await hand(db, { ...NOTHING, withdrawn: [LAPTOP] })
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from tracking.identity) as edges, (select count(*) from tracking.identity_range) as ranges,
           (select count(*) from tracking.touchpoint) as touches, (select count(*) from tracking.visit) as visits,
           (select count(*) from tracking.goal_reached where contact_id is not null) as goals`.execute(
    db,
  )
  assert.deepEqual(rows, [{ edges: 0, ranges: 0, touches: 0, visits: 1, goals: 0 }])
  assert.deepEqual(await touches(db), [])
})

test('companies: by group call, by the domain of the address, and none where several share it', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  const account = (number: number, name: string, domain: string) =>
    sql`insert into crm.account (id, name, domain) values (${uuid('c', number)}, ${name}, ${domain})`.execute(
      db,
    )
  const known = async () => {
    await stitchWaiting(db)
    const { rows } = await sql<{ line: string }>`
      select concat_ws(' ', account_by, account.name) as line from tracking.identity_range
        left join crm.account on account.id = account_id order by visitor`.execute(db)
    return rows.map(({ line }) => line)
  }
  await account(1, 'Alpha', 'alpha.de')
  await visit(db, PHONE, '2026-03-01T10:00Z')
  await event(db, PHONE, '2026-03-01T10:01Z', {
    kind: 'identify',
    properties: { group: uuid('c', 1) },
  })
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await identify(db, LAPTOP, '2026-03-01T10:02Z', 'max@example.com')
  assert.deepEqual(await known(), ['group Alpha', 'unknown_domain'])
  assert.deepEqual(await touches(db), ['visit 1 Alpha', 'visit 2 max@example.com'])
  await account(2, 'Beispiel', 'example.com')
  assert.deepEqual(await known(), ['group Alpha', 'domain Beispiel'])
  await account(3, 'Beispiel Nord', 'example.com')
  assert.deepEqual(await known(), ['group Alpha', 'shared_domain'])
  await sql`update crm.contact set account_id = ${uuid('c', 3)} where id = ${MAX}`.execute(db)
  assert.deepEqual(await known(), ['group Alpha', 'crm Beispiel Nord'])
  const { rows } = await sql`select account_id from tracking.touchpoint where visit_id = 2`.execute(
    db,
  )
  assert.deepEqual(rows, [{ account_id: uuid('c', 3) }])
})

test('a touch belongs to the lead that came after it', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'max@example.com')
  await visit(db, LAPTOP, '2026-05-01T10:00Z')
  await visit(db, LAPTOP, '2026-07-01T10:00Z')
  await stitchWaiting(db)
  await sql`insert into leads.lead (id, email, contact_id, created_on) values
    (${uuid('d', 1)}, 'max@example.com', ${MAX}, '2026-03-01T10:06Z'),
    (${uuid('d', 2)}, 'max@example.com', ${MAX}, '2026-06-01T10:00Z')`.execute(db)
  await stitchWaiting(db)
  const { rows } =
    await sql`select visit_id, lead_id from tracking.touchpoint order by visit_id`.execute(db)
  assert.deepEqual(rows, [
    { visit_id: 1, lead_id: uuid('d', 1) },
    { visit_id: 2, lead_id: uuid('d', 2) },
    { visit_id: 3, lead_id: uuid('d', 2) },
  ])
})

test('a visit that was part of another one leaves no touch; old visits that are deleted leave theirs', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  const first = await visit(db, LAPTOP, '2026-03-01T10:00Z')
  const second = await visit(db, LAPTOP, '2026-03-01T10:30Z')
  await identify(db, LAPTOP, '2026-03-01T10:35Z', 'max@example.com')
  assert.equal((await touches(db)).length, 2)
  await sql`delete from tracking.visit where id = ${second}`.execute(db)
  await hand(db, { ...NOTHING, merged: [{ id: second, into: first }] })
  assert.deepEqual(await touches(db), ['visit 1 max@example.com'])
  await sql`delete from tracking.visit`.execute(db)
  await sql`insert into tracking.stitching (visitor) values (${LAPTOP})`.execute(db)
  assert.deepEqual(await touches(db), ['visit 1 max@example.com'])
  await sql`delete from tracking.identity`.execute(db)
  assert.deepEqual(await touches(db), [])
})

test('a channel found anew reaches the touch, a second run changes nothing, a chosen one stays', async () => {
  await using database = await testDatabase()
  const { db } = database
  await people(db)
  await visit(db, LAPTOP, '2026-03-01T10:00Z')
  await identify(db, LAPTOP, '2026-03-01T10:05Z', 'max@example.com')
  await stitchWaiting(db)
  await sql`update tracking.visit set channel = 'email', rule = '2.own_rule'`.execute(db)
  await sql`insert into tracking.stitching (visitor) values (${LAPTOP})`.execute(db)
  await stitchWaiting(db)
  const read = async () =>
    (await sql`select channel, channel_rule, version from tracking.touchpoint`.execute(db)).rows
  assert.deepEqual(await read(), [{ channel: 'email', channel_rule: '2.own_rule', version: 2 }])
  await sql`insert into tracking.stitching (visitor) values (${LAPTOP})`.execute(db)
  await stitchWaiting(db)
  assert.deepEqual(await read(), [{ channel: 'email', channel_rule: '2.own_rule', version: 2 }])
  await sql`update tracking.touchpoint set channel = 'event', channel_rule = 'given'`.execute(db)
  await sql`insert into tracking.stitching (visitor) values (${LAPTOP})`.execute(db)
  await stitchWaiting(db)
  assert.deepEqual(await read(), [{ channel: 'event', channel_rule: 'given', version: 2 }])
})
