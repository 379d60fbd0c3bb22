import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { getDocumentProxy } from 'unpdf'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { silentLog } from '../src/platform/log.ts'
import { ask } from './helpers/app.ts'
import { mailServer } from './helpers/mail-server.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const PASSWORD = 'ein langes passwort'
type Program = Awaited<ReturnType<typeof wholeProgram>>

/** February 2026 by hand: two deals won (10,000 and 5,000), 3,000 media and 1,000 personnel, four leads. */
async function february(db: Kysely<unknown>): Promise<void> {
  await sql`insert into crm.opportunity (name, stage_id, outcome, opened_at, closed_at, amount)
    select name, (select id from crm.opportunity_stage where outcome = 'won' limit 1), 'won', '2026-01-10', closed_at, amount
      from (values ('Pumpe', timestamptz '2026-02-10', 1000000), ('Ventil', '2026-02-20', 500000)) d (name, closed_at, amount)`.execute(
    db,
  )
  await sql`insert into costs.entry (category, amount, from_date, until_date)
    values ('media', 300000, '2026-02-01', '2026-03-01'), ('personnel', 100000, '2026-02-01', '2026-03-01')`.execute(
    db,
  )
  await sql`insert into leads.lead (created_on, channel, last_name)
    select timestamptz '2026-02-03' + n * interval '1 day', 'email', 'Lead ' || n from generate_series(1, 4) n`.execute(
    db,
  )
}

async function signIn(program: Program, role: 'management' | 'viewer') {
  const email = `${role}@example.com`
  await createUser(program.db, { name: role, email, role }, await passwordHash(PASSWORD), NOW)
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password: PASSWORD },
  })
  return { cookie }
}

const context = { log: silentLog, jobId: '1', attempt: 1, signal: new AbortController().signal }

async function pdfText(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  let text = ''
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent()
    text += `${items.map((item) => ('str' in item ? item.str : '')).join(' ')}\n`
  }
  return text.replaceAll('\u00a0', ' ')
}

/** The bytes of the attachment of this type in a mail. */
function attachment(mail: string, type: string): Buffer {
  const part = mail.split(/\r\n--/).find((one) => one.includes(type)) ?? ''
  return Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64')
}

test('a report: figures equal those of the API, stays as it was when records change', async () => {
  await using program = await wholeProgram()
  await february(program.db as Kysely<unknown>)
  const { cookie } = await signIn(program, 'management')
  const made = await ask(program, 'POST', '/api/reports', {
    cookie,
    body: { kind: 'management', period: '2026-02', language: 'de' },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { id } = made.body as { id: string }
  const file = async (format: string) => {
    const url = `/api/reports/${id}/file?format=${format}`
    const response = await program.app.inject({ method: 'GET', url, headers: { cookie } })
    assert.equal(response.statusCode, 200, response.body.slice(0, 300))
    return response
  }
  const kpis = await ask(program, 'GET', '/api/kpis?from=2026-02-01&until=2026-03-01', { cookie })
  const api = (kpis.body as { kpis: Record<string, { value: number | null }> }).kpis
  assert.equal(api.revenue_won?.value, 1_500_000)
  assert.equal(api.marketing_cost?.value, 400_000)
  const facts = JSON.parse((await file('json')).body) as {
    blocks: { figures: { id: string; value: number | null }[] }[]
    roi: { costCents: number } | null
    movers: unknown[] | null
    decisions: object | null
  }
  const figures = facts.blocks.flatMap((block) => block.figures)
  assert(figures.length > 40)
  for (const { id: kpi, value } of figures) assert.equal(value, api[kpi]?.value, kpi)
  assert.equal(facts.roi?.costCents, 400_000)
  assert(facts.movers && facts.decisions)
  const before = await file('pdf')
  const text = await pdfText(before.rawPayload)
  for (const expected of ['Managementbericht Februar 2026', '15.000 €', '4.000 €']) {
    assert(text.includes(expected), `${expected} is missing`)
  }
  assert((await file('html')).body.includes('15.000\u00a0€'))
  assert.match((await file('html')).headers['content-security-policy'] as string, /sandbox/)
  assert((await file('text')).body.includes('15.000'))
  assert.equal((await file('xlsx')).rawPayload.subarray(0, 2).toString(), 'PK')

  await sql`update crm.opportunity set amount = amount * 2`.execute(program.db)
  const after = await file('pdf')
  assert(before.rawPayload.equals(after.rawPayload), 'drawn again exactly')
})

test('a schedule: one report of a period, by mail with the PDF, and never twice', async () => {
  await using mails = await mailServer()
  await using program = await wholeProgram({
    SMTP_URL: mails.url,
    MAIL_FROM: 'Regelkreis <regelkreis@example.com>',
  })
  await february(program.db as Kysely<unknown>)
  const { cookie } = await signIn(program, 'management')
  const viewer = await signIn(program, 'viewer')
  const people = await ask(program, 'GET', '/api/users/options', { cookie })
  const ids = (people.body as { items: { id: string }[] }).items.map(({ id }) => id)
  const body = {
    ...{ name: 'Monatsbericht', kind: 'management', rhythm: 'month', language: 'de' },
    ...{ day: 2, clock: '09:30', with_workbook: true, recipients: ids },
  }
  const refused = await ask(program, 'POST', '/api/report-schedules', {
    cookie: viewer.cookie,
    body,
  })
  assert.equal(refused.status, 403)
  const added = await ask(program, 'POST', '/api/report-schedules', { cookie, body })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  // It is 2 March, 10:00 in Berlin; the schedule is new, so today's 09:30 is past: April is next.
  assert.equal((added.body as { nextAt: string }).nextAt, '2026-04-02T07:30:00.000Z')
  const sendDue = program.tasks['reports.send_due']
  const deliver = program.tasks['reports.deliver']
  assert(sendDue && deliver)
  await sendDue({}, context)
  const listed = async () =>
    (await ask(program, 'GET', '/api/reports', { cookie })).body as {
      items: {
        id: string
        schedule: string
        deliveries: { id: string; state: string; error: string | null }[]
      }[]
    }
  assert.equal((await listed()).items.length, 0, 'nothing is owed from before it was made')

  await sql`update reports.schedule set owes_from = '2026-02-15'`.execute(program.db)
  await Promise.all([sendDue({}, context), sendDue({}, context)])
  const [report, ...others] = (await listed()).items
  assert.equal(others.length, 0)
  assert.equal(report?.schedule, 'Monatsbericht')
  assert.equal(report?.deliveries.length, 2)
  const queued = await sql<{
    n: number
  }>`select count(*)::int as n from jobs.jobs where task_identifier = 'reports.deliver'`.execute(
    program.db,
  )
  assert.equal(queued.rows[0]?.n, 2)
  for (const { id } of report?.deliveries ?? []) await deliver({ id }, context)
  for (const { id } of report?.deliveries ?? []) await deliver({ id }, context)
  assert.deepEqual(mails.mails.map(({ to }) => to).toSorted(), [
    'management@example.com',
    'viewer@example.com',
  ])
  const [mail] = mails.mails
  assert.match(mail?.text ?? '', /Subject: =\?UTF-8\?Q\?Managementbericht_Februar_2026/)
  const sent = attachment(mail?.text ?? '', 'application/pdf')
  assert((await pdfText(sent)).includes('15.000 €'))
  assert(
    attachment(
      mail?.text ?? '',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ).length > 2_000,
  )
  const stored = await program.app.inject({
    method: 'GET',
    url: `/api/reports/${report?.id}/file?format=pdf&as_sent=true`,
    headers: { cookie },
  })
  assert(stored.rawPayload.equals(sent), 'kept as it went out')
  assert.deepEqual(
    (await listed()).items[0]?.deliveries.map(({ state }) => state),
    ['sent', 'sent'],
  )
  const gone = await ask(program, 'DELETE', `/api/reports/${report?.id}`, { cookie })
  assert.equal(gone.status, 409, 'what went out stays')
  const calendar = await ask(
    program,
    'GET',
    '/api/report-calendar?from=2026-04-01&until=2026-05-01',
    { cookie },
  )
  assert(
    JSON.stringify(calendar.body).includes('Managementbericht März 2026'),
    JSON.stringify(calendar.body),
  )
})

test('a mail server that refuses: the delivery says so and is tried again', async () => {
  await using mails = await mailServer({ refuses: true })
  await using program = await wholeProgram({
    SMTP_URL: mails.url,
    MAIL_FROM: 'regelkreis@example.com',
  })
  const { cookie } = await signIn(program, 'management')
  const { id } = (
    await ask(program, 'POST', '/api/reports', {
      cookie,
      body: { period: '2026-Q1', language: 'en' },
    })
  ).body as { id: string }
  const people = await ask(program, 'GET', '/api/users/options', { cookie })
  const recipients = (people.body as { items: { id: string }[] }).items.map((one) => one.id)
  const sent = await ask(program, 'POST', `/api/reports/${id}/send`, {
    cookie,
    body: { recipients },
  })
  assert.equal(sent.status, 202, JSON.stringify(sent.body))
  const [delivery] = (sent.body as { deliveries: { id: string }[] }).deliveries
  const deliver = program.tasks['reports.deliver']
  assert(deliver && delivery)
  await assert.rejects(deliver({ id: delivery.id }, context), /no such mailbox/)
  const after = await ask(program, 'GET', `/api/reports/${id}`, { cookie })
  const [state] = (after.body as { deliveries: { state: string; error: string }[] }).deliveries
  assert.equal(state?.state, 'failed')
  assert.match(state?.error ?? '', /no such mailbox/)
  const unknown = await ask(program, 'POST', `/api/reports/${id}/send`, {
    cookie,
    body: { recipients: ['0198c5a0-0000-7000-8000-000000000001'] },
  })
  assert.equal(unknown.status, 422)
})

const MONTHLY = {
  ...{ name: 'Monatsbericht', kind: 'success', rhythm: 'month', language: 'de' },
  ...{ day: 2, clock: '09:30', with_workbook: false, active: true },
}

async function userId(program: Program, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from access."user" where name = ${name}
  `.execute(program.db)
  return rows[0]?.id ?? ''
}

test('who may not read reports is sent none, and holds up nobody', async () => {
  await using mails = await mailServer()
  await using program = await wholeProgram({
    SMTP_URL: mails.url,
    MAIL_FROM: 'regelkreis@example.com',
  })
  const { cookie } = await signIn(program, 'management')
  await signIn(program, 'viewer')
  await sql`insert into access."user" (name, email) values ('Genannt', 'named@example.com')`.execute(
    program.db,
  )
  const [chief, viewer, named] = await Promise.all(
    ['management', 'viewer', 'Genannt'].map((name) => userId(program, name)),
  )
  const offered = await ask(program, 'GET', '/api/report-recipients', { cookie })
  assert.deepEqual(
    (offered.body as { items: { label: string }[] }).items.map(({ label }) => label),
    ['management', 'viewer'],
  )
  const add = (body: object) => ask(program, 'POST', '/api/report-schedules', { cookie, body })
  // An imported name without a role may not see a figure, so it gets no mail of them either.
  const refused = await add({ ...MONTHLY, recipients: [named] })
  assert.equal(refused.status, 422, JSON.stringify(refused.body))
  assert.equal((await add({ ...MONTHLY, recipients: [chief, viewer] })).status, 201)
  assert.equal((await add({ ...MONTHLY, name: 'Zweiter', recipients: [chief] })).status, 201)
  await sql`update reports.schedule set owes_from = '2026-02-15'`.execute(program.db)
  await sql`update access."user" set active = false where name = 'viewer'`.execute(program.db)
  await program.tasks['reports.send_due']?.({}, context)
  const deliveries = async () => {
    const { rows } = await sql<{ id: string; plan: string; name: string; error: string | null }>`
      select d.id::text as id, s.name as plan, u.name, d.error
        from reports.delivery d
        join reports.report r on r.id = d.report_id
        join reports.schedule s on s.id = r.schedule_id
        join access."user" u on u.id = d.user_id
       order by s.name
    `.execute(program.db)
    return rows
  }
  const queued = await deliveries()
  assert.deepEqual(
    queued.map(({ plan, name }) => [plan, name]),
    [
      ['Monatsbericht', 'management'],
      ['Zweiter', 'management'],
    ],
  )
  // The role goes between queue and mail server.
  await sql`update access."user" set role = null where name = 'management'`.execute(program.db)
  for (const { id } of queued) await program.tasks['reports.deliver']?.({ id }, context)
  assert.equal(mails.mails.length, 0)
  assert.deepEqual(
    (await deliveries()).map(({ error }) => error),
    ['reports.recipient', 'reports.recipient'],
  )
})

test('a changed rhythm: nothing at once, and a quarter is not its first month', async () => {
  await using program = await wholeProgram()
  const { cookie } = await signIn(program, 'management')
  const recipients = [await userId(program, 'management')]
  const url = '/api/report-schedules'
  const added = await ask(program, 'POST', url, { cookie, body: { ...MONTHLY, recipients } })
  const { id } = added.body as { id: string }
  await sql`
    insert into reports.report
      (kind, rhythm, language, from_date, until_date, made_at, schedule_id, facts)
    values ('success', 'month', 'de', '2025-10-01', '2025-11-01', '2025-11-02', ${id}::uuid, '{}')
  `.execute(program.db)
  await sql`update reports.schedule set owes_from = '2025-10-15'`.execute(program.db)
  const changed = await ask(program, 'PUT', `${url}/${id}`, {
    cookie,
    body: { ...MONTHLY, rhythm: 'quarter', recipients, version: 1 },
  })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  const sendDue = program.tasks['reports.send_due']
  assert(sendDue)
  const periods = async () => {
    const { rows } = await sql<{ days: string }>`
      select from_date || ' ' || until_date as days from reports.report order by until_date
    `.execute(program.db)
    return rows.map(({ days }) => days)
  }
  // It is 2 March: the last quarter was due on 2 January, before the rhythm was changed.
  await sendDue({}, context)
  assert.deepEqual(await periods(), ['2025-10-01 2025-11-01'])
  await sql`update reports.schedule set owes_from = '2026-01-01'`.execute(program.db)
  await sendDue({}, context)
  assert.deepEqual(await periods(), ['2025-10-01 2025-11-01', '2025-10-01 2026-01-01'])
  // Deleted before it went out, it does not come back.
  const { rows } = await sql<{ id: string }>`
    select id::text as id from reports.report where until_date = '2026-01-01'
  `.execute(program.db)
  const gone = await ask(program, 'DELETE', `/api/reports/${rows[0]?.id}`, { cookie })
  assert.equal(gone.status, 204)
  await sendDue({}, context)
  assert.deepEqual(await periods(), ['2025-10-01 2025-11-01'])
  // The calendar knows what was made, and nothing from before the schedule owed anything.
  const days = '?from=2025-07-01&until=2026-05-01'
  const year = await ask(program, 'GET', `/api/report-calendar${days}`, { cookie })
  const { entries } = year.body as { entries: { on: string; type: string }[] }
  assert.deepEqual(
    entries.filter(({ type }) => type === 'report').map(({ on }) => on),
    ['2026-04-02'],
  )
})
