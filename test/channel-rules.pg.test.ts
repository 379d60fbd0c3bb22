// Own channel rules: saved, tried, looked at before, and everything given its channel anew, through the whole program.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { composeDerivation, composeDomain } from '../src/compose.ts'
import type { Db } from '../src/platform/records/binding.ts'
import { derive, deriveTasks } from '../src/tracking/io/derive.ts'
import { createRuleBook } from '../src/tracking/io/rule-book.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const WEBSITE = 1

type Program = Awaited<ReturnType<typeof wholeProgram>>

async function signIn(program: Program, role: 'administrator' | 'sales') {
  const [email, password] = [`${role}@example.com`, 'ein langes passwort']
  await createUser(program.db, { name: 'Anna', email, role }, await passwordHash(password), NOW)
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  return cookie
}

async function withRules() {
  const program = await wholeProgram()
  const cookie = await signIn(program, 'administrator')
  const db = program.db as unknown as Db
  const parts = composeDerivation(await composeDomain(db), { db, now: () => NOW })
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    ask(program, method, `/api/channel-rules${path}`, { cookie, ...(body ? { body } : {}) })
  const run = () => derive(parts, new AbortController().signal)
  const notice = () =>
    deriveTasks(parts).tasks['tracking.notice_rules']?.({}, {
      signal: new AbortController().signal,
    } as never)
  return {
    ...{ program, cookie, db, parts, call, run, notice },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

type Visit = {
  source?: string
  medium?: string
  referrer?: string
  channel?: string
  rule?: string
  page?: number
}
let lastId = 0

/** A visit as intake keeps it. */
async function visit(db: Db, { source, medium, referrer, channel, rule, page }: Visit) {
  lastId += 1
  await sql`
    insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, landing_page,
                                channel, rule, source, medium, referrer_host)
    values (${lastId}, ${WEBSITE}, gen_random_uuid(), ${NOW}, ${NOW}, 'n', 1, 0, ${page ?? null},
            ${channel ?? 'direct'}, ${rule ?? '12.direct'}, ${source ?? null}, ${medium ?? null}, ${referrer ?? null})
  `.execute(db)
  return lastId
}

const channelOfVisit = async (db: Db, id: number) => {
  const { rows } = await sql<{ found: string }>`
    select concat_ws(' ', channel, rule, used) as found from tracking.visit where id = ${id}
  `.execute(db)
  return rows[0]?.found
}

const rule = (
  name: string,
  channel: string,
  field: string,
  value: string,
  rest: { comparison?: string; not?: boolean } = {},
) => ({
  ...{ name, channel, match: 'all' },
  conditions: [{ field, comparison: 'is', not: false, value, ...rest }],
})

const REFERRED = { channel: 'referral', rule: '11.referrer' }

test('channel rules: a dry run counts what would move, and changes nothing', async () => {
  await using site = await withRules()
  const { db, call } = site
  const host = 'suche.partner.example'
  for (let count = 0; count < 3; count += 1) {
    await visit(db, { referrer: host, source: host, medium: 'referral', ...REFERRED })
  }
  await visit(db, {})
  const own = await visit(db, { referrer: host, rule: '1.own_channel', channel: 'trade_fair' })
  await sql`
    insert into leads.lead (created_on, source, channel, channel_rule) values
      (${NOW}, ${host}, 'not_assignable', 'no_rule_matched'), (${NOW}, ${host}, 'email', 'given')
  `.execute(db)
  const rules = [
    rule('Suche', 'organic_search', 'referrer', '^suche\\.', { comparison: 'matches' }),
    rule('Lead-Suche', 'organic_search', 'source', 'suche', { comparison: 'starts' }),
  ]
  const { status, body } = await call('POST', '/dry-run', { rules })
  assert.equal(status, 200, JSON.stringify(body))
  const { moves, checked } = body as { moves: { examples: object[] }[]; checked: number }
  assert.equal(checked, 5 + 2)
  assert.deepEqual(
    moves.map(({ examples, ...move }) => ({ ...move, examples: examples.length })),
    [
      { subject: 'visit', from: 'referral', to: 'organic_search', count: 3, examples: 1 },
      { subject: 'lead', from: 'not_assignable', to: 'organic_search', count: 1, examples: 1 },
    ],
  )
  assert.deepEqual(moves[0]?.examples[0], {
    ...{
      source: host,
      medium: 'referral',
      campaign: null,
      referrer: host,
      landing: null,
      count: 3,
    },
    before: { de: 'Verweis von anderer Website', en: 'referral from another website' },
    after: { de: 'eigene Regel', en: 'rule of your own' },
    used: `Suche: referrer=${host}`,
  })
  assert.equal(await channelOfVisit(db, own), 'trade_fair 1.own_channel')
  const after = await call('GET', '')
  assert.deepEqual((after.body as { version: number; rules: [] }).rules, [])
})

test('channel rules: saving gives channels anew; what was chosen by hand stays', async () => {
  await using site = await withRules()
  const { db, call, run, cookie, program } = site
  const host = 'verband.example'
  const first = await visit(db, { referrer: host, source: host, medium: 'referral', ...REFERRED })
  const typed = await visit(db, {})
  const create = async (path: string, body: object) => {
    const answer = await ask(program, 'POST', `/api/${path}`, { cookie, body })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return (answer.body as { record: { id: string; channel: string } }).record
  }
  const lead = await create('leads', {
    last_name: 'Muster',
    source: host,
    created_on: '2026-03-01T09:00:00Z',
  })
  const chosen = await create('leads', {
    ...{ last_name: 'B', source: host, channel: 'email', created_on: '2026-03-01T09:00:00Z' },
  })
  const touch = { occurred_at: '2026-03-01T09:00:00Z', lead_id: lead.id }
  const found = await create('touchpoints', { ...touch, source: host })
  const fair = await create('touchpoints', { ...touch, source: host, kind: 'trade_fair' })
  await sql`
    insert into tracking.touchpoint (occurred_at, lead_id, channel, channel_rule, kind, visit_id) values
      (${NOW}, ${lead.id}, 'referral', '11.referrer', 'visit', ${first}),
      (${NOW}, ${lead.id}, 'partner', 'given', 'goal', ${first})
  `.execute(db)
  assert.equal(found.channel, 'not_assignable')

  const rules = [
    rule('Verband', 'partner', 'referrer', host),
    rule('Verband nach Quelle', 'partner', 'source', host),
  ]
  const saved = await call('PUT', '', { version: 0, rules })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  const waiting = saved.body as { version: number; derivation: { state: string } }
  assert.deepEqual([waiting.version, waiting.derivation.state], [1, 'waiting'])
  await run()

  assert.equal(await channelOfVisit(db, first), `partner 2.own_rule Verband: referrer=${host}`)
  assert.equal(await channelOfVisit(db, typed), 'direct 12.direct')
  const { rows: touches } = await sql<{ id: string; kind: string | null; now: string }>`
    select id, kind, concat_ws(' ', channel, channel_rule, used) as now
      from tracking.touchpoint order by created_at, kind
  `.execute(db)
  const now = Object.fromEntries(touches.map(({ id, kind, now }) => [kind ?? id, now]))
  assert.deepEqual(now, {
    [found.id]: `partner own_rule Verband nach Quelle: source=${host}`,
    trade_fair: 'trade_fair kind kind=trade_fair',
    visit: `partner 2.own_rule Verband: referrer=${host}`,
    goal: 'partner given',
  })
  assert.equal(fair.channel, 'trade_fair')
  const { rows: leads } = await sql<{ id: string; channel: string; version: number }>`
    select id, channel, version from leads.lead
  `.execute(db)
  const channels = new Map(leads.map((row) => [row.id, [row.channel, row.version]]))
  assert.deepEqual(
    [channels.get(lead.id), channels.get(chosen.id)],
    [
      ['partner', 2],
      ['email', 1],
    ],
  )

  const { body } = await call('GET', '')
  const { derivation } = body as { derivation: Record<string, unknown> }
  // Two visits, four touchpoints, two leads.
  assert.deepEqual(
    [derivation.state, derivation.done, derivation.total, derivation.by, derivation.reasons],
    ['done', 8, 8, 'Anna', ['rules']],
  )
  const { rows: notes } = await sql<{ note: string }>`
    select note from tracking.change_note where kind = 'definition'
  `.execute(db)
  assert.equal(notes.length, 1)
  assert.equal(
    notes[0]?.note,
    'Kanäle neu zugeordnet (eigene Kanalregeln geändert): 1 Kontaktpunkt von Nicht zuordenbar zu Vertriebspartner; ' +
      '1 Lead von Nicht zuordenbar zu Vertriebspartner; ' +
      '1 Besuch von Verweis von anderer Website zu Vertriebspartner',
  )
  const { rows: trail } = await sql<{ action: string }>`
    select action from access.audit_event where kind = 'channel_rules' order by id
  `.execute(db)
  assert.deepEqual(
    trail.map(({ action }) => action),
    ['update', 'derive'],
  )
  const { rows: marks } = await sql`select date from tracking.traffic_mark`.execute(db)
  assert.deepEqual(marks, [{ date: '2026-03-02' }])

  // A new lead of the same source is given the channel by the same rule at once.
  const next = await create('leads', {
    last_name: 'C',
    source: host,
    created_on: '2026-03-02T08:00:00Z',
  })
  assert.equal(next.channel, 'partner')
})

test('channel rules: replaced only by those who may, knowing the last ones, and with patterns that are some', async () => {
  await using site = await withRules()
  const { program, call } = site
  const rules = [rule('A', 'partner', 'source', 'a')]
  const sales = await signIn(program, 'sales')
  const refused = await ask(program, 'PUT', '/api/channel-rules', {
    cookie: sales,
    body: { version: 0, rules },
  })
  assert.equal(refused.status, 403)
  assert.equal((await call('PUT', '', { version: 0, rules })).status, 200)
  const late = await call('PUT', '', { version: 0, rules: [] })
  assert.deepEqual(
    [late.status, (late.body as { error: { code: string } }).error.code],
    [409, 'records.changed_meanwhile'],
  )
  const broken = [...rules, rule('B', 'partner', 'source', '(', { comparison: 'matches' })]
  for (const path of ['/dry-run', '/try']) {
    const answer = await call('POST', path, {
      rules: broken,
      ...(path === '/try' && { address: '' }),
    })
    assert.equal(answer.status, 422)
  }
  const answer = await call('PUT', '', { version: 1, rules: broken })
  const { problems } = (answer.body as { error: { problems: object[] } }).error
  assert.deepEqual(
    [answer.status, problems],
    [422, [{ field: 'rules.1.conditions.0.value', rule: 'tracking.broken_pattern' }]],
  )
})

test('channel rules: the same rules again change nothing', async () => {
  await using site = await withRules()
  const rules = [rule('A', 'partner', 'source', 'a')]
  await site.call('PUT', '', { version: 0, rules })
  const { body } = await site.call('PUT', '', { version: 1, rules })
  assert.equal((body as { version: number }).version, 1)
})

test('channel rules: an address is tried with the rules that are kept or with others', async () => {
  await using site = await withRules()
  const { call, db } = site
  await sql`
    insert into tracking.website (name, key, write_key, domains) values ('A', 'k', 'w', '{muster.example}')
  `.execute(db)
  await call('PUT', '', { version: 0, rules: [rule('A', 'partner', 'landing', '/jobs')] })
  const shown = async (body: object) => {
    const answer = await call('POST', '/try', body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const { channel, rule, used, ownRule } = answer.body as Record<string, unknown>
    return [channel, rule, used, ownRule]
  }
  assert.deepEqual(await shown({ address: 'muster.example/x?utm_source=google&utm_medium=cpc' }), [
    ...['paid_search', '5.paid_medium', 'medium=cpc, source=google'],
    null,
  ])
  assert.deepEqual(
    await shown({ address: 'muster.example', referrer: 'https://www.muster.example/a' }),
    ['direct', '12.direct', '', null],
  )
  assert.deepEqual(await shown({ address: 'https://muster.example/jobs', referrer: 'bing.com' }), [
    ...['partner', '2.own_rule', 'A: landing=/jobs'],
    0,
  ])
  const address = 'https://muster.example/jobs'
  assert.deepEqual((await shown({ address, rules: [] }))[1], '12.direct')
})

test('derivation: goes on where a stop ended it, and does no row twice', async () => {
  await using site = await withRules()
  const { db, call, parts, run } = site
  const host = 'a.example'
  const id = await visit(db, { referrer: host, source: host, medium: 'referral', ...REFERRED })
  await call('PUT', '', { version: 0, rules: [rule('A', 'partner', 'referrer', host)] })
  // Stopped after the first slice.
  const stop = new AbortController()
  const [visits, ...others] = parts.subjects
  assert(visits)
  const stopping = {
    ...visits,
    write: async (...given: Parameters<typeof visits.write>) => {
      await visits.write(...given)
      stop.abort()
    },
  }
  await derive({ ...parts, subjects: [stopping, ...others] }, stop.signal)
  const view = async () =>
    ((await call('GET', '')).body as { derivation: Record<string, unknown> }).derivation
  const halfway = await view()
  assert.deepEqual([halfway.state, halfway.done], ['running', 1])
  await run()
  const done = await view()
  assert.deepEqual([done.state, done.done], ['done', 1])
  assert.deepEqual(done.moves, [{ subject: 'visit', from: 'referral', to: 'partner', count: 1 }])
  assert.equal(await channelOfVisit(db, id), `partner 2.own_rule A: referrer=${host}`)
})

test('derivation: newer rules take the place of a derivation that runs', async () => {
  await using site = await withRules()
  const { db, call, parts, run } = site
  const host = 'a.example'
  const id = await visit(db, { referrer: host, source: host, medium: 'referral', ...REFERRED })
  await call('PUT', '', { version: 0, rules: [rule('A', 'partner', 'referrer', host)] })
  const [visits] = parts.subjects
  assert(visits)
  let saved = 0
  const overtaken = {
    ...visits,
    count: async () => {
      saved += 1
      const { status } = await call('PUT', '', {
        version: 1,
        rules: [rule('B', 'affiliate', 'referrer', host)],
      })
      assert.equal(status, 200)
      return 1
    },
  }
  await derive({ ...parts, subjects: [overtaken] }, new AbortController().signal)
  assert.equal(saved, 1)
  assert.equal(await channelOfVisit(db, id), 'referral 11.referrer')
  await run()
  assert.equal(await channelOfVisit(db, id), `affiliate 2.own_rule B: referrer=${host}`)
  const { rows } = await sql<{ state: string }>`
    select state from tracking.derivation order by id
  `.execute(db)
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['first', 'replaced', 'done'],
  )
})

test('derivation: a host put on the list of those that are no source is noticed by itself', async () => {
  await using site = await withRules()
  const { db, cookie, program, run, notice } = site
  const host = 'zahlung.example'
  const id = await visit(db, { referrer: host, source: host, medium: 'referral', ...REFERRED })
  await notice()
  await run()
  assert.equal(await channelOfVisit(db, id), 'referral 11.referrer')
  const changed = await ask(program, 'PATCH', '/api/settings', {
    cookie,
    body: { changes: { excluded_referrers: [host] } },
  })
  assert.equal(changed.status, 200)
  await notice()
  await run()
  assert.equal(await channelOfVisit(db, id), 'direct 12.direct')
  const { rows } = await sql<{ note: string }>`select note from tracking.change_note`.execute(db)
  assert.match(rows[0]?.note ?? '', /Liste „Keine Quelle sind“ geändert/)
  // A look without a change asks for nothing.
  await notice()
  const { rows: all } = await sql`select from tracking.derivation`.execute(db)
  assert.equal(all.length, 2)
})

test('rule book: new rules are known a second later, and read once for many', async () => {
  await using site = await withRules()
  const { db, call } = site
  let time = 0
  const book = createRuleBook(db, () => time)
  assert.equal((await book.current()).length, 0)
  await call('PUT', '', { version: 0, rules: [rule('A', 'partner', 'source', 'a')] })
  time = 999
  assert.equal((await book.current()).length, 0)
  time = 1000
  assert.equal((await book.current()).length, 1)
})
