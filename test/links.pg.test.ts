// Links, their short addresses and what is printed of them, through the whole program as main.ts builds it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { ask, ORIGIN } from './helpers/app.ts'
import { settled, signedIn, start, upload, type View } from './helpers/import-client.ts'
import { NOW, wholeProgram } from './helpers/program.ts'
import { testServer } from './helpers/server.ts'

const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'

type Link = { id: string; version: number; code: string; address: string }

async function signedInProgram() {
  const program = await wholeProgram()
  const [email, password] = ['anna@example.com', 'ein langes passwort']
  await createUser(
    program.db,
    { name: 'Anna', email, role: 'administrator' },
    await passwordHash(password),
    NOW,
  )
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  const create = async (path: string, body: object) => {
    const answer = await ask(program, 'POST', `/api/${path}`, { body, cookie })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return (answer.body as { record: Link }).record
  }
  /** Calls a short address as a browser does. */
  const call = (
    path: string,
    headers: Record<string, string> = {},
    method: 'GET' | 'HEAD' = 'GET',
  ) => program.app.inject({ method, url: path, headers: { 'user-agent': BROWSER, ...headers } })
  return { ...program, program, cookie, create, call }
}

const TARGET = 'https://muster.example/angebot?x=1#preise'

test('link: its short address leads to its target with UTM, counts people, marks programs', async () => {
  await using site = await signedInProgram()
  const { create, call, cookie, program } = site
  const campaign = await create('campaigns', { name: 'Messe Hannover', channel: 'trade_fair' })
  const link = await create('links', {
    name: 'Stand 12',
    target: TARGET,
    campaign_id: campaign.id,
    source: 'Hannover-Messe',
    medium: 'qr',
  })
  assert.match(link.code, /^[0-9A-Za-z]{9}$/)
  const utm = 'utm_source=hannover-messe&utm_medium=qr&utm_campaign=messe-hannover'
  assert.equal(link.address, `https://muster.example/angebot?x=1&${utm}#preise`)

  const answer = await call(`/l/${link.code}?fbclid=F1`)
  assert.equal(answer.statusCode, 302)
  assert.equal(
    answer.headers.location,
    `https://muster.example/angebot?x=1&${utm}&fbclid=F1&rk_l=${link.code}#preise`,
  )
  assert.equal(answer.headers['referrer-policy'], 'strict-origin-when-cross-origin')
  assert.equal(answer.headers['cache-control'], 'no-store')

  assert.equal((await call(`/l/${link.code}`)).statusCode, 302)
  const notCounted = [
    await call(`/l/${link.code}`, {}, 'HEAD'),
    await call(`/l/${link.code}`, { 'sec-purpose': 'prefetch' }),
  ]
  const bots = [
    await call(`/l/${link.code}`, { 'user-agent': 'Slackbot-LinkExpanding 1.0' }),
    await call(`/l/${link.code}`, { 'user-agent': 'WhatsApp/2.23.20.0' }),
    await call(`/l/${link.code}`, { 'user-agent': '' }),
  ]
  for (const { statusCode } of [...notCounted, ...bots]) assert.equal(statusCode, 302)
  const clicks = await ask(program, 'GET', '/api/links/clicks?from=2026-03-02&until=2026-03-03', {
    cookie,
  })
  // NOW is 10:00 on 2 March in Berlin.
  assert.deepEqual(clicks.body, {
    items: [{ id: link.id, clicks: 2, botClicks: 3, lastOn: '2026-03-02' }],
  })
})

test('link: unknown, wrongly spelt and switched off codes are a plain page with 404', async () => {
  await using site = await signedInProgram()
  const { create, call, cookie, program } = site
  const link = await create('links', { name: 'A', target: TARGET, code: 'Messe26' })
  assert.equal((await call('/l/Messe26')).statusCode, 302)
  for (const path of ['/l/messe26', '/l/nichts', "/l/a'b", '/l/%00']) {
    const { statusCode, headers, body } = await call(path)
    assert.equal(statusCode, 404, path)
    assert.match(String(headers['content-type']), /text\/html/)
    assert.match(body, /<html lang="de">[\s\S]*Diesen Link gibt es nicht/)
  }
  await ask(program, 'PATCH', `/api/links/${link.id}`, {
    cookie,
    body: { version: link.version, changes: { active: false } },
  })
  assert.equal((await call('/l/Messe26')).statusCode, 404)
})

test('link: there is no way to lead it elsewhere', async () => {
  await using site = await signedInProgram()
  const { create, call, cookie, program } = site
  await create('links', { name: 'A', target: 'https://muster.example/', code: 'abc' })
  for (const query of [
    '?url=https://evil.example',
    '?next=//evil.example',
    '?rk_l=x',
    '?utm_x=%0d%0aset-cookie:a',
  ]) {
    const { headers } = await call(`/l/abc${query}`)
    assert.equal(new URL(String(headers.location)).host, 'muster.example', query)
    assert.equal(headers['set-cookie'], undefined)
  }
  for (const target of ['javascript:alert(1)', 'https://a:b@c.example', '//evil.example']) {
    const refused = await ask(program, 'POST', '/api/links', {
      cookie,
      body: { name: 'B', target },
    })
    assert.equal(refused.status, 422, target)
    assert.match(JSON.stringify(refused.body), /tracking\.link_target/)
  }
  const twice = await ask(program, 'POST', '/api/links', {
    cookie,
    body: { name: 'C', target: 'https://muster.example/', code: 'abc' },
  })
  assert.equal(twice.status, 409)
})

test('link: codes to print as SVG, PNG and PDF, for those who may read', async () => {
  await using site = await signedInProgram()
  const { create, cookie, program } = site
  const links = []
  for (let index = 1; index <= 7; index += 1) {
    links.push(await create('links', { name: `Stand ${index} – Größe`, target: TARGET }))
  }
  const get = (url: string) =>
    program.app.inject({ url, headers: { cookie, host: 'localhost:8080', origin: ORIGIN } })
  const [first] = links
  assert(first)
  const svg = await get(`/api/links/${first.id}/qr.svg`)
  assert.match(svg.body, /^<svg [\s\S]*<\/svg>\s*$/)
  assert.equal(svg.headers['content-type'], 'image/svg+xml')
  const png = await get(`/api/links/${first.id}/qr.png`)
  assert.equal(png.rawPayload.subarray(1, 4).toString(), 'PNG')
  // Width in the header of the file.
  assert.equal(png.rawPayload.readUInt32BE(16), 1200)
  const pages = async (ids: readonly string[]) => {
    const pdf = await get(`/api/links/sheet.pdf?${ids.map((id) => `id=${id}`).join('&')}`)
    assert.equal(pdf.statusCode, 200, pdf.body.slice(0, 200))
    return pdf.rawPayload.toString('latin1').match(/\/Type \/Page\b/g)?.length
  }
  const ids = links.map(({ id }) => id)
  assert.deepEqual(
    [await pages(ids.slice(0, 1)), await pages(ids.slice(0, 6)), await pages(ids)],
    [1, 1, 2],
  )
  const unknown = '0198c5a0-0000-7000-8000-000000000001'
  for (const path of [`${unknown}/qr.svg`, `sheet.pdf?id=${unknown}`]) {
    assert.equal((await get(`/api/links/${path}`)).statusCode, 404)
  }
  assert.equal((await get(`/api/links/${first.id}/qr.gif`)).statusCode, 400)
})

test('link: the report names untagged links and campaigns that nobody can be traced to', async () => {
  await using site = await signedInProgram()
  const { create, cookie, program } = site
  const covered = await create('campaigns', { name: 'Mit Link' })
  const called = await create('campaigns', { name: 'Mit Rufnummer' })
  const bare = await create('campaigns', { name: 'Ohne' })
  await create('campaigns', { name: 'Vorbei', status: 'done' })
  const good = { name: 'Gut', target: TARGET, source: 'newsletter', medium: 'email' }
  await create('links', { ...good, campaign_id: covered.id })
  const untagged = await create('links', { name: 'Nackt', target: TARGET })
  await create('phone-numbers', { name: 'Hotline', number: '0221 1234567', campaign_id: called.id })
  const { body } = await ask(program, 'GET', '/api/links/report', { cookie })
  const { links, checked, campaigns } = body as {
    links: { id: string; notes: { rule: string; text: { de: string } }[] }[]
    checked: number
    campaigns: { id: string }[]
  }
  assert.equal(checked, 2)
  assert.deepEqual(
    links.map(({ id, notes }) => [id, notes.map(({ rule }) => rule)]),
    [[untagged.id, ['tracking.link_untagged']]],
  )
  assert.match(links[0]?.notes[0]?.text.de ?? '', /UTM-Parameter/)
  assert.deepEqual(
    campaigns.map(({ id }) => id),
    [bare.id],
  )
})

test('link builder: the address, the channel with its reason, and warnings in words', async () => {
  await using site = await signedInProgram()
  const { cookie, program } = site
  const { body } = await ask(program, 'POST', '/api/links/check', {
    cookie,
    body: {
      target: 'https://muster.example/',
      source: 'fb',
      medium: 'e-mail',
      campaign: 'Frühling',
    },
  })
  const { address, channel, rule, warnings } = body as {
    address: string
    channel: string
    rule: string
    warnings: { field: string; used: string; text: { de: string } }[]
  }
  assert.equal(
    address,
    'https://muster.example/?utm_source=facebook&utm_medium=email&utm_campaign=fruehling',
  )
  assert.deepEqual([channel, rule], ['organic_social', '8.known_source'])
  assert.deepEqual(
    warnings.map(({ field, used }) => [field, used]),
    [
      ['source', 'facebook'],
      ['medium', 'email'],
      ['campaign', 'fruehling'],
    ],
  )
})

test('telephone number: stored in international form, once; what is none is refused', async () => {
  await using site = await signedInProgram()
  const { create, cookie, program } = site
  const number = await create('phone-numbers', { name: 'Messe', number: '0221 / 123 45-67' })
  assert.equal((number as unknown as { number: string }).number, '+492211234567')
  const post = (body: object) => ask(program, 'POST', '/api/phone-numbers', { cookie, body })
  assert.equal((await post({ name: 'Nochmal', number: '+49 221 1234567' })).status, 409)
  const refused = await post({ name: 'Keine', number: '12' })
  assert.equal(refused.status, 422)
  assert.match(JSON.stringify(refused.body), /tracking\.no_phone_number/)
})

test('links from a file: columns found by their names, each with a code and an address', async () => {
  await using server = await testServer()
  const call = await signedIn(server)
  const created = await upload(call, {
    'links.csv':
      'Name;Zieladresse;utm_source;utm_medium;utm_campaign\r\n' +
      'Anzeige A;https://muster.example/a;LinkedIn;cpc;Frühling 2026\r\n' +
      'Rollup;https://muster.example/b;hannover-messe;QR-Code;\r\n' +
      'Falsch;muster.example;x;email;\r\n',
  })
  assert.equal(created.status, 201)
  const view = (await created.json()) as View
  const columns = {
    Name: 'name',
    Zieladresse: 'target',
    utm_source: 'source',
    utm_medium: 'medium',
    utm_campaign: 'campaign',
  }
  const put = await call(`/api/imports/${view.id}/files/${view.files[0]?.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: [{ kind: 'tracked_link', columns }] }),
  })
  assert.equal(put.status, 200, await put.clone().text())
  await start(call, view.id, 'dry-run')
  const rehearsed = await settled(call, view.id)
  assert.deepEqual([rehearsed.counts?.new, rehearsed.counts?.rejected], [2, 1])
  await start(call, view.id, 'commit')
  assert.equal((await settled(call, view.id)).state, 'committed')
  const { items } = (await (await call('/api/links?sort=name')).json()) as { items: Link[] }
  assert.deepEqual(
    items.map(({ address }) => address),
    [
      'https://muster.example/a?utm_source=linkedin&utm_medium=cpc&utm_campaign=fruehling-2026',
      'https://muster.example/b?utm_source=hannover-messe&utm_medium=qr',
    ],
  )
  for (const { code } of items) {
    const answer = await fetch(`${server.address}/l/${code}`, { redirect: 'manual' })
    assert.equal(answer.status, 302)
  }
})

test('links in bulk: a look writes nothing; one bad row stops all; then all are made, as one change', async () => {
  await using site = await signedInProgram()
  const { create, cookie, program } = site
  await create('campaigns', { name: 'Messe Hannover', channel: 'trade_fair' })
  await create('links', { name: 'Alt', target: TARGET, code: 'stand-12' })
  const bulk = async (write: boolean, rows: object[]) =>
    (await ask(program, 'POST', '/api/links/bulk', { cookie, body: { rows, write } })).body as {
      items: { address: string; problems: object[]; warnings: { field: string; used: string }[] }[]
      created: string[] | null
    }
  const count = async () =>
    ((await ask(program, 'GET', '/api/links', { cookie })).body as { count: number }).count
  const good = {
    name: 'Rollup',
    target: 'https://muster.example/',
    source: 'Hannover Messe',
    medium: 'QR-Code',
    campaign_id: 'messe hannover',
  }
  const bad = { name: 'X', target: 'ftp://muster.example/', campaign_id: 'Keine', code: 'stand-12' }
  const looked = await bulk(false, [
    good,
    bad,
    { ...good, code: 'neu-1' },
    { ...good, code: 'neu-1' },
  ])
  assert.equal(
    looked.items[0]?.address,
    'https://muster.example/?utm_source=hannover-messe&utm_medium=qr&utm_campaign=messe-hannover',
  )
  assert.deepEqual(
    looked.items.map(({ problems }) => problems),
    [
      [],
      [
        { field: 'campaign_id', rule: 'tracking.unknown_campaign' },
        { field: 'target', rule: 'tracking.link_target' },
        { field: 'code', rule: 'tracking.code_taken' },
      ],
      [],
      [{ field: 'code', rule: 'tracking.code_taken' }],
    ],
  )
  assert.deepEqual(
    looked.items[0]?.warnings.map(({ field, used }) => [field, used]),
    [['source', 'hannover-messe']],
  )
  assert.equal((await bulk(true, [good, bad])).created, null)
  assert.equal(await count(), 1)
  const made = await bulk(true, [good, { ...good, name: 'Flyer', medium: 'Flyer' }])
  assert.equal(made.created?.length, 2)
  assert.equal(await count(), 3)
  const actions = await ask(program, 'GET', '/api/links/actions', { cookie })
  const { items } = actions.body as { items: { count: number; title: string }[] }
  assert.deepEqual(
    items.filter(({ count }) => count > 1).map(({ title }) => title),
    ['2 × Link'],
  )
})

test('link builder: a QR code takes the channel of its campaign, another medium does not', async () => {
  await using site = await signedInProgram()
  const { create, cookie, program } = site
  const campaign = await create('campaigns', { name: 'Messe', channel: 'trade_fair' })
  const check = async (medium: string) =>
    (
      await ask(program, 'POST', '/api/links/check', {
        cookie,
        body: { target: TARGET, source: 'messe', medium, campaign_id: campaign.id },
      })
    ).body as { channel: string; rule: string }
  assert.deepEqual(
    [(await check('qr')).channel, (await check('qr')).rule, (await check('email')).channel],
    ['trade_fair', 'campaign', 'email'],
  )
})

test('link: calls by day, and the code of a link that is not saved yet', async () => {
  await using site = await signedInProgram()
  const { create, call, cookie, program } = site
  const link = await create('links', { name: 'A', target: TARGET })
  await call(`/l/${link.code}`)
  await call(`/l/${link.code}`, { 'user-agent': 'Slackbot-LinkExpanding 1.0' })
  const days = await ask(
    program,
    'GET',
    `/api/links/${link.id}/clicks?from=2026-03-01&until=2026-03-03`,
    { cookie },
  )
  assert.deepEqual((days.body as { items: object[] }).items, [
    { date: '2026-03-02', clicks: 1, botClicks: 1 },
  ])
  const address = await ask(program, 'GET', '/api/links/short-address?code=messe-26', { cookie })
  assert.deepEqual(address.body, { address: `${ORIGIN}/l/messe-26` })
  const code = await program.app.inject({
    url: '/api/links/qr.svg?code=messe-26',
    headers: { cookie: String(cookie) },
  })
  assert.equal(code.headers['content-type'], 'image/svg+xml')
  assert.match(code.body, /^<svg/)
})
