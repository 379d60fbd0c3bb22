import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  hit,
  makeWebsite,
  messageId,
  type TestIntake,
  testIntake,
} from '../../../test/helpers/intake.ts'

const VISITOR = 'vvvvvvvvvvvvvvvvvvvvvv'
/** The 16 bytes of VISITOR: base64url `v` is 47, 101111 in bits, so every three bytes are be fb ef. */
const VISITOR_UUID = 'befbefbe-fbef-befb-efbe-fbefbefbefbe'

const visits = (server: TestIntake) =>
  server.rows<Record<string, unknown>>(`
    select channel, pages, events, consent::text, bot,
           exists (select from tracking.visitor where id = visitor) as known
      from tracking.visit order by started_at, id`)
const events = async (server: TestIntake) =>
  (
    await server.rows<{ event: string }>(`
      select kind::text || consent::text || ' ' || coalesce(p.path, '') || coalesce(' ' || e.name, '') as event
        from tracking.event e left join tracking.page p on p.id = e.page order by at, e.kind`)
  ).map(({ event }) => event)

test('intake: a page view without consent is a visit of a day-bound number', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const answer = await server.take(
    hit({ u: 'https://www.pumpen.example/preise?utm_source=google&utm_medium=cpc&gclid=abc' }),
  )
  assert.equal(answer.body, '')
  assert.equal(answer.headers['set-cookie'], undefined)
  assert.equal(answer.headers['access-control-allow-origin'], 'https://www.pumpen.example')
  assert.equal(answer.headers['access-control-allow-credentials'], 'true')
  assert.deepEqual(await visits(server), [
    { channel: 'paid_search', pages: 1, events: 0, consent: 'n', bot: null, known: false },
  ])
  assert.deepEqual(await events(server), ['pn /preise'])
  // A click id points to a person: without consent its name is all that stays.
  assert.deepEqual(
    await server.rows(
      'select click_ids, host, path from tracking.visit join tracking.page p on p.id = landing_page',
    ),
    [{ click_ids: { gclid: null }, host: 'www.pumpen.example', path: '/preise' }],
  )
})

test('intake: what comes twice counts once, in one request and in two', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const one = hit()
  await server.take(one, one)
  await server.take(one)
  server.after(60 * 24 * 6)
  await server.take(one)
  assert.deepEqual(await events(server), ['pn /'])
  assert.deepEqual([server.intake.counts.taken, server.intake.counts.repeated], [1, 3])
})

test('intake: a message is known beyond the end of its fortnight', async () => {
  // Fortnights count from 1970-01-01; the 1467th begins on 2026-03-26T00:00Z: 1467 * 14 = 20538 days.
  await using server = await testIntake({ now: new Date('2026-03-25T23:59:00Z') })
  await makeWebsite(server)
  const one = hit()
  await server.take(one)
  server.after(2)
  await server.take(one, hit())
  assert.deepEqual(await events(server), ['pn /', 'pn /'])
  const found = await server.rows(
    'select fortnight, count(*)::int as messages from tracking.message group by 1 order by 1',
  )
  assert.deepEqual(found, [
    { fortnight: 1466, messages: 1 },
    { fortnight: 1467, messages: 1 },
  ])
})

test('intake: with consent there is a visitor, and a cookie that is not prolonged', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const answer = await server.take(hit({ c: 1, v: VISITOR }))
  assert.equal(
    answer.headers['set-cookie'],
    `rk_v=${VISITOR}; Path=/; Domain=pumpen.example; Max-Age=34128000; SameSite=Lax`,
  )
  const later = await server.send(
    { b: [hit({ c: 2, v: VISITOR })] },
    { headers: { cookie: `a=b; rk_v=${VISITOR}`, 'x-forwarded-proto': 'https' } },
  )
  assert.equal(later.headers['set-cookie'], undefined)
  const elsewhere = await server.send(
    { b: [hit({ c: 2, v: VISITOR })] },
    { headers: { origin: 'https://www.fremd.example' } },
  )
  assert.equal(elsewhere.headers['set-cookie'], undefined)
  assert.deepEqual(
    await server.rows('select id, consent::text, withdrawn_at from tracking.visitor'),
    [{ id: VISITOR_UUID, consent: 'm', withdrawn_at: null }],
  )
  assert.equal((await visits(server)).length, 1)
})

test('intake: consent that comes later takes the visit of the day-bound number along', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const first = messageId()
  const landing = {
    u: 'https://www.pumpen.example/?utm_source=messe&gclid=x1',
    r: 'https://a.example/',
  }
  await server.take(hit({ ...landing, m: first }))
  server.after(2)
  await server.take(
    hit({ u: 'https://www.pumpen.example/preise', r: 'https://www.pumpen.example/' }),
  )
  await server.take(hit({ ...landing, n: 'consent', c: 2, v: VISITOR, f: first }))
  assert.deepEqual(
    await server.rows(
      'select visitor, pages, consent::text, source, click_ids from tracking.visit',
    ),
    [
      {
        visitor: VISITOR_UUID,
        pages: 2,
        consent: 'm',
        source: 'messe',
        click_ids: { gclid: 'x1' },
      },
    ],
  )
  assert.deepEqual(await events(server), ['pn /', 'cm /', 'pn /preise'])
})

test('intake: behind one address the page view says whose visit it is', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.take(hit())
  await server.take(hit({ n: 'consent', c: 1, v: VISITOR, f: messageId() }))
  assert.deepEqual(
    (await visits(server)).map(({ known, pages }) => [known, pages]),
    [
      [false, 1],
      [true, 1],
    ],
  )
})

test('intake: withdrawal ends the cookie, and nothing is linked from then on', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.take(hit({ c: 2, v: VISITOR }))
  const answer = await server.take(hit({ n: 'consent', c: 0, v: VISITOR }))
  assert.equal(
    answer.headers['set-cookie'],
    'rk_v=; Path=/; Domain=pumpen.example; Max-Age=0; SameSite=Lax',
  )
  // A late hit with the old id, and one without.
  await server.take(hit({ c: 2, v: VISITOR }))
  await server.take(hit())
  const [visitor] = await server.rows<{ withdrawn_at: Date }>(
    'select withdrawn_at from tracking.visitor',
  )
  assert.equal(visitor?.withdrawn_at.toISOString(), '2026-03-02T09:00:00.000Z')
  assert.deepEqual(
    (await visits(server)).map(({ known, pages, consent }) => [known, pages, consent]),
    [
      [true, 1, 'm'],
      [false, 2, 'n'],
    ],
  )
})

test('intake: a strict website counts pages by day and keeps nothing of a person', async () => {
  await using server = await testIntake({ now: new Date('2026-03-02T23:30:00Z') })
  await makeWebsite(server, { mode: 'strict' })
  await server.take(
    hit(),
    hit(),
    hit({ n: 'event', e: 'demo' }),
    hit({ u: 'https://www.pumpen.example/a' }),
  )
  assert.deepEqual(await visits(server), [])
  assert.deepEqual(await events(server), [])
  assert.deepEqual(
    // Half past eleven at night in UTC is the next day in Berlin.
    await server.rows(
      'select path, date, pages from tracking.page_day join tracking.page p on p.id = page order by path',
    ),
    [
      { path: '/', date: '2026-03-03', pages: 2 },
      { path: '/a', date: '2026-03-03', pages: 1 },
    ],
  )
  // With consent the landing comes along, and the page view it stands for.
  await server.take(
    hit({
      n: 'consent',
      c: 1,
      v: VISITOR,
      f: messageId(),
      u: 'https://www.pumpen.example/?utm_source=messe',
    }),
  )
  assert.deepEqual(await server.rows('select source, pages, consent::text from tracking.visit'), [
    { source: 'messe', pages: 1, consent: 's' },
  ])
})

test("intake: midnight does not split a visit, and the secret of the day is no other day's", async () => {
  await using server = await testIntake({ now: new Date('2026-03-02T22:55:00Z') })
  await makeWebsite(server)
  await server.take(hit())
  server.after(10)
  await server.take(hit())
  server.after(20)
  await server.take(hit())
  assert.deepEqual(
    (await visits(server)).map(({ pages }) => pages),
    [3],
  )
  server.after(31)
  await server.take(hit())
  const found = await server.rows<{ visitor: string }>(
    'select distinct visitor from tracking.visit',
  )
  assert.equal(found.length, 2)
})

test('intake: a restart finds the visit that is open, its campaign and its number', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const landing = { u: 'https://www.pumpen.example/?utm_source=google&utm_medium=cpc&gclid=1' }
  await server.take(hit({ ...landing, c: 1, v: VISITOR }), hit())
  const again = await testIntake({
    database: server.database,
    now: new Date('2026-03-02T09:20:00Z'),
  })
  await again.take(hit({ ...landing, c: 1, v: VISITOR }), hit())
  assert.deepEqual(
    (await visits(again)).map(({ pages, known }) => [pages, known]),
    [
      [2, true],
      [2, false],
    ],
  )
  await again.take(hit({ c: 1, v: VISITOR, u: 'https://www.pumpen.example/?utm_source=messe' }))
  assert.equal((await visits(again)).length, 3)
  await again.app.close()
})

test('intake: hits in any order make the same visit; a late one joins two into one', async () => {
  await using server = await testIntake({ now: new Date('2026-03-02T10:00:00Z') })
  await makeWebsite(server)
  const sent = server.clock.now.getTime()
  const at = (minutes: number, fields = {}) =>
    hit({ c: 1, v: VISITOR, t: sent - minutes * 60_000, s: sent, ...fields })
  await server.take(at(50, { u: 'https://www.pumpen.example/erste' }))
  await server.take(at(0, { u: 'https://www.pumpen.example/letzte' }))
  assert.equal((await visits(server)).length, 2)
  await server.take(at(25, { u: 'https://www.pumpen.example/mitte' }))
  assert.deepEqual(
    (await visits(server)).map(({ pages }) => pages),
    [3],
  )
  const [row] = await server.rows<{ from: Date; until: Date; visits: number }>(`
    select started_at as from, ended_at as until, (select count(distinct visit_id)::int from tracking.event) as visits
      from tracking.visit`)
  assert.deepEqual(
    [row?.from.toISOString(), row?.until.toISOString(), row?.visits],
    ['2026-03-02T09:10:00.000Z', '2026-03-02T10:00:00.000Z', 1],
  )
})

test('intake: programs are marked and kept', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.send({ b: [hit()] }, { agent: 'GPTBot/1.2' })
  await server.send({ b: [hit({ h: 1 })] }, { ip: '203.0.113.8' })
  await server.send({ b: [hit()] }, { ip: '203.0.113.9', headers: { 'accept-language': '' } })
  await server.send({ b: Array.from({ length: 21 }, () => hit()) }, { ip: '203.0.113.10' })
  await server.send({ b: Array.from({ length: 20 }, () => hit()) }, { ip: '203.0.113.11' })
  assert.deepEqual((await visits(server)).map(({ bot, pages }) => [bot, pages]).toSorted(), [
    [null, 20],
    ['listed', 1],
    ['no_language', 1],
    ['too_fast', 21],
    ['webdriver', 1],
  ])
})

test('intake: own visits and unknown websites are answered and not kept', async () => {
  await using server = await testIntake({ settings: { excluded_addresses: ['203.0.113.0/28'] } })
  await makeWebsite(server)
  await server.take(hit())
  const answer = await server.send({ b: [hit({ k: 'anders' })] }, { ip: '203.0.113.99' })
  assert.equal(answer.statusCode, 202)
  assert.deepEqual(await events(server), [])
  await server.intake.noteRefusals()
  await server.take(hit())
  await server.intake.noteRefusals()
  assert.deepEqual(
    await server.rows('select date, reason, hits from tracking.refusal_day order by reason'),
    [
      { date: '2026-03-02', reason: 'own_visit', hits: 2 },
      { date: '2026-03-02', reason: 'unknown_site', hits: 1 },
    ],
  )
})

test('intake: no address of a visitor is anywhere in the database', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.take(
    hit({ c: 2, v: VISITOR }),
    hit({ n: 'identify', c: 2, v: VISITOR, p: { email: 'anna@kunde.example' } }),
  )
  for (const table of ['visit', 'event', 'visitor', 'message', 'page', 'refusal_day']) {
    const found = await server.rows<{ row: string }>(
      `select t::text as row from tracking.${table} t`,
    )
    for (const { row } of found) assert.doesNotMatch(row, /203\.0\.113|anna@/)
  }
})

test('intake: listeners hear what came in, in the same transaction', async () => {
  const heard: unknown[] = []
  await using server = await testIntake({
    listeners: [
      async (tx, taken) => {
        const { rows } = await (await import('kysely')).sql<{ events: number }>`
          select count(*)::int as events from tracking.event`.execute(tx)
        heard.push([rows[0]?.events, taken])
        if (taken.events.some(({ name }) => name === 'fail')) throw new Error('no')
      },
    ],
  })
  const website = await makeWebsite(server)
  await server.take(
    hit({
      n: 'identify',
      c: 2,
      v: VISITOR,
      p: { email: 'anna@kunde.example' },
      m: 'AAAAAAAAAAAAAAAAAAAAAA',
    }),
  )
  const [[count, taken]] = heard as [[number, { visits: object[]; events: object[] }]]
  assert.equal(count, 1)
  assert.deepEqual(taken.events, [
    {
      at: Date.parse('2026-03-02T09:00:00Z'),
      messageId: '00000000-0000-0000-0000-000000000000',
      visitId: (taken.visits[0] as { id: number }).id,
      website,
      visitorId: VISITOR_UUID,
      consent: 'marketing',
      kind: 'identify',
      address: 'https://www.pumpen.example/',
      name: null,
      target: null,
      properties: { email: 'anna@kunde.example' },
      isBot: false,
    },
  ])
  const refused = await server.send({ b: [hit({ n: 'event', e: 'fail' })] })
  assert.equal(refused.statusCode, 503)
  assert.equal((await events(server)).length, 1)
})
