// Decisions from the form to the report: kept by decisions, brought together with figures and targets as in main.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { readDecisionsOf } from '#decisions/io/log.ts'
import { period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, createRecord, deleteRecord, updateRecord } from '#platform/records/service.ts'
import { undoAction } from '#platform/records/undo.ts'
import { composeDomain } from '../src/compose.ts'
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
  const { records } = await composeDomain(database.db as Db)
  return {
    db: database.db,
    records,
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
  const march = await readDecisionsOf(own.db, period('2026-03-01', '2026-04-01'), 'EUR')
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
