// Websites through the whole program as main.ts builds it: keys, addresses, and what came in from them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import type { RecentEvents } from '../src/tracking/website-shapes.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

type Website = { id: string; version: number; key: string; domains: string[]; active: boolean }

async function programWith(roles: readonly ('administrator' | 'marketing')[]) {
  const program = await wholeProgram()
  const password = 'ein langes passwort'
  const cookies: string[] = []
  for (const role of roles) {
    const email = `${role}@example.com`
    await createUser(program.db, { name: role, email, role }, await passwordHash(password), NOW)
    const answer = await ask(program, 'POST', '/api/auth/sign-in/email', {
      body: { email, password },
    })
    cookies.push(String(answer.cookie))
  }
  const [cookie = '', other = ''] = cookies
  const create = async (body: object) => {
    const answer = await ask(program, 'POST', '/api/websites', { body, cookie })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return (answer.body as { record: Website }).record
  }
  return { ...program, program, cookie, other, create }
}

const PUMPEN = {
  name: 'Pumpen',
  domains: ['https://www.pumpen.example/'],
  before_consent: 'strict',
}

test('website: the server makes its key once; domains are kept as domains', async () => {
  await using site = await programWith(['administrator'])
  const { program, cookie, create } = site
  const made = await create({ ...PUMPEN, key: 'mine' }).catch((error) => error)
  assert(made instanceof Error, 'a key of one’s own is refused')
  const website = await create(PUMPEN)
  assert.match(website.key, /^[0-9A-Za-z]{9}$/)
  assert.deepEqual([website.domains, website.active], [['pumpen.example'], true])
  const changed = await ask(program, 'PATCH', `/api/websites/${website.id}`, {
    cookie,
    body: { version: website.version, changes: { name: 'Pumpen AG' } },
  })
  assert.equal((changed.body as { record: Website }).record.key, website.key)
  const broken = await ask(program, 'POST', '/api/websites', {
    cookie,
    body: { ...PUMPEN, domains: ['zwei worte'], script_address: 'https://daten.pumpen.example/m' },
  })
  assert.equal(broken.status, 422)
  assert.deepEqual(
    (broken.body as { error: { problems: { rule: string }[] } }).error.problems.map(
      ({ rule }) => rule,
    ),
    ['tracking.no_domain', 'tracking.script_address'],
  )
})

test('website: only administrators see the write key; a new one ends the old one', async () => {
  await using site = await programWith(['administrator', 'marketing'])
  const { program, cookie, other, create } = site
  const { id } = await create(PUMPEN)
  const path = `/api/websites/${id}/write-key`
  assert.equal((await ask(program, 'GET', path, { cookie: other })).status, 403)
  assert.equal((await ask(program, 'POST', path, { cookie: other, body: {} })).status, 403)
  const first = await ask(program, 'GET', path, { cookie })
  const second = await ask(program, 'POST', path, { cookie, body: {} })
  const now = await ask(program, 'GET', path, { cookie })
  const keyOf = ({ body }: { body: unknown }) => (body as { writeKey: string }).writeKey
  assert.match(keyOf(first), /^[0-9a-f]{64}$/)
  assert.notEqual(keyOf(first), keyOf(second))
  assert.equal(keyOf(now), keyOf(second))
  const { rows } = await sql<{ trail: string }>`
    select string_agg(to_jsonb(e)::text, ' ') as trail from access.audit_event e
  `.execute(program.db)
  assert.match(rows[0]?.trail ?? '', /renew_key/)
  for (const key of [first, second]) assert(!rows[0]?.trail.includes(keyOf(key)))
  const list = await ask(program, 'GET', '/api/websites', { cookie: other })
  assert(!JSON.stringify(list.body).includes(keyOf(now)))
})

test('website: the script comes from its own address, else from the program', async () => {
  await using site = await programWith(['administrator'])
  const { program, cookie, create } = site
  const setup = async (id: string) =>
    (await ask(program, 'GET', `/api/websites/${id}/setup`, { cookie })).body
  const plain = await create(PUMPEN)
  assert.deepEqual(await setup(plain.id), {
    base: 'http://localhost:8080/m/',
    ownBase: '/m/',
    segmentAddress: 'http://localhost:8080',
  })
  await ask(program, 'PATCH', '/api/settings', {
    cookie,
    body: { changes: { script_folder: 'messen' } },
  })
  const own = await create({ ...PUMPEN, script_address: 'https://daten.pumpen.example/' })
  assert.equal(
    ((await setup(own.id)) as { base: string }).base,
    'https://daten.pumpen.example/messen/',
  )
})

test('website: recent events and hosts are its own, tests apart, silent domains named', async () => {
  await using site = await programWith(['administrator'])
  const { program, cookie, create } = site
  const website = await create({ ...PUMPEN, domains: ['pumpen.example', 'ventile.example'] })
  const other = await create({ ...PUMPEN, name: 'Andere' })
  const empty = await ask(program, 'GET', `/api/websites/${website.id}/recent`, { cookie })
  assert.deepEqual((empty.body as RecentEvents).items, [])
  await seed(program.db, website.id, other.id)
  const { body } = await ask(program, 'GET', `/api/websites/${website.id}/recent`, { cookie })
  const recent = body as RecentEvents
  // At 9:00: the page at 8:59:50 and the event at 8:59:55; the page of 7:50 is too old, the other is not ours.
  assert.deepEqual(
    recent.items.map(({ kind, host, path, name, bot }) => [kind, host, path, name, bot]),
    [
      ['e', 'shop.pumpen.example', '/start', 'demo', null],
      ['p', 'shop.pumpen.example', '/start', null, null],
    ],
  )
  assert.deepEqual(recent.hosts, [
    {
      host: 'fremd.example',
      lastAt: '2026-03-01T08:00:00.000Z',
      visits: 1,
      scriptVersion: 'old',
      isOwn: false,
    },
    {
      host: 'shop.pumpen.example',
      lastAt: '2026-03-02T08:59:50.000Z',
      visits: 2,
      scriptVersion: 'new',
      isOwn: true,
    },
    { host: 'ventile.example', lastAt: null, visits: 0, scriptVersion: null, isOwn: true },
  ])
  assert.equal(recent.isExcluded, false)
  await ask(program, 'PATCH', '/api/settings', {
    cookie,
    body: { changes: { excluded_addresses: [`${recent.ownAddress}/32`] } },
  })
  const after = await ask(program, 'GET', `/api/websites/${website.id}/recent`, { cookie })
  assert.equal((after.body as RecentEvents).isExcluded, true)
  const overview = await ask(program, 'GET', '/api/websites/overview', { cookie })
  const items = (overview.body as { items: { id: string; visits: number }[] }).items
  assert.equal(items.find(({ id }) => id === website.id)?.visits, 3)
})

test('website: what the test page sends is shown, marked as a test, and counts as no visit', async () => {
  await using site = await programWith(['administrator'])
  const { program, cookie, create } = site
  const website = await create({ ...PUMPEN, before_consent: 'cookieless' })
  const hit = (path: string, last: string) => ({
    ...{ k: website.key, m: `AAAAAAAAAAAAAAAAAAAAA${last}`, n: 'page' },
    ...{ u: `https://www.pumpen.example${path}`, t: NOW.getTime(), s: NOW.getTime(), c: 0 },
  })
  const answer = await program.app.inject({
    method: 'POST',
    url: '/m/t',
    headers: {
      'content-type': 'text/plain',
      'accept-language': 'de',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    },
    payload: JSON.stringify({
      s: NOW.getTime(),
      b: [hit('/website-test.html?website=1', 'A')],
    }),
  })
  assert.equal(answer.statusCode, 202)
  const { body } = await ask(program, 'GET', `/api/websites/${website.id}/recent`, { cookie })
  const { items, hosts } = body as RecentEvents
  assert.deepEqual(
    items.map(({ path, bot }) => [path, bot]),
    [['/website-test.html', 'test']],
  )
  assert.deepEqual(
    hosts.map(({ visits }) => visits),
    [0],
  )
})

/** Visits as the intake writes them: 1 and 2 on a subdomain, 3 somewhere else, 4 a test, 5 of another website. */
async function seed(
  db: Awaited<ReturnType<typeof programWith>>['db'],
  id: string,
  otherId: string,
) {
  await sql`
    with site as (select number from tracking.website where id = ${id}::uuid),
         other as (select number from tracking.website where id = ${otherId}::uuid),
         page as (
           insert into tracking.page (website, host, path)
           select number, host, path
             from site, (values ('shop.pumpen.example', '/start'), ('fremd.example', '/'),
                                ('localhost', '/website-test.html')) as p (host, path)
           returning id, host
         ),
         visit as (
           insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages,
                                       events, landing_page, channel, rule, bot, script_version)
           select v.id, case when v.id = 5 then other.number else site.number end,
                  gen_random_uuid(), v.at, v.at, 's', 1, 0, page.id, 'direct', '12', v.bot, v.version
             from site, other,
                  (values (1, 'shop.pumpen.example', '2026-03-02T08:59:50Z'::timestamptz, null, 'new'),
                          (2, 'shop.pumpen.example', '2026-03-02T07:50:00Z', null, 'old'),
                          (3, 'fremd.example', '2026-03-01T08:00:00Z', null, 'old'),
                          (4, 'localhost', '2026-03-02T07:00:00Z', 'test', 'new'),
                          (5, 'fremd.example', '2026-03-02T08:00:00Z', null, 'new')
                  ) as v (id, host, at, bot, version)
             join page on page.host = v.host
           returning id, website, landing_page, started_at
         )
    insert into tracking.event (at, message_id, visit_id, website, kind, consent, page, lag, name)
    select started_at, gen_random_uuid(), id, website, 'p', 's', landing_page, 0, null from visit
    union all
    select started_at + interval '5 s', gen_random_uuid(), id, website, 'e', 's', landing_page, 0, 'demo'
      from visit where id = 1
  `.execute(db)
}
