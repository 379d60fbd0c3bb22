import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { period } from '#kernel/period.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { KpiQuery } from '../query.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { readKpis } from './figures.ts'
import { countRecords, readRecords } from './records.ts'

const march = period('2026-03-01', '2026-04-01')
const settings = DEFAULT_SETTINGS

/** Two websites of our own, one of them strict, and another program that counted some of the same days. */
async function measure(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into tracking.website (name, key, write_key, before_consent) values ('A', 'a', 'wa', 'cookieless'), ('B', 'b', 'wb', 'strict')`.execute(
    db,
  )
  const { rows } = await sql<{ name: string; number: number }>`
    select name, number from tracking.website`.execute(db)
  const [a, b] = ['A', 'B'].map((name) => rows.find((row) => row.name === name)?.number)
  await sql`
    insert into tracking.traffic_visitor (part, key, date, website, before, visitors) values
      ('visit', '', '2026-03-02', ${a}, '-infinity', 10),
      ('visit', '', '2026-03-02', ${b}, '-infinity', 2),
      ('visit', '', '2026-03-03', ${a}, '2026-03-02', 4),
      ('visit', '', '2026-03-03', ${a}, '-infinity', 3),
      ('visit', '', '2026-03-03', ${a}, '2026-02-20', 2),
      ('channel', 'email', '2026-03-02', ${a}, '-infinity', 6),
      ('channel', 'direct', '2026-03-02', ${a}, '-infinity', 5),
      ('channel', 'direct', '2026-03-02', ${b}, '-infinity', 2),
      ('channel', 'email', '2026-03-03', ${a}, '-infinity', 2),
      ('channel', 'email', '2026-03-03', ${a}, '2026-03-02', 3),
      ('channel', 'direct', '2026-03-03', ${a}, '2026-02-20', 4),
      ('consent', 'n', '2026-03-02', ${a}, '-infinity', 4),
      ('consent', 's', '2026-03-02', ${a}, '-infinity', 6),
      ('consent', 's', '2026-03-02', ${b}, '-infinity', 2),
      ('consent', 'n', '2026-03-03', ${a}, '-infinity', 1),
      ('consent', 's', '2026-03-03', ${a}, '2026-03-02', 4),
      ('consent', 'm', '2026-03-03', ${a}, '2026-02-20', 4)`.execute(db)
  await sql`
    insert into tracking.traffic_day (part, channel, date, website, key, visits, page_views, bounced, seconds, goals) values
      ('visit', '', '2026-03-02', ${a}, '', 12, 20, 0, 0, 0),
      ('visit', '', '2026-03-03', ${a}, '', 11, 20, 0, 0, 0),
      ('visit', 'email', '2026-03-02', ${a}, '', 7, 20, 0, 0, 0)`.execute(db)
  await sql`
    insert into tracking.daily_count (date, channel, visitors, sessions, counted_by) values
      ('2026-03-01', 'email', 5, 6, 'GA4'), ('2026-03-01', 'direct', 2, 3, 'GA4'),
      ('2026-03-01', 'direct', 1, 1, 'Matomo'), ('2026-03-03', 'email', 100, 200, 'GA4')`.execute(
    db,
  )
  await sql`insert into leads.lead (last_name, created_on, mql_at) values ('A', '2026-03-05', '2026-03-06')`.execute(
    db,
  )
}

test('visitors: own days with everyone once, other days as another program counted them', async () => {
  await using database = await testDatabase()
  const { db } = database
  await measure(db as Kysely<unknown>)
  const read = async (asked: object) => {
    const query = KpiQuery.parse({ ...asked })
    return (await readKpis(db, query, { settings, now: new Date('2026-04-02T10:00Z') })).kpis
  }
  const all = await read({ from: march.from, until: march.until })
  // 1 March 5 + 2 of GA4 (it saw most), 2 March 10 + 2, 3 March 3 + 2 who had not come in March; the 100 count nowhere
  assert.equal(all.visitors?.value, 24)
  assert.equal(all.visitor_to_mql?.value, 1 / 24)
  // website A alone: 10 + 5 asked, 4 + 1 of them refused
  assert.equal(all.consent_rate?.value, 10 / 15)
  const third = await read({ from: '2026-03-03', until: '2026-03-04' })
  assert.equal(third.visitors?.value, 9, 'of that day alone everyone who came')
  const email = await read({ from: march.from, until: march.until, channel: ['email'] })
  assert.equal(email.visitors?.value, 5 + 6 + 2)
  assert.equal(email.consent_rate?.reason, 'no_dimension')
  // Some came by mail and directly: nobody can say of both together how many they were.
  const both = await read({ from: march.from, until: march.until, channel: ['email', 'direct'] })
  assert.deepEqual([both.visitors?.value, both.visitors?.reason], [null, 'no_dimension'])
  assert.equal(both.visitor_to_mql?.value, null)
  const february = await read({ from: '2026-02-01', until: '2026-03-01' })
  assert.deepEqual(
    [february.visitors?.reason, february.consent_rate?.reason],
    ['no_visitor_counts', 'needs_tracking'],
  )
  // A day that is counted again is not answered from what was kept.
  await sql`update tracking.website set before_consent = 'cookieless' where name = 'B'`.execute(db)
  await sql`delete from tracking.traffic_visitor where date = '2026-03-03'`.execute(db)
  const again = await read({ from: march.from, until: march.until })
  assert.equal(again.visitors?.value, 5 + 2 + 10 + 2 + 100)
  assert.equal(again.consent_rate?.value, 8 / 12)
})

test('visitors: the days behind add up to the figure', async () => {
  await using database = await testDatabase()
  const { db } = database
  await measure(db as Kysely<unknown>)
  const filters = KpiQuery.parse({ from: march.from, until: march.until })
  const scope = { period: march, filters, settings }
  assert.deepEqual(await countRecords(db, 'visitors', scope), {
    ...{ kind: 'visitor-days', count: 3, sum: 24 },
  })
  const page = await readRecords(db, 'visitors', scope, { limit: 2 })
  assert.deepEqual(
    page?.rows.map((row) => [row.date, row.visitors, row.sessions, row.counted_by]),
    [
      ['2026-03-03', 5, 11, 'Regelkreis'],
      ['2026-03-02', 12, 12, 'Regelkreis'],
    ],
  )
  const rest = await readRecords(db, 'visitors', scope, { limit: 2, cursor: page?.next ?? '' })
  assert.deepEqual(
    rest?.rows.map((row) => [row.date, row.visitors, row.sessions, row.counted_by]),
    [['2026-03-01', 7, 9, 'GA4']],
  )
  assert.deepEqual(await countRecords(db, 'visitors_with_consent', scope), {
    ...{ kind: 'visitor-days', count: 2, sum: 10 },
  })
})
