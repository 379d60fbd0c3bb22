// Decisions from the form to the report: kept by decisions, brought together with figures and targets as in main.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { holdReview, keptAgenda, readAgenda, readMovers } from '#decisions/io/agenda.ts'
import { progressOfCampaign } from '#decisions/io/agreements.ts'
import { readCalendar } from '#decisions/io/calendar.ts'
import { changeTarget, checkDecision, decide } from '#decisions/io/decide.ts'
import { readDetails } from '#decisions/io/figures.ts'
import { readDecisionsOf } from '#decisions/io/log.ts'
import { isoDate, period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, createRecord, deleteRecord, updateRecord } from '#platform/records/service.ts'
import { undoAction } from '#platform/records/undo.ts'
import { composeDomain } from '../src/compose.ts'
import { composeDecisions } from '../src/compose-decisions.ts'
import { testDatabase } from './helpers/database.ts'
import { createSmallWorld, id } from './helpers/kpi-world.ts'

type Values = Readonly<Record<string, unknown>>

const writing = (requestId: string | null = null): WriteContext => ({
  actor: { userId: null, name: 'Test' },
  now: new Date('2026-03-10T09:00:00.000Z'),
  timeZone: 'Europe/Berlin',
  requestId,
})

async function world() {
  const database = await testDatabase()
  await createSmallWorld(database.db)
  const domain = await composeDomain(database.db as Db)
  const { records } = domain
  return {
    db: database.db,
    records,
    parts: composeDecisions(domain, () => new Date('2026-04-10T09:00:00.000Z')),
    add: (kind: string, values: Values) =>
      createRecord(records, bindingOf(records, kind), values, writing()),
    change: (kind: string, { id: record, version }: Values, changes: Values) =>
      updateRecord(
        records,
        bindingOf(records, kind),
        { id: String(record), version: Number(version), scope: null },
        changes,
        writing(),
      ),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const rulesOf = async (write: Promise<unknown>): Promise<string[]> => {
  try {
    await write
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ field, rule }) => `${field} ${rule}`)
    throw error
  }
  return []
}

test('a decision is dated, expects something that can be checked, and is checked', async () => {
  await using own = await world()
  const made = await own.add('decision', { title: 'Messe nur noch einmal', status: 'decided' })
  assert.equal(made.decided_on, '2026-03-10')
  const expecting = { title: 'CPL senken', status: 'decided', effect_kpi: 'cpl' }
  assert.deepEqual(await rulesOf(own.add('decision', expecting)), [
    'check_on decisions.check_needed',
  ])
  assert.deepEqual(
    await rulesOf(own.add('decision', { ...expecting, check_on: '2026-06-01', rate: 0.2 })),
    ['rate decisions.wrong_unit'],
  )
  const decision = await own.add('decision', {
    ...expecting,
    effect_direction: 'fall',
    amount: 4000,
    check_on: '2026-06-01',
  })
  const checked = await own.change('decision', decision, { outcome: 'partly' })
  assert.equal(checked.checked_on, '2026-03-10')
  const done = await own.change('decision', checked, { status: 'done' })
  assert.equal(done.done_on, '2026-03-10')
})

test('the decisions of a period: taken, checked, proposed, due and overdue', async () => {
  await using own = await world()
  const effect = { effect_kpi: 'leads', effect_direction: 'rise', number: 30 }
  const add = (title: string, values: Values) => own.add('decision', { title, ...values })
  await add('im Februar beschlossen', {
    ...{ status: 'decided', decided_on: '2026-02-28', check_on: '2026-03-31' },
    ...effect,
  })
  await add('im März beschlossen', {
    status: 'decided',
    decided_on: '2026-03-01',
    due_on: '2026-03-31',
  })
  await add('im April beschlossen', {
    ...{
      status: 'decided',
      decided_on: '2026-04-01',
      due_on: '2026-04-01',
      check_on: '2026-04-01',
    },
    ...effect,
  })
  await add('im März geprüft', {
    ...{ status: 'done', decided_on: '2026-01-05', done_on: '2026-02-01', check_on: '2026-03-02' },
    ...{ checked_on: '2026-03-05', outcome: 'missed', outcome_note: 'Der Kanal war es nicht.' },
    ...effect,
  })
  await add('vorgeschlagen', { status: 'proposed' })
  await add('verworfen', { status: 'dropped', decided_on: '2026-03-03', due_on: '2026-03-04' })
  const later = isoDate('2026-04-10')
  const march = await readDecisionsOf(own.db, period('2026-03-01', '2026-04-01'), 'EUR', later)
  const titles = ({ title }: { readonly title: string }) => title
  assert.deepEqual(march.taken.map(titles), ['im März beschlossen'])
  assert.deepEqual(march.checked.map(titles), ['im März geprüft'])
  assert.deepEqual(march.proposed.map(titles), ['vorgeschlagen'])
  assert.deepEqual(march.due.map(titles), ['im Februar beschlossen'])
  assert.deepEqual(march.overdue.map(titles), ['im März beschlossen'])
  assert.deepEqual(march.checked[0]?.effect, {
    kpi: 'leads',
    name: { de: 'Leads', en: 'Leads' },
    direction: 'rise',
    expected: { de: '30', en: '30' },
  })
  assert.equal(march.checked[0]?.outcome, 'missed')
  // A running month: what is to be done on 1 April is due on that day, and overdue on the next.
  const april = async (today: string) => {
    const month = period('2026-04-01', '2026-05-01')
    const { due, overdue } = await readDecisionsOf(own.db, month, 'EUR', isoDate(today))
    return [due.map(titles), overdue.map(titles)]
  }
  const [before, first, second] = [
    'im Februar beschlossen',
    'im April beschlossen',
    'im März beschlossen',
  ]
  assert.deepEqual(await april('2026-03-31'), [[before], []])
  assert.deepEqual(await april('2026-04-01'), [[before, first], [second]])
  assert.deepEqual(await april('2026-04-02'), [
    [before, first],
    [second, first],
  ])
})

test('a campaign without a measurement agreement is marked; with one it is not, until it goes', async () => {
  await using own = await world()
  const campaign = await own.add('campaign', { name: 'Frühjahr', starts_on: '2026-04-01' })
  assert.equal(campaign.agreement, 'missing')
  const mark = async () => {
    const { rows } = await sql<{ agreement: string; version: number }>`
      select agreement, version from campaigns.campaign where id = ${String(campaign.id)}::uuid
    `.execute(own.db)
    return rows[0]
  }
  const given = {
    campaign_id: campaign.id,
    criteria: 'Mehr Anfragen aus der Region',
    metric: 'leads',
    route: 'Links mit UTM',
    frequency: 'weekly',
    stop_rule: 'unter 5 Leads nach 45 Tagen',
  }
  assert.deepEqual(await rulesOf(own.add('measurement_agreement', { ...given, stop_value: 5 })), [
    'expected_30 decisions.expectation_needed',
    'stop_on_day decisions.stop_half',
  ])
  const binding = bindingOf(own.records, 'measurement_agreement')
  const requestId = own.records.newId()
  const agreed = await createRecord(
    own.records,
    binding,
    { ...given, expected_90: 40 },
    writing(requestId),
  )
  assert.equal(agreed.begins_on, '2026-04-01', 'day 0 is the start of the campaign')
  assert.deepEqual(await mark(), { agreement: 'agreed', version: 1 })
  await assert.rejects(own.add('measurement_agreement', { ...given, expected_30: 4 }), {
    code: 'records.duplicate',
  })
  await undoAction(
    own.records,
    binding.kind,
    requestId,
    { userId: null, isAdministrator: true },
    writing(id('7')),
  )
  assert.deepEqual(await mark(), { agreement: 'missing', version: 1 })
  const again = await own.add('measurement_agreement', { ...given, expected_30: 4 })
  assert.equal((await mark())?.agreement, 'agreed')
  await deleteRecord(
    own.records,
    binding,
    { id: String(again.id), version: Number(again.version), scope: null },
    writing(),
  )
  assert.equal((await mark())?.agreement, 'missing')
})

const [APRIL, JUNE] = [isoDate('2026-04-10'), isoDate('2026-06-01')]
const MARCH = { from: isoDate('2026-03-01'), until: isoDate('2026-04-01') }

const EMAIL = { de: 'E-Mail und Newsletter', en: 'E-mail and newsletter' }

/** The decision of these tests: on the leads of March, four in the small world. */
const onLeads = (own: Awaited<ReturnType<typeof world>>, requestId: string | null = null) =>
  decide(
    own.parts,
    {
      values: {
        ...{ title: 'Mehr Anzeigen', status: 'decided', effect_kpi: 'leads', number: 10 },
        ...{ effect_direction: 'rise', check_on: '2026-04-01', due_on: '2026-05-15' },
      },
      figures: [{ kpi: 'leads', ...MARCH, view: 'period', filters: { channel: 'email' } }],
    },
    writing(requestId),
  )

test('a figure stays as it was when it was decided on, beside what the records say today', async () => {
  await using own = await world()
  const decision = await onLeads(own)
  // Lead 2 is the one of the newsletter in March; another one is entered later.
  await own.add('lead', {
    created_on: '2026-03-12T09:00:00Z',
    channel: 'email',
    source: 'newsletter',
  })
  const { figures } = await readDetails(own.parts, decision)
  const [figure] = figures
  assert.deepEqual(
    [figure?.kpi, figure?.value, figure?.today, figure?.role, figure?.filterNames],
    ['leads', 1, 2, 'ground', [EMAIL]],
  )
  assert.deepEqual(
    figure?.inputs.map(({ fact, value, records }) => [fact, value, records]),
    [['leads', 1, 1]],
  )
  await checkDecision(
    own.parts,
    decision,
    {
      ...{ version: 1, outcome: 'partly', outcome_note: null },
      figure: { kpi: 'leads', ...MARCH, view: 'period', filters: {} },
    },
    writing(),
  )
  const checked = await readDetails(own.parts, decision)
  // Leads 1, 2, 3, 5 of the small world and the one entered above.
  assert.deepEqual(
    checked.figures.map(({ role, value }) => [role, value]),
    [
      ['ground', 1],
      ['check', 5],
    ],
  )
  const told = await readDecisionsOf(own.db, period('2026-03-01', '2026-04-01'), 'EUR', APRIL)
  // Checked once more in May: what came of it is told in May.
  await checkDecision(
    own.parts,
    decision,
    { version: 2, outcome: 'reached', outcome_note: null },
    { ...writing(), now: new Date('2026-05-04T09:00:00Z') },
  )
  const may = await readDecisionsOf(own.db, period('2026-05-01', '2026-06-01'), 'EUR', JUNE)
  assert.deepEqual(
    may.checked.map(({ checkedOn, outcome }) => [checkedOn, outcome]),
    [['2026-05-04', 'reached']],
  )
  assert.deepEqual(told.checked[0]?.figures, [
    // One of the newsletter, not of the company.
    { de: 'Leads (mit Filter), März 2026: 1', en: 'Leads (filtered), March 2026: 1' },
  ])
})

test('a decision with its figures and its target is one step each, and taken back in one', async () => {
  await using own = await world()
  const requestId = own.records.newId()
  const decision = await onLeads(own, requestId)
  const targets = async () => {
    const { rows } = await sql<{ from_date: string; number: number }>`
      select from_date, number::float8 as number from planning.target where kpi = 'leads'
    `.execute(own.db)
    return rows
  }
  const change = own.records.newId()
  await changeTarget(
    own.parts,
    decision,
    { kpi: 'leads', period: 'quarter', from: isoDate('2026-05-20'), filters: {}, value: 90 },
    writing(change),
  )
  assert.deepEqual(await targets(), [{ from_date: '2026-04-01', number: 90 }])
  const { targets: changed } = await readDetails(own.parts, decision)
  assert.deepEqual(
    changed.map(({ from, before, after }) => [from, before, after]),
    [['2026-04-01', null, 90]],
  )
  const undo = (action: string) =>
    undoAction(
      own.records,
      bindingOf(own.records, 'decision').kind,
      action,
      { userId: null, isAdministrator: true },
      writing(own.records.newId()),
    )
  await undo(change)
  assert.deepEqual(await targets(), [])
  assert.deepEqual((await readDetails(own.parts, decision)).targets, [])
  await undo(requestId)
  const { rows } = await sql`select from decisions.figure`.execute(own.db)
  assert.equal(rows.length, 0)
})

test('the agenda: checks, movers with their records, missed targets, the standing item', async () => {
  await using own = await world()
  const decision = await onLeads(own)
  await own.add('target', { kpi: 'leads', period: 'month', from_date: '2026-03-01', number: 8 })
  await own.add('target', {
    ...{ kpi: 'leads', period: 'month', from_date: '2026-03-01', number: 2, channel: 'email' },
  })
  const agenda = await readAgenda(own.parts, MARCH, isoDate('2026-04-10'))
  const items = (id: string) => agenda.parts.find((part) => part.id === id)?.items ?? []
  assert.deepEqual(
    items('checks').map((item) => [item.decisionId, item.sentence.de]),
    [[decision, 'Zu prüfen seit 01.04.2026. Soll steigen: Leads, erwartet 10.']],
  )
  // 4 of 8 in all, 1 of 2 by e-mail: both half of what was wanted.
  assert.deepEqual(
    items('targets').map(({ title, sentence, tone }) => [title.de, sentence.en, tone]),
    [
      ['Leads', '4 instead of 8 (50%).', 'bad'],
      ['Leads, E-Mail und Newsletter', '1 instead of 2 (50%).', 'bad'],
    ],
  )
  assert.deepEqual(items('targets')[1]?.figure, {
    kpi: 'leads',
    ...MARCH,
    filters: { channel: 'email' },
  })
  // February has 14 of the 30 days of 900.00 EUR: 420.00; March 480 + 310 + 100 (one of two days) + 400 = 1,290.00.
  const movers = await own.parts.reading(null, (reader) => readMovers(reader, MARCH, 'EUR'))
  const cost = movers.find(({ kpi }) => kpi === 'marketing_cost')
  assert.deepEqual([cost?.before, cost?.now], [42_000, 129_000])
  // One won deal with an amount, none before, may be chance; what is attributed of it may be too.
  const kpis = movers.map(({ kpi }) => kpi)
  assert(!kpis.includes('revenue_won') && !kpis.includes('attributed_revenue'), kpis.join())
  const behind = items('movers').find((item) => item.figure?.kpi === 'marketing_cost')
  assert.deepEqual(
    behind?.records.flatMap(({ fact, of, count }) =>
      fact === 'cost_media' || fact === 'cost_personnel' ? [[fact, of, count]] : [],
    ),
    [
      // The larger move first: media by 410.00, personnel by 60.00 EUR.
      ['cost_media', 'now', 2],
      ['cost_personnel', 'now', 1],
      ['cost_media', 'before', 0],
      ['cost_personnel', 'before', 1],
    ],
  )
  assert.equal(items('standing').length, 1)
  assert.equal(items('campaigns')[0]?.title.de, '1 Kampagne ohne Messvereinbarung')

  const review = await holdReview(
    own.parts,
    { held_on: '2026-04-10', criteria_answer: 'adjust', criteria_note: 'MQL statt Leads.' },
    agenda,
    writing(own.records.newId()),
  )
  await own.add('lead', { created_on: '2026-03-12T09:00:00Z' })
  assert.deepEqual(await keptAgenda(own.parts, review), agenda)
  const next = await readAgenda(own.parts, MARCH, isoDate('2026-05-04'))
  assert.match(next.parts.at(-1)?.items[0]?.sentence.en ?? '', /they will be adjusted. MQL statt/)
})

test('a campaign is held against what was agreed, in figures and in the calendar', async () => {
  await using own = await world()
  // The campaign of the small world: 400.00 EUR external cost on 10 March, no lead of its own.
  await own.add('measurement_agreement', {
    ...{
      campaign_id: id('1'),
      criteria: 'Neue Kontakte',
      metric: 'leads',
      route: 'Liste am Stand',
    },
    ...{ frequency: 'weekly', begins_on: '2026-03-05', expected_30: 5, budget: 30_000 },
    ...{ stop_rule: 'unter 2 nach 20 Tagen', stop_on_day: 20, stop_value: 2, owner_id: id('1') },
  })
  const progress = await progressOfCampaign(own.parts, id('1'), isoDate('2026-04-10'))
  assert.equal(progress?.day, 36)
  assert.equal(progress?.spent, 40_000)
  const [first] = progress?.milestones ?? []
  assert.deepEqual([first?.expected, first?.actual, first?.state], [5, 0, 'bad'])
  assert.deepEqual([progress?.stop?.actual, progress?.stop?.state], [0, 'stop'])
  await onLeads(own)
  const calendar = await readCalendar(
    {
      ...own.parts,
      reports: async () => [
        {
          ...{ on: '2026-04-02', link: '/reports' },
          title: { de: 'Monatsbericht', en: 'Monthly report' },
          deliveries: [{ name: 'Chef', state: 'planned', error: null }],
        },
      ],
    },
    period('2026-03-20', '2026-05-01'),
  )
  assert.deepEqual(
    calendar.map(({ on, type, who, title, deliveries }) => [
      ...[on, type, who.join() || deliveries.map(({ name }) => name).join()],
      title.de,
    ]),
    [
      ['2026-03-25', 'stop', 'Ada', 'Messe 2026: Abbruchregel, Tag 20'],
      ['2026-04-01', 'check', '', 'Mehr Anzeigen'],
      ['2026-04-02', 'report', 'Chef', 'Monatsbericht'],
      ['2026-04-04', 'milestone', 'Ada', 'Messe 2026: Tag 30, Leads'],
    ],
  )
})

test('a state that is taken back takes its day with it', async () => {
  await using own = await world()
  const made = await own.add('decision', {
    title: 'Banner neu',
    status: 'decided',
    due_on: '2026-03-09',
  })
  const done = await own.change('decision', made, { status: 'done' })
  const back = await own.change('decision', done, { status: 'decided' })
  assert.equal(back.done_on, null)
  const { overdue } = await readDecisionsOf(own.db, MARCH, 'EUR', APRIL)
  assert.deepEqual(
    overdue.map(({ title }) => title),
    ['Banner neu'],
  )
  const proposed = await own.change('decision', back, { status: 'proposed' })
  assert.equal(proposed.decided_on, null)
  // A day that somebody writes with the state stands.
  const dated = { status: 'done', done_on: '2026-03-01' }
  assert.equal((await own.change('decision', proposed, dated)).done_on, '2026-03-01')
})

test('then and today stand beside each other only where both are formed alike', async () => {
  await using own = await world()
  const spring = await own.add('campaign', { name: 'Frühjahr' })
  const decision = await decide(
    own.parts,
    {
      values: { title: 'Alles prüfen', status: 'decided' },
      figures: [
        { kpi: 'leads', ...MARCH, view: 'period', filters: {} },
        { kpi: 'cac', ...MARCH, view: 'period', filters: {} },
        { kpi: 'mql_to_sql', ...MARCH, view: 'cohort', filters: {} },
        { kpi: 'leads', ...MARCH, view: 'period', filters: { campaign: String(spring.id) } },
        { kpi: 'attributed_revenue', ...MARCH, view: 'period', filters: {}, model: 'first' },
      ],
    },
    writing(),
  )
  const shown = async () => {
    const { figures } = await readDetails(own.parts, decision)
    const of = (kpi: string, place = 0) => figures.filter((one) => one.kpi === kpi)[place]
    return {
      leads: of('leads'),
      cac: of('cac'),
      cohort: of('mql_to_sql'),
      spring: of('leads', 1),
      model: of('attributed_revenue'),
    }
  }
  const before = await shown()
  assert.deepEqual(
    Object.values(before).map((one) => [one?.why, one?.today === one?.value]),
    Object.values(before).map(() => [[], true]),
  )
  // Marketing cost of March and half of the sales cost of 100.00: 1,290.00 + 50.00 for two new customers, Alpha and the
  // one of deal 5.
  assert.equal(before.cac?.value, 67_000)
  assert.match(before.cohort?.formula.de ?? '', /Zeitraum/)
  assert.equal(before.leads?.model, null, 'leads follow no model')
  assert.deepEqual(before.model?.modelName, { de: 'Erster Kontakt', en: 'First touch' })

  await sql`insert into company.setting (key, value) values ('sales_cost_share', '1')`.execute(
    own.db,
  )
  await sql`delete from campaigns.campaign where id = ${String(spring.id)}::uuid`.execute(own.db)
  await sql`update decisions.figure set formula = '{"de": "anders", "en": "other"}' where view = 'cohort'`.execute(
    own.db,
  )
  await sql`update decisions.figure set model = 'nonsense' where model = 'first'`.execute(own.db)
  const after = await shown()
  const told = Object.entries(after).map(([name, one]) => [
    name,
    one?.today,
    one?.why.map(({ de }) => de),
  ])
  assert.deepEqual(told, [
    ['leads', 4, []],
    [
      'cac',
      null,
      [
        'Diese Einstellung ist seitdem eine andere: Anteil nicht zugeordneter Vertriebskosten am CAC.',
      ],
    ],
    ['cohort', null, ['Die Kennzahl wird seitdem anders berechnet.']],
    ['spring', null, ['Das gibt es nicht mehr: Frühjahr.']],
    ['model', null, ['Dieses Attributionsmodell gibt es nicht mehr.']],
  ])

  await sql`insert into company.setting (key, value) values ('currency', '"USD"')`.execute(own.db)
  const dollars = await shown()
  assert.equal(dollars.leads?.currency, 'EUR')
  assert.deepEqual(dollars.leads?.why, [
    { de: 'Damals in EUR, heute wird in USD gerechnet.', en: 'Then in EUR, today in USD.' },
  ])
})

test('every missed target comes up, by its name, however many filters have one', async () => {
  await using own = await world()
  const target = { kpi: 'leads', period: 'month', from_date: '2026-03-01', number: 50 }
  const { rows } = await sql<{
    id: string
  }>`select id from tracking.channel order by id limit 14`.execute(own.db)
  for (const { id: channel } of rows) await own.add('target', { ...target, channel })
  await own.add('target', { ...target, kpi: 'won', business_type: 'new' })
  const missed = async () => {
    const agenda = await readAgenda(own.parts, MARCH, APRIL)
    return agenda.parts.find(({ id: part }) => part === 'targets')?.items ?? []
  }
  const titles = (await missed()).map(({ title }) => title.de)
  assert.equal(titles.length, 15)
  assert(titles.includes('Abschlüsse, Neugeschäft'), titles.join('; '))
  // 24 more filters: 39 in all, of which the agenda names 25.
  const others = await sql<{
    id: string
  }>`select id from tracking.channel order by id offset 14`.execute(own.db)
  for (const { id: channel } of others.rows) await own.add('target', { ...target, channel })
  const all = await missed()
  const count = 15 + others.rows.length
  assert.equal(all.length, 26)
  assert.equal(all.at(-1)?.title.de, `${count - 25} weitere Ziele verfehlt`)
})

test('a cost per lead without a lead stops: money was spent and nothing came', async () => {
  await using own = await world()
  // 400.00 EUR on 10 March, no lead of its own.
  await own.add('measurement_agreement', {
    ...{ campaign_id: id('1'), criteria: 'Günstige Kontakte', metric: 'cpl', route: 'Liste' },
    ...{ frequency: 'weekly', begins_on: '2026-03-05', expected_30: 50 },
    ...{ stop_rule: 'über 60 nach 20 Tagen', stop_on_day: 20, stop_value: 60 },
  })
  const progress = await progressOfCampaign(own.parts, id('1'), APRIL)
  assert.deepEqual([progress?.stop?.actual, progress?.stop?.state], [null, 'stop'])
  assert.deepEqual([progress?.milestones[0]?.actual, progress?.milestones[0]?.state], [null, 'bad'])
  const agenda = await readAgenda(own.parts, MARCH, APRIL)
  const [stop] = agenda.parts.find(({ id: part }) => part === 'campaigns')?.items ?? []
  assert.match(stop?.sentence.de ?? '', /Nach 20 Tagen ist Geld ausgegeben .* Grenze 60,00/)
})
