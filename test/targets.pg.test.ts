// Targets from the form to the figures: kept by planning, compared by kpis, brought together as in main.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { addDays, type Period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { explainKpi } from '#kpis/io/explain.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { DEFAULT_SETTINGS } from '#kpis/settings.ts'
import { ADDITIVE } from '#kpis/targets.ts'
import { readProposalStart, settingsOf, writeChosenTargets } from '#planning/io/proposal.ts'
import { readTargets } from '#planning/io/targets.ts'
import { listPlans, readStoredPlan, readYearPlan, writeYearPlan } from '#planning/io/year-plan.ts'
import type { PlanChange, ProposalChoice } from '#planning/plan-shapes.ts'
import { EMPTY_YEAR, spread } from '#planning/year-plan.ts'
import type { Db, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, createRecord } from '#platform/records/service.ts'
import { composeDomain, composePlanning } from '../src/compose.ts'
import { testDatabase } from './helpers/database.ts'
import { createSmallWorld, id } from './helpers/kpi-world.ts'

const writing: WriteContext = {
  actor: { userId: null, name: 'Test' },
  now: new Date('2026-03-10T09:00:00.000Z'),
  timeZone: 'Europe/Berlin',
}

type Values = Readonly<Record<string, unknown>>

/** The small world (won in March: 10,000.00 EUR), with a way to set targets and to ask for figures. */
async function world() {
  const database = await testDatabase()
  await createSmallWorld(database.db)
  const { records } = await composeDomain(database.db as Db)
  const context = {
    settings: DEFAULT_SETTINGS,
    now: new Date('2026-05-20T10:00:00Z'),
    targets: (days: Period) => readTargets(database.db, days),
  }
  const query = (from: string, until: string, more: Values = {}) =>
    KpiQuery.parse({ from, until, ...more })
  return {
    context,
    query,
    db: database.db,
    add: (values: Values) => createRecord(records, bindingOf(records, 'target'), values, writing),
    kpis: async (from: string, until: string, more: Values = {}) =>
      (await readKpis(database.db, query(from, until, more), context)).kpis,
    rows: async (from: string, until: string, more: Values) =>
      (await readKpis(database.db, query(from, until, more), context)).by ?? [],
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const MARCH = ['2026-03-01', '2026-04-01'] as const
const month = (values: Values) => ({ period: 'month', from_date: '2026-03-01', ...values })

test('a target of March stands beside the figure of March: 10,000 of 25,000 EUR are 40 %', async () => {
  await using own = await world()
  await own.add(month({ kpi: 'revenue_won', amount: 2_500_000 }))
  const { revenue_won: revenue, won } = await own.kpis(...MARCH)
  assert.deepEqual(revenue?.target, {
    value: 2_500_000,
    period: { from: '2026-03-01', until: '2026-04-01' },
    source: 'own',
    attainment: 0.4,
    difference: -1_500_000,
    state: 'bad',
  })
  assert.equal(won?.target, undefined)
  assert.equal((await own.kpis('2026-04-01', '2026-05-01')).revenue_won?.target, undefined)
})

test('a year gives a month its days, three months give a quarter', async () => {
  await using own = await world()
  await own.add({ kpi: 'leads', period: 'year', from_date: '2026-07-15', number: 365 })
  const march = (await own.kpis(...MARCH)).leads
  // 365 x 31 / 365; leads of March in Berlin: 1, 2, 3 and 5
  assert.deepEqual(
    [march?.value, march?.target?.value, march?.target?.source, march?.target?.derivedFrom],
    [4, 31, 'derived', 'year'],
  )
  for (const [from, number] of [
    ['2026-01-01', 1],
    ['2026-02-01', 2],
    ['2026-03-01', 5],
  ] as const) {
    await own.add({ kpi: 'leads', period: 'month', from_date: from, number })
  }
  const quarter = (await own.kpis('2026-01-01', '2026-04-01')).leads
  assert.equal(quarter?.target?.value, 8)
  assert.equal(quarter?.target?.derivedFrom, 'months')
  assert.equal(quarter?.target?.attainment, 0.5)
})

test('a target of a channel holds for this filter and this row, and for nothing else', async () => {
  await using own = await world()
  await own.add(month({ kpi: 'leads', number: 10, channel: 'email' }))
  assert.equal((await own.kpis(...MARCH)).leads?.target, undefined)
  const email = (await own.kpis(...MARCH, { channel: 'email' })).leads
  assert.deepEqual([email?.value, email?.target?.value, email?.target?.attainment], [1, 10, 0.1])
  assert.equal(
    (await own.kpis(...MARCH, { channel: ['email', 'direct'] })).leads?.target,
    undefined,
  )
  const rows = await own.rows(...MARCH, { by: 'channel' })
  const targeted = rows.filter(({ kpis }) => kpis.leads?.target)
  assert.deepEqual(
    targeted.map(({ key, kpis }) => [key, kpis.leads?.target?.value]),
    [['email', 10]],
  )
})

test('a split by month compares each month with its own target; a part of a month with none', async () => {
  await using own = await world()
  await own.add(month({ kpi: 'leads', number: 8 }))
  const rows = await own.rows('2026-02-15', '2026-04-10', { by: 'month' })
  assert.deepEqual(
    rows.map(({ key, kpis }) => [key, kpis.leads?.target?.value]),
    [
      ['2026-02', undefined],
      ['2026-03', 8],
      ['2026-04', undefined],
    ],
  )
})

test('cockpit: figure and headline target of a block, by default of its headline figure', async () => {
  await using own = await world()
  await own.add(month({ kpi: 'revenue_won', amount: 800_000 }))
  await own.add(month({ kpi: 'cac', amount: 100_000, team_id: id('1') }))
  const asked = { query: own.query(...MARCH), funnelView: 'cohort' } as const
  const { blocks } = await readCockpit(own.db, asked, own.context)
  const [result] = blocks
  assert.equal(result?.headlineTarget, 'revenue_won')
  const revenue = result?.kpis.find((kpi) => kpi.id === 'revenue_won')
  // 1,000,000 of 800,000 cents
  assert.equal(revenue?.current.target?.attainment, 1.25)
  assert.equal(revenue?.current.target?.state, 'good')
  const others = blocks.flatMap(({ kpis }) => kpis).filter((kpi) => kpi.current.target)
  assert.deepEqual(
    others.map((kpi) => kpi.id),
    ['revenue_won'],
  )

  const settings = { ...DEFAULT_SETTINGS, headline_target_result: 'won' }
  const changed = await readCockpit(own.db, asked, { ...own.context, settings })
  assert.equal(changed.blocks[0]?.headlineTarget, 'won')

  const explained = await explainKpi(
    own.db,
    'revenue_won',
    { query: asked.query, limit: 1 },
    own.context,
  )
  assert.equal(explained.result?.target?.value, 800_000)
})

const refusedWith = (rule: string) => (error: unknown) =>
  error instanceof Refusal &&
  (error.code === rule || error.problems.some((problem) => problem.rule === rule))

test('a target is kept under its first day, in the unit of its figure, and once', async () => {
  await using own = await world()
  const quarter = { kpi: 'mql_to_sql', period: 'quarter', from_date: '2026-05-20', rate: 0.3 }
  assert.equal((await own.add(quarter)).from_date, '2026-04-01')
  await assert.rejects(own.add(quarter), refusedWith('records.duplicate'))
  await assert.rejects(own.add({ ...quarter, number: 3 }), refusedWith('planning.rate_needed'))
  await assert.rejects(
    own.add({ kpi: 'revenue_won', period: 'year', from_date: '2026-01-01', rate: 0.3 }),
    refusedWith('planning.amount_needed'),
  )
  await own.add({ ...quarter, channel: 'email' })
})

test('figures that are said to add up do: two weeks and the rest of March are March', async () => {
  await using own = await world()
  const cut = addDays(own.query(...MARCH).from, 14)
  const [whole, first, second] = await Promise.all([
    own.kpis(...MARCH),
    own.kpis('2026-03-01', cut),
    own.kpis(cut, '2026-04-01'),
  ])
  const checked = [...ADDITIVE].filter((kpi) => {
    const value = whole[kpi]?.value ?? null
    if (value === null) return false
    assert.equal((first[kpi]?.value ?? 0) + (second[kpi]?.value ?? 0), value, kpi)
    return value !== 0
  })
  assert.ok(checked.length >= 14, `seen: ${checked.join(', ')}`)
})

/** The plan of a year and the proposal, wired as the server wires them; the clock stands in May 2026. */
async function planningWorld() {
  const own = await world()
  const domain = await composeDomain(own.db as Db)
  const parts = composePlanning(domain, () => new Date('2026-05-20T10:00:00Z'))
  const save = (change: Omit<PlanChange, 'seen'> & { seen?: PlanChange['seen'] }) =>
    domain.records.db.transaction().execute(async (tx) => {
      const { seen } = await readStoredPlan(tx, change)
      await writeYearPlan(tx, domain.records, { seen, ...change }, writing)
    })
  return { ...own, domain, parts, save }
}

const PLAN = { kpi: 'leads', year: 2026, filters: {} }

test('the plan of a year: 17 targets in one go, beside the months as they were', async () => {
  await using own = await planningWorld()
  const values = { months: spread(120), quarters: [30, 30, 30, 30], year: 120 }
  await own.save({ ...PLAN, values })
  const plan = await readYearPlan(own.parts, { kpi: 'leads', year: 2026 })
  assert.deepEqual(plan.values, values)
  assert.equal(Object.keys(plan.seen).length, 17)
  // Leads of the small world in Berlin: 1, 2, 3 and 5 in March, 4 in April
  assert.deepEqual(
    plan.months.slice(1, 6).map(({ state, actual }) => [state, actual]),
    [
      ['past', 0],
      ['past', 4],
      ['past', 1],
      ['running', 0],
      ['future', null],
    ],
  )
  const next = await readYearPlan(own.parts, { kpi: 'leads', year: 2027 })
  assert.equal(next.months[2]?.lastYear, 4)
  const { items } = await listPlans(own.parts, 2026)
  assert.deepEqual(items, [{ kpi: 'leads', filters: {}, months: 12, quarters: 4, years: 1 }])
})

test('the plan of a year: what is emptied goes, what stays the same leaves no trace', async () => {
  await using own = await planningWorld()
  await own.save({ ...PLAN, values: { ...EMPTY_YEAR, months: spread(120), year: 120 } })
  await own.save({ ...PLAN, values: { ...EMPTY_YEAR, months: spread(120), year: 150 } })
  await own.save({ ...PLAN, values: { ...EMPTY_YEAR, year: 150 } })
  const { rows } = await sql<{ action: string; entries: number }>`
    select action, count(*) as entries from access.audit_event
     where kind = 'target' group by action order by action
  `.execute(own.db)
  assert.deepEqual(rows, [
    { action: 'create', entries: 13 },
    { action: 'delete', entries: 12 },
    { action: 'update', entries: 1 },
  ])
})

test('the plan of a year: of a channel it is another plan, and what others changed is not overwritten', async () => {
  await using own = await planningWorld()
  await own.save({ ...PLAN, values: { ...EMPTY_YEAR, year: 100 } })
  await own.save({ ...PLAN, filters: { channel: 'email' }, values: { ...EMPTY_YEAR, year: 40 } })
  const whole = await readYearPlan(own.parts, { kpi: 'leads', year: 2026 })
  assert.equal(whole.values.year, 100)
  await assert.rejects(
    own.save({ ...PLAN, seen: {}, values: { ...EMPTY_YEAR, year: 1 } }),
    refusedWith('records.changed_meanwhile'),
  )
  await assert.rejects(
    own.save({ ...PLAN, kpi: 'revenue_won', values: { ...EMPTY_YEAR, year: 0.5 } }),
    refusedWith('records.whole_cents_expected'),
  )
})

test('the proposal starts from the records of the last twelve months', async () => {
  await using own = await planningWorld()
  const { year, known } = await readProposalStart(own.parts)
  assert.equal(year, 2026)
  // Won from May 2025 to April 2026 with an amount: 10,000 and 20,000; cycles 20, 90 and 30 days
  assert.equal(known.dealValueCents, 1_500_000)
  assert.equal(known.revenueCents, 3_000_000)
  assert.equal(known.deals, 2)
  assert.ok(Math.abs((known.cycleDays ?? 0) - 30) < 0.1, String(known.cycleDays))
})

test('a chosen proposal: a year for what adds up, 17 times the rate, settings, all audited', async () => {
  await using own = await planningWorld()
  const choice: ProposalChoice = {
    year: 2026,
    answers: { industry: 'software', dealValueCents: 1_500_000, cycleDays: 45 },
    targets: [
      { kpi: 'revenue_won', value: 36_500_000 },
      { kpi: 'mql_to_sql', value: 0.3 },
    ],
    settings: { lookback_days: 90, test_weeks: 7 },
  }
  await own.domain.records.db.transaction().execute(async (tx) => {
    await own.parts.saveSettings(tx, settingsOf(choice), writing)
    await writeChosenTargets(tx, own.domain.records, choice, writing)
  })
  const march = await own.kpis(...MARCH)
  // 36,500,000 x 31 / 365
  assert.equal(march.revenue_won?.target?.value, 3_100_000)
  assert.equal(march.mql_to_sql?.target?.source, 'own')
  const settings = await own.domain.settings.current()
  assert.deepEqual(
    [settings.industry, settings.usual_cycle_days, settings.lookback_days, settings.test_weeks],
    ['software', 45, 90, 7],
  )
  const { answers } = await readProposalStart(own.parts)
  assert.deepEqual(answers, choice.answers)
})
