import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { countryFile } from '../../../test/helpers/country-file.ts'
import { hit, makeWebsite, messageId, testIntake } from '../../../test/helpers/intake.ts'
import { dropOldPartitions } from './partitions.ts'

test('intake: too much at once is refused with the time to come again, and taken then', {
  timeout: 60_000,
}, async () => {
  const gate = Promise.withResolvers<void>()
  await using server = await testIntake({ waitingMax: 10, listeners: [() => gate.promise] })
  await makeWebsite(server)
  const taken = Array.from({ length: 10 }, () => server.send({ b: [hit()] }))
  while (server.intake.waiting < 10) await turn()
  const refused = await Promise.all([server.send({ b: [hit()] }), server.send({ b: [hit()] })])
  assert.deepEqual(
    refused.map(({ statusCode, headers }) => [statusCode, headers['retry-after']]),
    [
      [429, '1'],
      [429, '1'],
    ],
  )
  gate.resolve()
  for (const { statusCode } of await Promise.all(taken)) assert.equal(statusCode, 202)
  assert.deepEqual(await server.rows('select count(*)::int as events from tracking.event'), [
    { events: 10 },
  ])
  assert.equal(server.intake.waiting, 0)
  await server.take(hit())
})

test('intake: with the database away nothing is acknowledged, and all is well when it is back', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.take(hit())
  const one = hit()
  await server.rows('alter table tracking.event rename to away')
  const answer = await server.send({ b: [one] })
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '5'])
  assert.equal(answer.headers['access-control-allow-origin'], 'https://www.pumpen.example')
  await server.rows('alter table tracking.away rename to event')
  await server.take(one)
  // The message was not known, and the visit goes on: what failed left nothing behind.
  assert.deepEqual(await server.rows('select pages from tracking.visit'), [{ pages: 2 }])
})

test('intake: what fails while something else of its batch is waited for is an answer, not the end of the process', async () => {
  await using server = await testIntake({
    listeners: [
      async () => {
        await sleep(100)
      },
    ],
  })
  await makeWebsite(server)
  await server.rows('alter table tracking.event rename to away')
  // A rejection that nobody watches fails this test file, as it would end the server.
  const answer = await server.send({ b: [hit()] })
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '5'])
})

test('intake: what cannot be stored does not hold up what came with it', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.rows(`alter table tracking.event add check (name is distinct from 'bad')`)
  const names = ['a', 'bad', 'b', 'c', 'bad', 'd']
  await server.take(...names.map((e) => hit({ n: 'event', e })))
  assert.deepEqual(
    (await server.rows<{ name: string }>('select name from tracking.event'))
      .map(({ name }) => name)
      .sort(),
    ['a', 'b', 'c', 'd'],
  )
  assert.equal(server.intake.counts.refused.unstorable, 2)
})

test('partitions: made ahead and on demand, dropped after the months that the setting says', async () => {
  await using server = await testIntake({ now: new Date('2026-03-02T09:00:00Z') })
  await makeWebsite(server)
  const partitions = async (of: string) =>
    (
      await server.rows<{ name: string }>(
        `select relid::regclass::text as name from pg_partition_tree('tracking.${of}') 
          where isleaf and relid::text not like '%rest' order by 1`,
      )
    ).map(({ name }) => name.replace('tracking.', ''))
  // Eight days back and 62 ahead: 2026-02-22 to 2026-05-03.
  assert.deepEqual(await partitions('event'), [
    'event_2026_02',
    'event_2026_03',
    'event_2026_04',
    'event_2026_05',
  ])
  // 1970-01-01 + 1464 * 14 days = 2026-02-12; the 1469th ends on 2026-05-07.
  assert.deepEqual(
    await partitions('message'),
    [1464, 1465, 1466, 1467, 1468, 1469].map((number) => `message_${number}`),
  )
  // No task ran for a year: the batch makes what it needs.
  server.clock.now = new Date('2027-04-15T09:00:00Z')
  await server.take(hit())
  await dropOldPartitions(server.database.pool, server.clock.now.getTime(), 13)
  assert.deepEqual(await partitions('event'), [
    'event_2026_03',
    'event_2026_04',
    'event_2026_05',
    'event_2027_04',
  ])
  // 2027-04-15 lies in the 1494th fortnight (2027-04-08); the one before is still asked.
  assert.deepEqual(await partitions('message'), ['message_1493', 'message_1494'])
})

test('partitions: what a restored backup brought back finds its month', async () => {
  await using server = await testIntake({ now: new Date('2026-03-02T09:00:00Z') })
  await server.rows(`insert into tracking.event (at, message_id, website, kind, consent, lag)
                     values ('2025-12-24 18:00Z', gen_random_uuid(), 1, 'p', 'n', 0)`)
  await server.rows(`insert into tracking.message values (gen_random_uuid(), 1480)`)
  await server.prepare()
  assert.deepEqual(
    await server.rows('select tableoid::regclass::text as place from tracking.event'),
    [{ place: 'tracking.event_2025_12' }],
  )
  server.clock.now = new Date('2026-09-28T09:00:00Z')
  await server.prepare()
  assert.deepEqual(
    await server.rows('select tableoid::regclass::text as place from tracking.message'),
    [{ place: 'tracking.message_1480' }],
  )
})

test('secrets of days are deleted after two days', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.take(hit())
  server.after(24 * 60)
  await server.take(hit())
  await server.intake.forgetSecrets()
  const dates = () =>
    server.rows<{ date: string }>('select date from tracking.day_secret order by 1')
  assert.deepEqual(await dates(), [{ date: '2026-03-02' }, { date: '2026-03-03' }])
  server.after(24 * 60)
  await server.intake.forgetSecrets()
  assert.deepEqual(await dates(), [{ date: '2026-03-03' }])
})

test('country: from the file of the operator, and null without one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-country-'))
  try {
    const file = join(folder, 'country.mmdb')
    writeFileSync(file, countryFile([203, 0, 113], 'AT'))
    await using server = await testIntake({ countryFile: file })
    await makeWebsite(server)
    await server.take(hit())
    await server.send({ b: [hit()] }, { ip: '198.51.100.1' })
    const found = await server.rows('select country from tracking.visit order by id')
    assert.deepEqual(found, [{ country: 'AT' }, { country: null }])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('intake: a short link gives its visit its channel and its number', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await server.rows(`insert into tracking.link (name, target, address, code, channel)
                     values ('Messe', 'https://www.pumpen.example/', 'https://www.pumpen.example/', 'messe26', 'trade_fair')`)
  await server.take(hit({ u: 'https://www.pumpen.example/?rk_l=messe26' }))
  const found = await server.rows(
    `select channel, rule, used, link_id = (select id from tracking.link) as linked from tracking.visit`,
  )
  assert.deepEqual(found, [
    { channel: 'trade_fair', rule: '1.own_channel', used: 'link=messe26', linked: true },
  ])
})

test('intake: the neutral folder of the operator leads to it as well', async () => {
  await using server = await testIntake({ settings: { script_folder: 'haus' } })
  await makeWebsite(server)
  const body = { b: [hit({ v: messageId() })] }
  for (const [path, status] of [
    ['/haus/t', 202],
    ['/m/t', 202],
    ['/fremd/t', 404],
  ] as const) {
    assert.equal((await server.send(body, { path })).statusCode, status)
  }
  const script = await server.app.inject({ url: '/haus/s.js' })
  assert.equal(script.statusCode, 200)
  assert.match(String(script.headers['content-type']), /^text\/javascript/)
  assert.equal(script.headers['cross-origin-resource-policy'], 'cross-origin')
  assert.equal(script.headers['cache-control'], 'public, max-age=3600')
  assert.equal((await server.app.inject({ url: '/fremd/s.js' })).statusCode, 404)
})

test('intake: ahead of the routes and through them hits are answered alike', async () => {
  await using server = await testIntake({ settings: { excluded_addresses: ['198.51.100.4'] } })
  await makeWebsite(server)
  const visitor = messageId()
  const bodies: readonly [name: string, status: number, body: () => unknown, headers?: object][] = [
    ['without consent', 202, () => ({ b: [hit()] })],
    [
      'with consent, over https',
      202,
      () => ({ b: [hit({ c: 2, v: visitor })] }),
      { 'x-forwarded-proto': 'https' },
    ],
    [
      'by another name of the server',
      202,
      () => ({ b: [hit({ c: 1, v: visitor })] }),
      { 'x-forwarded-host': 'zahlen.pumpen.example:8443' },
    ],
    ['withdrawn', 202, () => ({ b: [hit({ n: 'consent', v: visitor })] })],
    [
      'from another site',
      202,
      () => ({ b: [hit({ c: 1, v: visitor })] }),
      { origin: 'https://www.lager.example' },
    ],
    ['own visit', 202, () => ({ b: [hit()] }), { 'x-forwarded-for': '198.51.100.4' }],
    ['no JSON', 400, () => '{'],
    ['no hit', 400, () => '7'],
  ]
  for (const [name, status, body, headers = {}] of bodies) {
    const [first, routed] = [
      await server.send(body(), { headers: { ...headers } }),
      // With a query it is not the address that is answered first.
      await server.send(body(), { headers: { ...headers }, path: '/t?a=1' }),
    ]
    assert.deepEqual([first.statusCode, routed.statusCode], [status, status], name)
    const told = (answer: typeof first) =>
      Object.fromEntries(
        Object.entries(answer.headers).filter(([key]) =>
          /^(access|vary|set-cookie|retry)/.test(key),
        ),
      )
    assert.deepEqual(told(first), told(routed), name)
    // Only what went through the routes has their number.
    assert.deepEqual(
      [first, routed].map((answer) => answer.headers['x-request-id'] !== undefined),
      [false, true],
      name,
    )
  }
  assert.equal(server.intake.counts.refused.own_visit, 2)
  assert.equal(server.intake.counts.refused.unreadable, 3)
})
