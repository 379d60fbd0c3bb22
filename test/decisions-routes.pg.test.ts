// The routes of decisions as a browser calls them: shapes, permissions, refusals.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisionRoutes } from '#decisions/io/routes.ts'
import type { Db } from '#platform/records/binding.ts'
import { composeDomain } from '../src/compose.ts'
import { composeDecisions } from '../src/compose-decisions.ts'
import { ask, setUp, type TestApp, testApp } from './helpers/app.ts'
import { createSmallWorld, id } from './helpers/kpi-world.ts'

const MARCH = { from: '2026-03-01', until: '2026-04-01' }

type Body = Readonly<Record<string, unknown>>

async function world() {
  const server = await testApp()
  await createSmallWorld(server.db)
  const domain = await composeDomain(server.db as unknown as Db)
  server.clock.now = new Date('2026-04-10T09:00:00Z')
  const role = { mayPlan: true }
  const parts = composeDecisions(domain, () => server.clock.now)
  await server.app.register(decisionRoutes({ ...parts, may: () => role.mayPlan }))
  const cookie = await setUp(server)
  const call = async (method: Parameters<typeof ask>[1], url: string, body?: object) => {
    const answer = await ask(server as TestApp, method, url, { cookie, ...(body && { body }) })
    return { status: answer.status, body: answer.body as Body }
  }
  return { server, call, role, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('a decision from its figure to its check, its target, and the summary', async () => {
  await using own = await world()
  const { call } = own
  const made = await call('POST', '/api/decisions/decide', {
    values: {
      ...{ title: 'Mehr Anzeigen', status: 'decided', decided_on: '2026-04-01' },
      ...{ effect_kpi: 'leads', check_on: '2026-04-09' },
    },
    figures: [{ kpi: 'leads', ...MARCH }],
  })
  assert.equal(made.status, 201)
  const path = `/api/decisions/${String(made.body.id)}`
  const pinned = await call('POST', `${path}/figures`, { kpi: 'won', ...MARCH })
  const backwards = { kpi: 'won', from: MARCH.until, until: MARCH.from }
  assert.equal((await call('POST', `${path}/figures`, backwards)).status, 422)
  const figures = pinned.body.figures as readonly { id: string; kpi: string; value: number }[]
  // Four leads and two won deals in March.
  assert.deepEqual(figures.map(({ kpi, value }) => [kpi, value]).sort(), [
    ['leads', 4],
    ['won', 2],
  ])
  const won = figures.find(({ kpi }) => kpi === 'won')
  const left = await call('DELETE', `${path}/figures/${won?.id}`)
  assert.equal((left.body.figures as unknown[]).length, 1)
  const stale = await call('POST', `${path}/check`, { version: 7, outcome: 'partly' })
  assert.equal(stale.status, 409)
  const checked = await call('POST', `${path}/check`, {
    ...{ version: 1, outcome: 'partly', outcome_note: 'Ein wenig.' },
    figure: { kpi: 'leads', ...MARCH },
  })
  assert.equal(checked.status, 200)
  const wish = { kpi: 'leads', period: 'quarter', from: '2026-05-20', value: 90 }
  const changed = await call('POST', `${path}/target`, wish)
  assert.deepEqual(
    (changed.body.targets as Body[]).map(({ from, before, after }) => [from, before, after]),
    [['2026-04-01', null, 90]],
  )
  const unknown = await call('POST', `${path}/target`, { ...wish, kpi: 'nonsense' })
  assert.equal(unknown.status, 400)
  // Whoever decides, but plans nothing, changes no target.
  own.role.mayPlan = false
  assert.equal((await call('POST', `${path}/target`, wish)).status, 403)
  own.role.mayPlan = true
  for (const filters of [{ source: 'google' }, { campaign: 'no uuid' }]) {
    const refused = await call('POST', `${path}/target`, { ...wish, filters })
    assert.equal(refused.status, 422)
  }
  // A filter that figures do not know is refused, and not left out.
  const unfiltered = { kpi: 'leads', ...MARCH, filters: { source: 'google' } }
  assert.equal((await call('POST', `${path}/figures`, unfiltered)).status, 422)
  const summary = await call('GET', '/api/decisions/summary?from=2026-04-01&until=2026-05-01')
  const [told] = summary.body.checked as Body[]
  assert.deepEqual(
    [told?.title, told?.outcome, told?.targets],
    [
      'Mehr Anzeigen',
      'partly',
      [
        {
          de: 'Ziel Leads, Q2 2026: 90 statt keines',
          en: 'Target Leads, Q2 2026: 90 instead of none',
        },
      ],
    ],
  )
})

test('agenda, review, calendar and the agreement of a campaign answer in their shapes', async () => {
  await using own = await world()
  const { call } = own
  const days = 'from=2026-03-01&until=2026-04-01'
  const agenda = await call('GET', `/api/agenda?${days}`)
  assert.equal(agenda.status, 200)
  const held = await call('POST', '/api/agenda/held', {
    ...{ period: MARCH, held_on: '2026-04-10', criteria_answer: 'right' },
  })
  assert.equal(held.status, 201)
  const kept = await call('GET', `/api/reviews/${String(held.body.id)}/agenda`)
  assert.deepEqual(kept.body.agenda, agenda.body)
  const calendar = await call('GET', '/api/report-calendar?from=2026-04-01&until=2026-05-01')
  assert.deepEqual(
    (calendar.body.entries as Body[]).map(({ on, type }) => [on, type]),
    [['2026-04-10', 'review']],
  )
  const missing = await call('GET', `/api/campaign-agreements/${id('1')}`)
  assert.deepEqual(missing.body, { today: '2026-04-10', currency: 'EUR', progress: null })
  assert.equal((await call('GET', '/api/agenda?from=2026-04-01&until=2026-03-01')).status, 400)
  const stranger = await ask(own.server, 'GET', `/api/agenda?${days}`)
  assert.equal(stranger.status, 401)
})
