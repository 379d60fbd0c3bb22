// Counts of traffic against the rows they come from, on the real PostgreSQL.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CompiledQuery, type Kysely, sql } from 'kysely'
import { addDays, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { TrafficQuery, type VisitQuery } from '../traffic.ts'
import { noteChanges } from './traffic-changes.ts'
import { refreshTraffic, type TrafficClock } from './traffic-count.ts'
import { markStatement } from './traffic-marks.ts'
import { readConsent, readRows, readSeries, readTotal } from './traffic-read.ts'
import { readVisits } from './traffic-visits.ts'

const ZONE = 'Europe/Berlin'
const clock: TrafficClock = {
  now: new Date('2026-04-20T12:00:00Z'),
  timeZone: ZONE,
  retentionMonths: 13,
}
/** The clock in Berlin goes forward on 29 March. */
const FIRST = Date.parse('2026-03-24T00:00:00Z')
const DAYS = 10
const HOUR_MS = 3_600_000
const CHANNELS = ['direct', 'email', 'organic_search'] as const

type Visit = {
  readonly id: number
  readonly website: number
  readonly visitor: number
  readonly at: number
  readonly channel: string
  readonly consent: string
  readonly isBot: boolean
  /** Pages seen, an hour apart at most, so a visit may go over midnight. */
  readonly pages: readonly number[]
  readonly goals: number
}

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

async function store<DB>(db: Kysely<DB>, visit: Visit): Promise<void> {
  const { id, website, visitor, at, channel, consent, isBot, pages, goals } = visit
  const end = at + Math.max(0, pages.length - 1) * HOUR_MS
  await sql`
    insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule, source, medium, bot)
    values (${id}, ${website}, ${uuid(visitor)}, ${new Date(at)}, ${new Date(end)}, ${consent}, ${pages.length}, 0, ${channel}, '9.email', ${channel}, 'test', ${isBot ? 'isbot' : null})`.execute(
    db,
  )
  for (const [place, page] of pages.entries()) {
    await sql`
      insert into tracking.event (at, message_id, visit_id, website, kind, consent, page, lag)
      values (${new Date(at + place * HOUR_MS)}, ${uuid(id * 1000 + place)}, ${id}, ${website}, 'p', ${consent}, ${page}, 0)`.execute(
      db,
    )
  }
  for (let place = 0; place < goals; place += 1) {
    await sql`
      insert into tracking.goal_reached (goal_id, message_id, at, visit_id, consent)
      select id, ${uuid(id * 1000 + 500 + place)}, ${new Date(at)}, ${id}, ${consent} from tracking.goal order by name limit 1`.execute(
      db,
    )
  }
  await markTrafficDays(db, [dayOf(at, ZONE)])
}

async function remove<DB>(db: Kysely<DB>, { id, at }: Visit): Promise<void> {
  await sql`delete from tracking.goal_reached where visit_id = ${id}`.execute(db)
  await sql`delete from tracking.event where visit_id = ${id}`.execute(db)
  await sql`delete from tracking.visit where id = ${id}`.execute(db)
  await markTrafficDays(db, [dayOf(at, ZONE)])
}

/** As the intake does it. */
async function markTrafficDays<DB>(db: Kysely<DB>, days: Iterable<IsoDate>): Promise<void> {
  const { text, values } = markStatement(days)
  await db.executeQuery(CompiledQuery.raw(text, [...values]))
}

const anyVisit = fc.record({
  website: fc.integer({ min: 1, max: 2 }),
  visitor: fc.integer({ min: 1, max: 6 }),
  at: fc
    .integer({ min: 0, max: DAYS * 24 * 4 - 1 })
    .map((quarter) => FIRST + quarter * (HOUR_MS / 4)),
  channel: fc.constantFrom(...CHANNELS),
  consent: fc.constantFrom('n', 's', 'm'),
  isBot: fc.nat(4).map((number) => number === 0),
  pages: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }),
  goals: fc.integer({ min: 0, max: 2 }),
})
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), visit: anyVisit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), place: fc.nat(50) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('channel' as const),
      place: fc.nat(50),
      channel: fc.constantFrom(...CHANNELS),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('count' as const) }) },
)

/** Straight out of the list of visits, without any idea of days before. */
function counted(all: readonly Visit[], period: Period, website?: number, channel?: string) {
  const mine = all.filter(({ at, isBot, ...visit }) => {
    const day = dayOf(at, ZONE)
    const inside = period.from <= day && day < period.until
    const wanted = website === undefined || visit.website === website
    return inside && !isBot && wanted && (channel === undefined || visit.channel === channel)
  })
  const sum = (of: (visit: Visit) => number) => mine.reduce((total, visit) => total + of(visit), 0)
  return {
    visits: mine.length,
    visitors: new Set(mine.map((visit) => `${visit.website} ${visit.visitor}`)).size,
    pageViews: sum(({ pages }) => pages.length),
    bounced: sum(({ pages }) => (pages.length <= 1 ? 1 : 0)),
    seconds: sum(({ pages }) => Math.max(0, pages.length - 1) * 3600),
    goals: sum(({ goals }) => goals),
  }
}

/** Every visit of a list, page by page. */
async function allVisits<DB>(db: Kysely<DB>, query: VisitQuery): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await readVisits(db, { ...query, cursor }, ZONE)
    found.push(...page.items.map((visit) => visit.id))
    cursor = page.next ?? undefined
  } while (cursor)
  return found
}

const day = (offset: number): IsoDate => addDays(isoDate('2026-03-23'), offset)

test('counts by day equal the rows they come from, whatever changes in any order', async () => {
  await using database = await testDatabase()
  const { db } = database
  await sql`insert into tracking.page (website, host, path) select 1, 'a.example', '/' || place from generate_series(1, 3) place`.execute(
    db,
  )
  let id = 0
  const steps = fc.array(anyStep, { minLength: 5, maxLength: 30 })
  const span = fc.tuple(fc.nat(DAYS + 1), fc.integer({ min: 1, max: 5 }))
  await fc.assert(
    fc.asyncProperty(steps, fc.array(span, { minLength: 3, maxLength: 3 }), async (todo, spans) => {
      await sql`delete from tracking.goal_reached`.execute(db)
      await sql`truncate tracking.visit, tracking.event, tracking.traffic_day, tracking.traffic_visitor, tracking.traffic_lag, tracking.traffic_mark, tracking.traffic_counted`.execute(
        db,
      )
      const all: Visit[] = []
      for (const step of todo) {
        if (step.do === 'add') {
          id += 1
          all.push({ ...step.visit, id })
          await store(db, { ...step.visit, id })
        } else if (step.do === 'count') await refreshTraffic(db, clock)
        else if (all.length > 0) {
          const [gone] = all.splice(step.place % all.length, 1)
          if (!gone) continue
          if (step.do === 'remove') {
            // Whoever takes visits away marks every day of the visitor.
            await remove(db, gone)
            const days = all.filter(({ visitor }) => visitor === gone.visitor)
            await markTrafficDays(
              db,
              days.map(({ at }) => dayOf(at, ZONE)),
            )
          } else {
            all.push({ ...gone, channel: step.channel })
            await sql`update tracking.visit set channel = ${step.channel} where id = ${gone.id}`.execute(
              db,
            )
            await markTrafficDays(db, [dayOf(gone.at, ZONE)])
          }
        }
      }
      const { waiting } = await refreshTraffic(db, clock)
      assert.equal(waiting, 0)
      for (const [offset, length] of spans) {
        const period = { from: day(offset), until: day(offset + length) }
        assert.deepEqual(await readTotal(db, period, {}), counted(all, period))
        assert.deepEqual(await readTotal(db, period, { website: 2 }), counted(all, period, 2))
        const query = TrafficQuery.parse({ ...period, by: 'channel' })
        for (const { key, visitsBefore, ...row } of (await readRows(db, query)).rows) {
          assert.deepEqual(row, counted(all, period, undefined, key), key)
        }
        const pages = (await readRows(db, TrafficQuery.parse({ ...period, by: 'page' }))).rows
        const views = pages.reduce((sum, { pageViews }) => sum + pageViews, 0)
        assert.equal(views, counted(all, period).pageViews, 'page views of pages add up')
        const { points } = await readSeries(db, { ...period, grain: 'day' })
        for (const point of points) {
          assert.equal(point.visitors ?? 0, counted(all, point).visitors)
          assert.equal(point.visits ?? 0, counted(all, point).visits)
        }
        const consent = await readConsent(db, period)
        for (const state of ['n', 's', 'm']) {
          const same = all.filter((visit) => visit.consent === state)
          assert.equal(consent.get(state) ?? 0, counted(same, period).visitors, state)
        }
        // Every number opens: as many visits behind it, none twice.
        for (const { key, visits } of pages) {
          assert.equal(
            (await allVisits(db, { ...period, by: 'page', key, limit: 2 })).length,
            visits,
          )
        }
        const goals = (await readRows(db, TrafficQuery.parse({ ...period, by: 'goal' }))).rows
        for (const { key, visits } of goals) {
          assert.equal(
            (await allVisits(db, { ...period, by: 'goal', key, limit: 2 })).length,
            visits,
          )
        }
        const found = await allVisits(db, { ...period, by: 'channel', key: 'email', limit: 2 })
        assert.equal(new Set(found).size, found.length)
        assert.equal(found.length, counted(all, period, undefined, 'email').visits)
      }
    }),
    { numRuns: 8, endOnFailure: process.env.SHRINK === undefined },
  )
})

test('a late visit makes somebody who came again later somebody who was there before', async () => {
  await using database = await testDatabase()
  const { db } = database
  const visit = { website: 1, visitor: 1, channel: 'email', consent: 's', isBot: false, goals: 0 }
  const stored = { ...visit, pages: [] }
  await store(db, { ...stored, id: 1, at: Date.parse('2026-04-10T10:00:00Z') })
  await refreshTraffic(db, clock)
  await store(db, { ...stored, id: 2, at: Date.parse('2026-04-07T10:00:00Z'), channel: 'direct' })
  await store(db, { ...stored, id: 3, at: Date.parse('2026-04-05T10:00:00Z') })
  // Three days, counted again for the two late visits and for the visit after them.
  assert.deepEqual(await refreshTraffic(db, clock), { waiting: 0, counted: 3 })
  const april = { from: isoDate('2026-04-01'), until: isoDate('2026-05-01') }
  assert.equal((await readTotal(db, april, {})).visitors, 1)
  assert.equal((await readTotal(db, april, { channel: 'email' })).visitors, 1)
})

test('counts of days whose visits were deleted by retention stay as they are', async () => {
  await using database = await testDatabase()
  const { db } = database
  const visit = { website: 1, visitor: 1, channel: 'email', consent: 's', isBot: false, goals: 0 }
  const january = { from: isoDate('2025-01-01'), until: isoDate('2025-02-01') }
  const old = { ...visit, id: 1, at: Date.parse('2025-01-15T10:00:00Z'), pages: [] }
  await store(db, old)
  const then = { ...clock, now: new Date('2025-01-20T12:00:00Z') }
  await refreshTraffic(db, then)
  assert.equal((await readTotal(db, january, {})).visits, 1)
  await remove(db, old)
  // In April 2026 thirteen months are kept: January 2025 is not.
  assert.deepEqual(await refreshTraffic(db, clock), { waiting: 0, counted: 1 })
  assert.equal((await readTotal(db, january, {})).visits, 1)
  await sql`insert into tracking.traffic_mark (date) values ('2025-01-15')`.execute(db)
  await refreshTraffic(db, then)
  assert.equal(
    (await readTotal(db, january, {})).visits,
    0,
    'within the retention it is counted again',
  )
})

test('another time zone makes other days', async () => {
  await using database = await testDatabase()
  const { db } = database
  const visit = { website: 1, visitor: 1, channel: 'email', consent: 's', isBot: false, goals: 0 }
  await store(db, { ...visit, id: 1, at: Date.parse('2026-03-31T22:30:00Z'), pages: [] })
  await refreshTraffic(db, clock)
  const april = { from: isoDate('2026-04-01'), until: isoDate('2026-05-01') }
  assert.equal((await readTotal(db, april, {})).visits, 1, 'half past midnight in Berlin')
  await refreshTraffic(db, { ...clock, timeZone: 'Europe/London' })
  assert.equal((await readTotal(db, april, {})).visits, 0, 'half past eleven in London')
})

test('a day under way is counted at most every freshMs; a budget leaves the rest waiting', async () => {
  await using database = await testDatabase()
  const { db } = database
  await markTrafficDays(db, [day(0), day(1), day(2)])
  const limits = { period: { from: day(1), until: day(9) }, freshMs: 10_000 }
  assert.deepEqual(await refreshTraffic(db, clock, { ...limits, budgetMs: 0 }), {
    waiting: 2,
    counted: 0,
  })
  assert.deepEqual(await refreshTraffic(db, clock, limits), { waiting: 0, counted: 2 })
  await markTrafficDays(db, [day(1)])
  assert.deepEqual(await refreshTraffic(db, clock, limits), { waiting: 0, counted: 0 })
  const later = { ...clock, now: new Date(clock.now.getTime() + 10_001) }
  assert.deepEqual(await refreshTraffic(db, later, limits), { waiting: 0, counted: 1 })
  // Outside of the period nothing was touched: day 0 still waits.
  assert.deepEqual(await refreshTraffic(db, later), { waiting: 0, counted: 1 })
})

test('changes are found once each and noted in the diary', async () => {
  await using database = await testDatabase()
  const { db } = database
  const { rows } = await sql<{ number: number }>`
    insert into tracking.website (name, key, write_key, domains) values ('Pumpen', 'pumpen', 'geheim', '{a.example}')
    returning number`.execute(db)
  const website = rows[0]?.number ?? 0
  const counts = async (date: IsoDate, key: string, channel: string, visits: number) => {
    for (const [part, value] of [
      ['visit', ''],
      ['source', key],
    ] as const) {
      for (const shown of ['', channel]) {
        await sql`
          insert into tracking.traffic_day (part, channel, date, website, key, visits, page_views, bounced, seconds, goals)
          values (${part}, ${shown}, ${date}::date, ${website}, ${value}, ${visits}, 0, 0, 0, 0)
          on conflict (part, channel, date, website, key) do update set visits = traffic_day.visits + excluded.visits`.execute(
          db,
        )
      }
    }
  }
  // Eight Sundays with 100 visits of a newsletter and 100 of a search; on the ninth (19 April) the newsletter is dry:
  // the website falls from 200 to 105, its edge is 200 - 4 x 14.14 = 143.4, so the whole website is noted, once.
  for (let week = 0; week <= 8; week += 1) {
    const date = addDays(isoDate('2026-04-19'), -7 * week)
    await counts(date, 'newsletter / email', 'email', week === 0 ? 0 : 100)
    await counts(date, 'google / organic', 'organic_search', 100)
  }
  await counts(isoDate('2026-04-19'), 'qr99 / –', 'not_assignable', 5)
  assert.equal(await noteChanges(db, clock, 'de'), 2)
  assert.equal(await noteChanges(db, clock, 'de'), 0, 'once each')
  const notes = await sql<{ note: string; date: string }>`
    select date, note from tracking.change_note order by note`.execute(db)
  assert.deepEqual(
    notes.rows.map(({ note }) => note),
    [
      'Pumpen: Besuche eingebrochen: 105 statt etwa 200 wie sonst an diesem Wochentag (mindestens 143 waren zu erwarten).',
      'Pumpen: neue Quelle „qr99 / –“, die keine Kanalregel kennt (5 Besuche an diesem Tag).',
    ],
  )
  assert.equal(notes.rows[0]?.date, '2026-04-19')
})
