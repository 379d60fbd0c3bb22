// Who visitors were, through the whole program: hits of the script, forms, mails, merges, calls, the end of a person.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { withFreshJourneys } from '../src/attribution/io/refresh.ts'
import { AttributionSettings } from '../src/attribution/settings.ts'
import { stitchWaiting } from '../src/tracking/io/stitch.ts'
import { ask } from './helpers/app.ts'
import { AGENT, hit, makeWebsite, messageId, SITE, WRITE_KEY } from './helpers/intake.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const VISITOR = 'vvvvvvvvvvvvvvvvvvvvvv'
const OTHER = 'wwwwwwwwwwwwwwwwwwwwww'
const HOUR = 3_600_000

const PASSWORD = 'ein langes passwort'

async function signIn(program: Awaited<ReturnType<typeof wholeProgram>>): Promise<string> {
  const user = { name: 'Ada Admin', email: 'ada@example.com', role: 'administrator' } as const
  await createUser(program.db, user, await passwordHash(PASSWORD), NOW)
  const body = { email: user.email, password: PASSWORD }
  return (await ask(program, 'POST', '/api/auth/sign-in/email', { body })).cookie
}

/** The whole program with a website and an administrator. */
async function start() {
  const program = await wholeProgram()
  const db = program.db as unknown as Kysely<unknown>
  const rows = async <Row>(text: string) => (await sql.raw<Row>(text).execute(db)).rows
  await makeWebsite({ rows })
  const cookie = await signIn(program)
  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ) => {
    const answer = await ask(program, method, url, {
      ...(headers ? { headers } : { cookie }),
      ...(body ? { body } : {}),
    })
    // biome-ignore lint/suspicious/noExplicitAny: answers of many routes
    return { status: answer.status, body: answer.body as any }
  }
  /** Hits of a browser so many hours ago. */
  const browse = async (hoursAgo: number, ...hits: object[]) => {
    const sent = NOW.getTime()
    const response = await program.app.inject({
      method: 'POST',
      url: '/t',
      headers: { 'content-type': 'text/plain', 'user-agent': AGENT, 'accept-language': 'de' },
      payload: JSON.stringify({
        s: sent,
        b: hits.map((one, index) =>
          hit({ c: 2, v: VISITOR, t: sent - hoursAgo * HOUR + index * 1000, ...one }),
        ),
      }),
    })
    assert.equal(response.statusCode, 202, response.body)
  }
  const create = async (path: string, body: object) =>
    (await call('POST', `/api/${path}`, body)).body.record as { id: string; version: number }
  return {
    ...{ program, db, rows, cookie, call, browse, create, pool: program },
    stitch: () => stitchWaiting(db),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

const LANDING =
  'https://www.pumpen.example/preise?utm_source=linkedin&utm_medium=paid_social&utm_campaign=messe'
const write = { authorization: `Bearer ${WRITE_KEY}` }

test('a form of a server: lead, origin, history; sent twice it is one', async () => {
  await using server = await start()
  const { call, browse, rows } = server
  await browse(50, { u: LANDING })
  await browse(2, { u: 'https://www.pumpen.example/' }, { n: 'form', p: { form: 'kontakt' } })
  const form = {
    ...{
      id: 'f-1',
      form: 'kontakt',
      email: 'Max.Mann@kunde.example',
      last_name: 'Mann',
      phone: '0221 123456',
    },
    ...{ message: 'Bitte ein Angebot', regelkreis_visitor: VISITOR },
  }
  const taken = await call('POST', '/api/forms', form, write)
  assert.equal(taken.status, 201)
  assert.deepEqual(
    [taken.body.reason, taken.body.visits, taken.body.known, taken.body.contact],
    ['new', 'linked', false, null],
  )
  const again = await call('POST', '/api/forms', form, write)
  assert.deepEqual([again.status, again.body.lead, again.body.known], [200, taken.body.lead, true])
  // the last visit was direct: the one before brought them; 50 hours before NOW is 2026-02-28T07:00Z
  assert.deepEqual(
    await rows(
      `select email, last_name, source, medium, campaign, channel, first_seen_at, created_on from leads.lead`,
    ),
    [
      {
        ...{
          email: 'max.mann@kunde.example',
          last_name: 'Mann',
          source: 'linkedin',
          medium: 'paid_social',
        },
        ...{
          campaign: 'messe',
          channel: 'paid_social',
          first_seen_at: new Date('2026-02-28T07:00Z'),
        },
        created_on: NOW,
      },
    ],
  )
  const timeline = await call('GET', `/api/leads/${taken.body.lead}/timeline`)
  const touches = timeline.body.items.filter((item: { type: string }) => item.type === 'touchpoint')
  assert.deepEqual(
    touches.map((item: { title: string; detail: string }) => `${item.title} | ${item.detail}`),
    [
      'Formular: kontakt | Direkt (kein Verweis, keine Kennung)',
      'Besuch der Website: www.pumpen.example/ | Direkt (kein Verweis, keine Kennung)',
      'Besuch der Website: www.pumpen.example/preise | Social Media (bezahlt)',
    ],
  )
  const lines = touches[2].evidence.map(
    ({ label, value }: Record<string, { de: string }>) => `${label?.de}: ${value?.de}`,
  )
  assert.deepEqual(lines, [
    'Regel: bezahltes Medium',
    'Entscheidend: medium=paid_social, source=linkedin',
    'Einstiegsseite: www.pumpen.example/preise',
    'Bekannt durch: Formular „kontakt“',
  ])
  // somebody else without the secret
  assert.equal((await call('POST', '/api/forms', form, { authorization: 'Bearer no' })).status, 401)
})

test('a form without consent to marketing makes a lead and links nothing', async () => {
  await using server = await start()
  const { call, browse, rows } = server
  await browse(2, { c: 1, u: LANDING })
  const taken = await call(
    'POST',
    '/api/forms',
    { form: 'kontakt', email: 'max@kunde.example', regelkreis_visitor: VISITOR },
    write,
  )
  assert.deepEqual([taken.status, taken.body.visits], [201, 'no_consent'])
  assert.deepEqual(await rows('select id from tracking.identity'), [])
  assert.deepEqual(await rows('select source from leads.lead'), [{ source: null }])
})

test('a known address: the open lead is found, its empty fields are filled, the rest stays', async () => {
  await using server = await start()
  const { call, create, rows } = server
  const contact = await create('contacts', { last_name: 'Mann', email: 'max@kunde.example' })
  const lead = await create('leads', { last_name: 'Mann-Alt', email: 'max@kunde.example' })
  const form = {
    form: 'kontakt',
    email: 'MAX@kunde.example',
    last_name: 'Neu',
    company: 'Kunde GmbH',
  }
  const taken = await call('POST', '/api/forms', form, write)
  assert.deepEqual(
    [taken.body.lead, taken.body.contact, taken.body.reason],
    [lead.id, contact.id, 'open_lead'],
  )
  assert.deepEqual(await rows('select last_name, company from leads.lead'), [
    { last_name: 'Mann-Alt', company: 'Kunde GmbH' },
  ])
  await server.db.executeQuery(sql`update leads.lead set stage = 'won'`.compile(server.db))
  const second = await call('POST', '/api/forms', form, write)
  assert.equal(second.body.reason, 'contact')
  assert.notEqual(second.body.lead, lead.id)
  assert.deepEqual(
    await rows(`select contact_id from leads.lead where id = '${second.body.lead}'`),
    [{ contact_id: contact.id }],
  )
})

test('a link in a mail knows its reader, also after the contact went into another one', async () => {
  await using server = await start()
  const { call, browse, create, rows } = server
  const erika = await create('contacts', { last_name: 'Muster', email: 'erika@kunde.example' })
  const max = await create('contacts', { last_name: 'Mann', email: 'max@kunde.example' })
  const target = encodeURIComponent('https://www.pumpen.example/aktion?x=1')
  const link = (await call('GET', `/api/contacts/${erika.id}/mail-link?target=${target}`)).body
    .address
  assert.match(link, /^https:\/\/www\.pumpen\.example\/aktion\?x=1&rk_c=[\w-]{48}$/)
  const forged = link.replace(/rk_c=.{32}/, `rk_c=${max.id.replaceAll('-', '')}`)
  await browse(3, { u: forged, v: OTHER })
  await browse(2, { u: link })
  await server.stitch()
  const known = () =>
    rows(
      'select range.contact_id, kind from tracking.identity_range range join tracking.identity edge on edge.id = identity_id order by edge.at',
    )
  assert.deepEqual(await known(), [{ contact_id: erika.id, kind: 'mail_link' }])
  assert.deepEqual(await rows(`select path from tracking.page where path like '%rk_c%'`), [])
  await call('POST', `/api/contacts/${max.id}/merge`, {
    ...{ version: max.version, other: { id: erika.id, version: erika.version } },
  })
  await browse(1, { u: link, v: OTHER })
  await server.stitch()
  assert.deepEqual(await known(), [
    { contact_id: max.id, kind: 'mail_link' },
    { contact_id: max.id, kind: 'mail_link' },
  ])
})

test('merging two contacts and taking it back carries touchpoints, goals and links along', async () => {
  await using server = await start()
  const { call, browse, create, rows } = server
  const erika = await create('contacts', { last_name: 'Muster', email: 'erika@kunde.example' })
  const max = await create('contacts', { last_name: 'Mann', email: 'max@kunde.example' })
  const identify = (email: string) => ({ n: 'identify', p: email })
  const demo = { n: 'event', e: 'demo_request' }
  await browse(50, { u: LANDING }, demo, identify('erika@kunde.example'))
  await browse(
    40,
    { u: LANDING, v: OTHER },
    { ...demo, v: OTHER },
    { ...identify('max@kunde.example'), v: OTHER },
  )
  await server.stitch()
  await create('touchpoints', {
    occurred_at: '2026-03-01T10:00Z',
    contact_id: erika.id,
    kind: 'trade_fair',
  })
  const state = async () => {
    await server.stitch()
    return rows<{ line: string }>(`
      select concat_ws(' ', touch.kind, left(contact.last_name, 6)) as line from tracking.touchpoint touch
        join crm.contact on contact.id = contact_id
       union all
      select concat_ws(' ', 'reached', left(contact.last_name, 6), counts) from tracking.goal_reached
        join crm.contact on contact.id = contact_id
       union all
      select concat_ws(' ', 'edge', left(contact.last_name, 6)) from tracking.identity
        join crm.contact on contact.id = contact_id
       order by 1`).then((all) => all.map(({ line }) => line))
  }
  const apart = [
    ...[
      'edge Mann',
      'edge Muster',
      'goal Mann',
      'goal Muster',
      'reached Mann t',
      'reached Muster t',
    ],
    ...['trade_fair Muster', 'visit Mann', 'visit Muster'],
  ]
  assert.deepEqual(await state(), apart)
  const merged = await call('POST', `/api/contacts/${max.id}/merge`, {
    ...{ version: max.version, other: { id: erika.id, version: erika.version } },
  })
  assert.equal(merged.status, 200, JSON.stringify(merged.body))
  // one person now: the second demo (40 hours ago) counts no more
  assert.deepEqual(await state(), [
    ...['edge Mann', 'edge Mann', 'goal Mann', 'reached Mann f', 'reached Mann t'],
    ...['trade_fair Mann', 'visit Mann', 'visit Mann'],
  ])
  // and what comes meanwhile does not stand in the way of taking it back
  await browse(1, { u: LANDING })
  await server.stitch()
  const undone = await call('POST', `/api/contacts/actions/${merged.body.action}/undo`)
  assert.equal(undone.status, 200, JSON.stringify(undone.body))
  assert.deepEqual(await state(), [...apart, 'visit Muster'].toSorted())
})

test('linked by hand, taken back, and back again', async () => {
  await using server = await start()
  const { call, browse, create, rows } = server
  const kunde = await create('accounts', { name: 'Kunde GmbH' })
  const max = await create('contacts', {
    ...{ last_name: 'Mann', email: 'max@kunde.example', account_id: kunde.id },
  })
  await browse(30, { u: 'https://www.pumpen.example/' })
  await browse(5, { u: LANDING })
  await browse(5, { u: LANDING, v: OTHER, c: 1 })
  const [visit] = await rows<{ id: number }>(
    `select id from tracking.visit where consent = 'm' and campaign = 'messe'`,
  )
  /** What may be linked in the week up to a day; NOW is 2026-03-02T09:00Z, 30 hours before it the day before. */
  const unknown = async (until: string, q = '') =>
    (await call('GET', `/api/identity/visits?until=${until}&q=${q}`)).body.items.map(
      (one: Record<string, unknown>) => [one.landing, one.visits],
    )
  const landed = [
    ['www.pumpen.example/preise', 2],
    ['www.pumpen.example/', 2],
  ] // prettier-ignore
  assert.deepEqual(await unknown('2026-03-02'), landed)
  assert.deepEqual(await unknown('2026-03-01'), landed.slice(1))
  assert.deepEqual(await unknown('2026-02-28'), [])
  assert.deepEqual(await unknown('2026-03-02', 'MESSE'), landed.slice(0, 1))
  assert.deepEqual(await unknown('2026-03-02', '%25'), [], 'a percent sign is no wildcard')
  const [unwilling] = await rows<{ id: number }>(
    `select id from tracking.visit where consent = 's'`,
  )
  const refused = await call('POST', '/api/identity', { visit: unwilling?.id, contact: max.id })
  assert.deepEqual([refused.status, refused.body.error.code], [409, 'tracking.no_consent'])
  const linked = await call('POST', '/api/identity', { visit: visit?.id, contact: max.id })
  assert.equal(linked.status, 201)
  const touches = async () => (await rows('select id from tracking.touchpoint')).length
  assert.equal(await touches(), 2, 'the visit from before too')
  assert.deepEqual(await unknown('2026-03-02'), [], 'known now')
  const listed = await call('GET', `/api/contacts/${max.id}/identity`)
  assert.deepEqual(
    listed.body.items.map((edge: Record<string, unknown>) => [
      edge.kind,
      edge.holds,
      edge.from,
      edge.notedBy,
    ]),
    [['by_hand', true, null, 'Ada Admin']],
  )
  assert.deepEqual(
    listed.body.visitors.map((device: Record<string, unknown>) => [
      device.visits,
      device.firstAt,
      device.consent,
    ]),
    [[2, '2026-03-01T03:00:00.000Z', 'm']],
  )
  // the company of the contact sees the same, with the name of the person
  const ofAccount = await call('GET', `/api/accounts/${kunde.id}/identity`)
  assert.deepEqual(
    ofAccount.body.items.map((edge: Record<string, unknown>) => [edge.person, edge.accountBy]),
    [[{ kind: 'contact', id: max.id, label: 'Mann' }, 'crm']],
  )
  assert.equal((await call('DELETE', `/api/identity/${linked.body.id}`)).status, 204)
  assert.equal(await touches(), 0)
  assert.deepEqual(await unknown('2026-03-02'), landed, 'may be linked again')
  assert.equal((await call('POST', `/api/identity/${linked.body.id}/restore`)).status, 204)
  assert.equal(await touches(), 2)
})

test('linked by hand to a company, until a person is known; each visit says who it was', async () => {
  await using server = await start()
  const { call, browse, create, rows } = server
  const kunde = await create('accounts', { name: 'Kunde GmbH' })
  const eva = await create('contacts', { last_name: 'Berg', email: 'eva.berg@gmx.de' })
  await browse(30, { u: 'https://www.pumpen.example/' })
  await browse(5, { u: LANDING })
  await browse(5, { u: LANDING, v: OTHER, c: 1 })
  const visits = await rows<{ id: number }>(
    'select id from tracking.visit order by started_at, consent',
  )
  const [first, last, unwilling] = visits.map(({ id }) => id)
  const told = async (visit: number | undefined) => {
    const { body } = await call('GET', `/api/identity/visits/${visit}`)
    return [
      ...[body.linkable, body.visits],
      ...body.items.map((edge: Record<string, { label: string } | null>) => [
        ...[edge.kind, edge.holds, edge.accountBy],
        ...[edge.person?.label ?? null, edge.account?.label ?? null],
      ]),
    ]
  }
  assert.deepEqual(await told(unwilling), ['no_consent', 1])
  assert.deepEqual(await told(first), ['yes', 2])
  assert.equal((await call('GET', '/api/identity/visits/999')).status, 404)
  const both = { visit: last, contact: eva.id, account: kunde.id }
  assert.equal((await call('POST', '/api/identity', both)).status, 400)
  const gone = await call('POST', '/api/identity', { visit: last, account: eva.id })
  assert.deepEqual([gone.status, gone.body.error.detail.kind], [404, 'account'])

  const linked = await call('POST', '/api/identity', { visit: last, account: kunde.id })
  assert.equal(linked.status, 201)
  const company = ['by_hand', true, 'group', null, 'Kunde GmbH']
  assert.deepEqual(await told(first), ['yes', 2, company], 'the visit before it too')
  const touches = () =>
    rows(`select count(*)::int as touches, count(contact_id)::int as people, count(account_id)::int as companies
            from tracking.touchpoint`)
  assert.deepEqual(await touches(), [{ touches: 2, people: 0, companies: 2 }])
  const ofAccount = await call('GET', `/api/accounts/${kunde.id}/identity`)
  assert.deepEqual(
    ofAccount.body.visitors.map(({ visits: count }: { visits: number }) => count),
    [2],
  )

  // The person goes first; of her company only the link by hand knows.
  await call('POST', '/api/identity', { visit: last, contact: eva.id })
  assert.deepEqual(await told(last), [
    ...['yes', 2],
    ['by_hand', true, 'group', 'Berg', 'Kunde GmbH'],
    ['by_hand', false, null, null, 'Kunde GmbH'],
  ])
  assert.deepEqual(await touches(), [{ touches: 2, people: 2, companies: 2 }])
  await call('DELETE', `/api/identity/${linked.body.id}`)
  assert.deepEqual(await touches(), [{ touches: 2, people: 2, companies: 0 }])
})

test('a server knows people by its own ids: alias names a visitor, a goal without one is the person’s', async () => {
  await using server = await start()
  const { call, browse, create, rows } = server
  const max = await create('contacts', { last_name: 'Mann', email: 'max@kunde.example' })
  await browse(30, { u: LANDING })
  await browse(2, { u: 'https://www.pumpen.example/', r: 'https://www.paypal.com/checkout' })
  const agreed = { consent: { categoryPreferences: { marketing: true } } }
  const at = (hoursAgo: number) => new Date(NOW.getTime() - hoursAgo * HOUR).toISOString()
  const segment = async (batch: object[]) => {
    const answer = await call(
      'POST',
      '/v1/batch',
      { batch },
      {
        authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
      },
    )
    assert.deepEqual([answer.status, answer.body.rejected], [200, []])
    await server.stitch()
  }
  const demo = { type: 'track', event: 'demo_request' }
  await segment([
    { ...demo, userId: max.id, messageId: 's-1', timestamp: at(10), context: agreed },
    { ...demo, userId: 'max@kunde.example', messageId: 's-2', timestamp: at(9), context: agreed },
    // nobody said that this one may be linked; and nobody knows this id
    { ...demo, userId: max.id, messageId: 's-3', timestamp: at(8) },
    { ...demo, userId: 'u-unbekannt', messageId: 's-4', timestamp: at(7), context: agreed },
  ])
  const reached = `select contact_id, counts from tracking.goal_reached order by at`
  assert.deepEqual(await rows(reached), [
    { contact_id: max.id, counts: true },
    { contact_id: max.id, counts: false },
    { contact_id: null, counts: true },
    { contact_id: null, counts: true },
  ])
  assert.deepEqual(
    await rows('select id from tracking.touchpoint'),
    [],
    'nobody knows the visitor yet',
  )
  await segment([{ type: 'alias', userId: max.id, previousId: VISITOR, context: agreed }])
  const timeline = await call('GET', `/api/contacts/${max.id}/timeline`)
  const lines = timeline.body.items
    .filter((item: { type: string }) => item.type === 'touchpoint')
    .map(
      ({
        title,
        evidence,
      }: {
        title: string
        evidence: { label: { de: string }; value: { de: string } }[]
      }) => [title, ...evidence.map(({ label, value }) => `${label.de}: ${value.de}`)],
    )
  assert.deepEqual(
    lines.map(([title]: string[]) => title),
    [
      'Besuch der Website: www.pumpen.example/',
      'Ziel erreicht: Demo angefragt',
      'Ziel erreicht: Demo angefragt',
      'Besuch der Website: www.pumpen.example/preise',
    ],
  )
  // Back from a payment is direct, with the host for the evidence, and with what a last non-direct view would say.
  assert.deepEqual(lines[0].slice(1), [
    'Regel: direkter Aufruf',
    'Einstiegsseite: www.pumpen.example/',
    'Zurück von (keine Quelle): paypal.com',
    'Zuletzt nicht direkt (90 Tage): Social Media (bezahlt)',
    'Bekannt durch: Angabe der E-Mail-Adresse oder Kennung',
  ])
  assert.deepEqual(lines[1].slice(1), [
    'Gemeldet von: einem Server',
    'Zählt nicht: schon früher erreicht',
  ])
  // and all of it goes with the person
  await call('POST', `/api/contacts/${max.id}/erase`)
  assert.deepEqual(await rows(`select name from tracking.event where kind = 's' order by at`), [
    { name: 'demo_request' },
    { name: 'demo_request' },
  ])
})

test('calls: campaign of the number, contact by the number of the caller, each once', async () => {
  await using server = await start()
  const { call, create, rows } = server
  const campaign = await create('campaigns', { name: 'Anzeige März', channel: 'ad_offline' })
  await create('phone-numbers', {
    number: '0221 555000',
    name: 'Anzeige',
    campaign_id: campaign.id,
    channel: 'ad_offline',
  })
  const account = await create('accounts', { name: 'Kunde GmbH', phone: '+49 (30) 900-0' })
  const max = await create('contacts', {
    last_name: 'Mann',
    phone: '030 / 900 12',
    account_id: account.id,
  })
  await create('contacts', { last_name: 'Eins', phone: '030 900-77' })
  await create('contacts', { last_name: 'Zwei', mobile: '+493090077' })
  const key = (await call('POST', '/api/call-keys', { name: 'Anlage' })).body
  const bearer = { authorization: `Bearer ${key.token}` }
  const report = {
    called: '+49221555000',
    caller: '+493090012',
    started_at: '2026-03-01T10:00:00+01:00',
    duration: 95,
  }
  assert.equal(
    (await call('POST', '/api/calls', report, { authorization: 'Bearer x' })).status,
    401,
  )
  const first = await call('POST', '/api/calls', report, bearer)
  assert.deepEqual(
    [first.status, first.body.caller, first.body.campaign],
    [201, 'contact', campaign.id],
  )
  const again = await call('POST', '/api/calls', { ...report, called: '0221 555 000' }, bearer)
  assert.deepEqual([again.status, again.body], [200, { ...first.body, known: true }])
  const others: [string | null, string][] = [
    ['030 9000', 'account'],
    ['030 90077', 'several'],
    ['0170 1234567', 'unknown'],
    [null, 'withheld'],
  ]
  for (const [caller, by] of others) {
    const answer = await call('POST', '/api/calls', { ...report, caller }, bearer)
    assert.deepEqual([answer.status, answer.body.caller], [201, by])
  }
  // One written down by hand, 40 days before NOW (2 March), is of the number by its name and campaign.
  await create('touchpoints', {
    ...{ kind: 'call', title: 'Anzeige', campaign_id: campaign.id, contact_id: max.id },
    occurred_at: '2026-01-21T09:00:00Z',
  })
  await create('touchpoints', { kind: 'call', title: 'Anzeige', occurred_at: report.started_at })
  const [number] = await rows<{ id: string }>('select id from tracking.phone_number')
  const { body: calls } = await call('GET', `/api/phone-numbers/${number?.id}/calls`)
  assert.deepEqual([calls.days, calls.recent, calls.ever], [30, 5, 6])
  type Call = { at: string; caller: string; duration: number; person: { label: string } | null }
  assert.deepEqual(
    calls.items
      .map(({ at, caller, duration, person }: Call) => [
        ...[at.slice(0, 10), caller, duration, person?.label ?? null],
      ])
      .toSorted((a: string[], b: string[]) => (String(a) < String(b) ? -1 : 1)),
    [
      ['2026-01-21', null, null, 'Mann'],
      ['2026-03-01', '+491701234567', 95, null],
      ['2026-03-01', '+49309000', 95, 'Kunde GmbH'],
      ['2026-03-01', '+493090012', 95, 'Mann'],
      ['2026-03-01', '+493090077', 95, null],
      ['2026-03-01', null, 95, null],
    ],
  )
  assert.deepEqual(
    await rows(`select channel, channel_rule, used, title, contact_id, account_id, campaign_id, occurred_at
      from tracking.touchpoint where id = '${first.body.touchpoint}'`),
    [
      {
        ...{
          channel: 'ad_offline',
          channel_rule: '1.own_channel',
          used: 'number=Anzeige',
          title: 'Anzeige',
        },
        ...{ contact_id: max.id, account_id: null, campaign_id: campaign.id },
        occurred_at: new Date('2026-03-01T09:00Z'),
      },
    ],
  )
  const timeline = await call('GET', `/api/accounts/${account.id}/timeline`)
  const titles = timeline.body.items
    .filter((item: { type: string }) => item.type === 'touchpoint')
    .map(
      ({ title, evidence }: { title: string; evidence: { value: { de: string } }[] }) =>
        `${title} ${evidence[0]?.value.de}`,
    )
  assert.deepEqual(titles.toSorted(), [
    'Anruf (eingehend): Anzeige Kanal des Links oder Anrufs',
    'Anruf (eingehend): Anzeige Mann',
    'Anruf (eingehend): Anzeige Mann',
  ])
  assert.equal((await call('DELETE', `/api/call-keys/${key.id}`)).status, 204)
  assert.equal((await call('POST', '/api/calls', report, bearer)).status, 401)
})

/** Every row of every table as text, `table: row`. */
async function fullText(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    assert(tables.length > 60, `the dump must see the tables, saw ${tables.length}`)
    const lines: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(
        `select '${name}: ' || t::text as line from ${name} t`,
      )
      lines.push(...rows.map(({ line }) => line))
    }
    return lines
  } finally {
    await client.end()
  }
}

test('a person is handed out, and erased without a trace in any table', async () => {
  await using server = await start()
  const { call, browse, create, rows, db } = server
  const EMAIL = 'erika@kunde.example'
  const erika = await create('contacts', {
    ...{
      first_name: 'Erika',
      last_name: 'Mustermann',
      email: EMAIL,
      phone: '0221 987654',
      notes: 'Spielt Tennis',
    },
  })
  const max = await create('contacts', {
    last_name: 'Mann',
    email: 'xerika@kunde.example',
    notes: 'Bleibt hier',
  })
  const twin = await create('contacts', { last_name: 'Zwilling', email: 'alt@kunde.example' })
  await call('POST', `/api/contacts/${erika.id}/merge`, {
    ...{ version: erika.version, other: { id: twin.id, version: twin.version } },
  })
  const ids = { page: messageId(), demo: messageId(), form: messageId() }
  const link = (
    await call(
      'GET',
      `/api/contacts/${erika.id}/mail-link?target=${encodeURIComponent('https://www.pumpen.example/')}`,
    )
  ).body.address
  await browse(
    50,
    { u: `${LANDING}&gclid=klick-von-erika`, m: ids.page },
    { n: 'event', e: 'demo_request', m: ids.demo },
  )
  await browse(
    49,
    { u: link },
    { n: 'identify', p: EMAIL },
    { n: 'event', e: 'konto', p: { kunde: EMAIL } },
  )
  await browse(48, { n: 'form', p: { form: 'kontakt' }, m: ids.form })
  await browse(40, { u: LANDING, v: OTHER }, { n: 'identify', p: 'xerika@kunde.example', v: OTHER })
  await call(
    'POST',
    '/api/forms',
    {
      id: 'f-1',
      form: 'kontakt',
      email: EMAIL,
      message: 'Ich bin Erika Mustermann',
      regelkreis_visitor: VISITOR,
    },
    write,
  )
  const key = (await call('POST', '/api/call-keys', { name: 'Anlage' })).body
  await call(
    'POST',
    '/api/calls',
    { called: '0221 1', caller: '+49 221 987654', started_at: '2026-03-01T10:00:00Z' },
    { authorization: `Bearer ${key.token}` },
  )
  await create('touchpoints', {
    occurred_at: '2026-03-01T10:00Z',
    contact_id: erika.id,
    kind: 'trade_fair',
    notes: 'Gespräch mit Frau Mustermann',
  })
  await create('opportunities', {
    name: 'Anlage',
    contact_id: erika.id,
    stage_id: (
      await rows<{ id: string }>(
        `select id from crm.opportunity_stage where outcome = 'open' order by position limit 1`,
      )
    )[0]?.id,
  })
  await server.stitch()
  const context = { settings: AttributionSettings.parse({}), now: () => NOW }
  await withFreshJourneys(db, context, async () => undefined)

  const uuidOf = (id: string) =>
    Buffer.from(id, 'base64url')
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const traces = [
    ...[
      EMAIL,
      'erika%40',
      'Mustermann',
      'Zwilling',
      'alt@kunde.example',
      '987654',
      'Tennis',
      'klick-von-erika',
    ],
    ...[VISITOR, ...Object.values(ids), ...[VISITOR, ...Object.values(ids)].map(uuidOf)],
  ]
  const hits = (lines: readonly string[], word: string) =>
    lines.filter((line) =>
      line
        .replaceAll(/xerika@kunde\.example/gi, '')
        .toLowerCase()
        .includes(word.toLowerCase()),
    )
  const before = await fullText(server.program.url)
  for (const word of [
    EMAIL,
    'Mustermann',
    '987654',
    'Tennis',
    uuidOf(VISITOR),
    uuidOf(ids.demo),
    uuidOf(ids.page),
  ]) {
    assert(hits(before, word).length > 0, `${word} must be there before`)
  }

  const data = (await call('GET', `/api/contacts/${erika.id}/personal-data`)).body
  assert.deepEqual(
    Object.fromEntries(Object.entries<unknown[]>(data).map(([name, list]) => [name, list.length])),
    {
      ...{ contacts: 1, leads: 1, stages: 1, opportunities: 1, campaign_memberships: 0 },
      // fair and call; 3 visits (two hours apart each), demo, form
      ...{ touchpoints: 2, web_touchpoints: 5, calls: 1, identity: 3, visitors: 1, visits: 3 },
      ...{ events: 6, goals: 1 },
    },
  )
  // What is handed out and what is announced are the same rows.
  const announced = (await call('GET', `/api/contacts/${erika.id}/erase`)).body
  assert.deepEqual(
    announced.parts,
    Object.entries<unknown[]>(data).map(([part, list]) => ({ part, count: list.length })),
  )
  assert.deepEqual(
    announced.records.map(({ kind, label }: Record<string, string>) => `${kind} ${label}`),
    ['contact Erika Mustermann', 'lead erika@kunde.example'],
  )

  const visits = await rows('select channel, started_at, pages from tracking.visit order by id')
  const erased = await call('POST', `/api/contacts/${erika.id}/erase`)
  assert.deepEqual(
    [erased.status, erased.body],
    [200, { contacts: 1, leads: 1 }],
    JSON.stringify(erased.body),
  )
  await server.stitch()
  await withFreshJourneys(db, context, async () => undefined)
  const after = await fullText(server.program.url)
  for (const word of traces) assert.deepEqual(hits(after, word), [], word)
  // traffic of the past and the other one are as they were
  assert.deepEqual(
    await rows('select channel, started_at, pages from tracking.visit order by id'),
    visits,
  )
  assert.deepEqual(await rows(`select notes from crm.contact where id = '${max.id}'`), [
    { notes: 'Bleibt hier' },
  ])
  assert.deepEqual(await rows(`select contact_id from tracking.touchpoint where kind = 'visit'`), [
    { contact_id: max.id },
  ])
  assert.equal(hits(after, 'Bleibt hier').length > 1, true, 'the trail of the other one is whole')
  assert.deepEqual(await rows(`select key from tracking.website`), [{ key: SITE }])
})
