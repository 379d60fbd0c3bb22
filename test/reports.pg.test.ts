import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { getDocumentProxy } from 'unpdf'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { readSettings } from '../src/company/io/settings.ts'
import { DECLARED_SETTINGS } from '../src/compose.ts'
import { composeReportSources } from '../src/compose-reports.ts'
import { period } from '../src/kernel/period.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
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

/** The part of this type of a mail, as it was written. */
function partOf(mail: string, type: string): string {
  // Long header lines are folded.
  const parts = mail
    .split(/\r\n--/)
    .map((one) => one.replace(/^Content-Type:\s+/im, 'Content-Type: '))
  const part = parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? ''
  return part.split('\r\n\r\n').slice(1).join('\r\n\r\n')
}

/** The bytes of the attachment of this type in a mail. */
const attachment = (mail: string, type: string): Buffer => Buffer.from(partOf(mail, type), 'base64')

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
  assert.match(mail?.text ?? '', /^Subject: Managementbericht Februar 2026$/m)
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

test('everything in a report is of one state, whatever changes while it is read', async () => {
  await using program = await wholeProgram()
  const db = program.db as unknown as Db
  await february(program.db as Kysely<unknown>)
  const current = () => readSettings(db, DECLARED_SETTINGS)
  const sources = composeReportSources(db, current, { now: () => NOW, address: null })
  const month = period('2026-02-01', '2026-03-01')
  const read = await sources.inOneState(async (state) => {
    const cockpit = await state.cockpit(month)
    // Somebody doubles every deal and adds 5,000 of cost in between.
    await sql`update crm.opportunity set amount = amount * 2`.execute(program.db)
    await sql`insert into costs.entry (category, amount, from_date, until_date)
      values ('external', 500000, '2026-02-01', '2026-03-01')`.execute(program.db)
    return {
      block: cockpit.blocks.flatMap(({ kpis }) => kpis).find(({ id }) => id === 'revenue_won'),
      figures: await state.figures(month),
      byCampaign: await state.split(month, 'campaign'),
      roi: await state.roi(month),
      decisions: await state.decisions(month),
    }
  })
  assert.equal(read.block?.current.value, 1_500_000)
  assert.equal(read.figures.revenue_won?.value, 1_500_000)
  assert.equal(
    read.byCampaign.find(({ key }) => key === '')?.kpis.revenue_won?.value ?? 1_500_000,
    1_500_000,
  )
  assert.equal(read.roi.costCents, 400_000)
  assert.deepEqual(read.decisions.taken, [])
  // The next one is of the new state: 30,000 and 9,000.
  const next = await sources.inOneState(async (state) => ({
    won: (await state.figures(month)).revenue_won?.value,
    cost: (await state.roi(month)).costCents,
  }))
  assert.deepEqual(next, { won: 3_000_000, cost: 900_000 })
})

test('largest movers: how many records stand behind their numbers, then and now', async () => {
  await using program = await wholeProgram({ PUBLIC_URL: 'https://rk.example.com' })
  const db = program.db as Kysely<unknown>
  await february(db)
  // January: nine leads against four in February, and the cost of one entry against two.
  await sql`insert into leads.lead (created_on, channel, last_name)
    select timestamptz '2026-01-03' + n * interval '1 day', 'email', 'Alt ' || n from generate_series(1, 9) n`.execute(
    db,
  )
  await sql`insert into costs.entry (category, amount, from_date, until_date)
    values ('media', 100000, '2026-01-01', '2026-02-01')`.execute(db)
  const { cookie } = await signIn(program, 'management')
  const { id } = (
    await ask(program, 'POST', '/api/reports', {
      cookie,
      body: { period: '2026-02', language: 'de' },
    })
  ).body as { id: string }
  const file = async (format: string) =>
    program.app.inject({
      method: 'GET',
      url: `/api/reports/${id}/file?format=${format}`,
      headers: { cookie },
    })
  const { movers } = JSON.parse((await file('json')).body) as {
    movers: { kpi: string; drivers: { fact: string; records: unknown }[] }[]
  }
  const behind = (fact: string) =>
    movers.flatMap(({ drivers }) => drivers).find((driver) => driver.fact === fact)?.records
  assert.deepEqual(behind('marketing_cost'), { before: 1, now: 2 }, JSON.stringify(movers))
  const html = (await file('html')).body
  assert.match(
    html.replaceAll('\u00a0', ' '),
    /href="https:\/\/rk\.example\.com\/cockpit\?period=2026-02&amp;explain=\w+&amp;fact=marketing_cost">[^<]*: 2 Datensätze, davor 1</,
  )
})

test('a part that cannot be read is waited for, and after hours left out', async () => {
  await using program = await wholeProgram()
  await february(program.db as Kysely<unknown>)
  const { cookie } = await signIn(program, 'management')
  const recipients = [await userId(program, 'management')]
  const body = { ...MONTHLY, kind: 'management', clock: '00:30', recipients }
  await ask(program, 'POST', '/api/report-schedules', { cookie, body })
  await sql`update reports.schedule set owes_from = '2026-02-15'`.execute(program.db)
  const sendDue = program.tasks['reports.send_due']
  assert(sendDue)
  const made = async () =>
    ((await ask(program, 'GET', '/api/reports', { cookie })).body as { items: { id: string }[] })
      .items
  const failing = async () =>
    (
      (await ask(program, 'GET', '/api/report-schedules', { cookie })).body as {
        items: { failingSince: string | null }[]
      }
    ).items[0]?.failingSince
  await sql`alter table decisions.changed_target rename to gone`.execute(program.db)
  await assert.rejects(sendDue({}, context), /changed_target/)
  assert.equal((await made()).length, 0)
  assert.equal(await failing(), NOW.toISOString())
  // Seven hours of it are enough: the slot was at 00:30 in Berlin, it is 10:00 now.
  await sql`update reports.schedule set failing_since = ${new Date(NOW.getTime() - 7 * 3_600_000)}`.execute(
    program.db,
  )
  await sendDue({}, context)
  const [report] = await made()
  const { rows } = await sql<{ decisions: unknown; roi: unknown }>`
    select facts -> 'decisions' as decisions, facts -> 'roi' as roi from reports.report
  `.execute(program.db)
  assert.equal(rows[0]?.decisions, null)
  assert(rows[0]?.roi, 'the parts that can be read are there')
  assert.equal(await failing(), null)
  // Had it passed within the hours, the report would have been whole.
  await sql`delete from reports.report where id = ${report?.id}::uuid`.execute(program.db)
  await assert.rejects(sendDue({}, context), /changed_target/)
  await sql`alter table decisions.gone rename to changed_target`.execute(program.db)
  await sendDue({}, context)
  const whole = await sql<{ decisions: unknown }>`
    select facts -> 'decisions' as decisions from reports.report
  `.execute(program.db)
  assert(whole.rows[0]?.decisions)
  assert.equal(await failing(), null)
})

test('a report is kept as it was sent: text, PDF and workbook; and a request mails once', async () => {
  await using mails = await mailServer()
  await using program = await wholeProgram({
    SMTP_URL: mails.url,
    MAIL_FROM: 'regelkreis@example.com',
  })
  await february(program.db as Kysely<unknown>)
  const { cookie } = await signIn(program, 'management')
  await signIn(program, 'viewer')
  const [chief, viewer] = await Promise.all(
    ['management', 'viewer'].map((name) => userId(program, name)),
  )
  const { id } = (
    await ask(program, 'POST', '/api/reports', {
      cookie,
      body: { period: '2026-02', language: 'de' },
    })
  ).body as { id: string }
  const send = async (recipients: unknown[], request_id: string) => {
    const sent = await ask(program, 'POST', `/api/reports/${id}/send`, {
      cookie,
      body: { recipients, with_workbook: true, request_id },
    })
    assert.equal(sent.status, 202, JSON.stringify(sent.body))
    return (sent.body as { deliveries: { id: string; state: string }[] }).deliveries
  }
  const request = '0198c5a0-0000-7000-8000-00000000000a'
  await send([chief], request)
  const twice = await send([chief], request)
  assert.equal(twice.length, 1)
  const deliver = program.tasks['reports.deliver']
  assert(deliver)
  for (const delivery of twice) await deliver({ id: delivery.id }, context)
  // The company is called something else now: what was sent was not.
  await sql`update reports.report set facts = jsonb_set(facts, '{company,name}', '"Ganz anders GmbH"')`.execute(
    program.db,
  )
  const again = await send([viewer], '0198c5a0-0000-7000-8000-00000000000b')
  for (const { id: delivery, state } of again)
    if (state === 'waiting') await deliver({ id: delivery }, context)
  const [first, second] = mails.mails
  assert(first && second && mails.mails.length === 2)
  const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  for (const type of ['application/pdf', XLSX, 'text/plain']) {
    assert(partOf(first.text, type).length > 100, type)
    assert.equal(partOf(first.text, type), partOf(second.text, type))
  }
  const file = (query: string) =>
    program.app.inject({
      method: 'GET',
      url: `/api/reports/${id}/file?${query}`,
      headers: { cookie },
    })
  assert(!(await file('format=text&as_sent=true')).body.includes('Ganz anders'))
  assert((await file('format=xlsx&as_sent=true')).rawPayload.equals(attachment(first.text, XLSX)))
  assert((await file('format=html')).body.includes('Ganz anders'))
})

test('the list has pages, and what is removed can be brought back', async () => {
  await using program = await wholeProgram()
  const { cookie } = await signIn(program, 'management')
  const recipients = [await userId(program, 'management')]
  const url = '/api/report-schedules'
  const added = await ask(program, 'POST', url, { cookie, body: { ...MONTHLY, recipients } })
  const { id: scheduleId } = added.body as { id: string }
  // 60 reports, one an hour: pages of 50 and 10.
  await sql`
    insert into reports.report (kind, rhythm, language, from_date, until_date, made_at, facts)
    select 'success', 'month', 'de', '2025-10-01', '2025-11-01', timestamptz '2026-01-01' + n * interval '1 hour', '{}'
      from generate_series(1, 60) n
  `.execute(program.db)
  await sql`update reports.report set schedule_id = ${scheduleId}::uuid
    where made_at = '2026-01-03 12:00+00'`.execute(program.db)
  type Page = {
    items: { id: string; madeAt: string; schedule: string | null; scheduleRemoved: boolean }[]
    next: string | null
  }
  const list = async (cursor?: string | null) =>
    (
      await ask(
        program,
        'GET',
        `/api/reports${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
        {
          cookie,
        },
      )
    ).body as Page
  const first = await list()
  const rest = await list(first.next)
  assert.deepEqual([first.items.length, rest.items.length, rest.next], [50, 10, null])
  const times = [...first.items, ...rest.items].map(({ madeAt }) => madeAt)
  assert.deepEqual(times, times.toSorted().toReversed())
  assert.equal(new Set(times).size, 60)
  assert.equal((await ask(program, 'GET', '/api/reports?cursor=abc', { cookie })).status, 422)

  const report = `/api/reports/${first.items[1]?.id}`
  assert.equal((await ask(program, 'DELETE', report, { cookie })).status, 204)
  assert.equal((await ask(program, 'GET', report, { cookie })).status, 404)
  assert.equal((await ask(program, 'POST', `${report}/restore`, { cookie })).status, 200)
  assert.deepEqual(
    (await list()).items.map(({ id }) => id),
    first.items.map(({ id }) => id),
  )

  const schedule = `${url}/${scheduleId}`
  assert.equal((await ask(program, 'DELETE', schedule, { cookie })).status, 204)
  const names = async () =>
    ((await ask(program, 'GET', url, { cookie })).body as { items: unknown[] }).items
  assert.equal((await names()).length, 0)
  const made = (page: Page) =>
    page.items.find(({ madeAt }) => madeAt === '2026-01-03T12:00:00.000Z')
  const gone = made(await list())
  assert.deepEqual([gone?.schedule, gone?.scheduleRemoved], ['Monatsbericht', true])
  assert.equal((await ask(program, 'POST', `${schedule}/restore`, { cookie })).status, 200)
  assert.equal((await names()).length, 1)
  assert.equal(made(await list())?.scheduleRemoved, false)
})

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
      select from_date || ' ' || until_date as days from reports.report where removed_at is null order by until_date
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
