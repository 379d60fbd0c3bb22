import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildHttp } from '#platform/http.ts'
import { silentLog } from '#platform/log.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld, id } from '../../../test/helpers/kpi-world.ts'
import { KPIS } from '../registry.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { kpiRoutes } from './routes.ts'

const MARCH = 'from=2026-03-01&until=2026-04-01'

/** The figure routes over the small world; `get` answers status and JSON. */
async function server(scope: 'all' | 'own' = 'all') {
  const database = await testDatabase()
  await createSmallWorld(database.db)
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'https://regelkreis.example.com',
    ready: async () => true,
    version: '1.2.3',
    authorize: async () => ({ userId: id('2'), name: 'Ben', role: 'viewer', scope }),
    isPermission: (permission) => permission === 'kpis:read',
  })
  await app.register(
    kpiRoutes({
      db: database.db,
      settings: async () => DEFAULT_SETTINGS,
      now: () => new Date('2026-04-20T10:00:00Z'),
    }),
  )
  await app.ready()
  return {
    app,
    async get(url: string) {
      const response = await app.inject({ url })
      return { status: response.statusCode, text: response.body, json: () => response.json() }
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('GET /api/kpis: every figure, in cents and fractions, with its inputs', async () => {
  await using api = await server()
  const answer = (await api.get(`/api/kpis?${MARCH}&by=source`)).json()
  assert.deepEqual(answer.period, { from: '2026-03-01', until: '2026-04-01' })
  assert.deepEqual(
    Object.keys(answer.kpis),
    KPIS.map((kpi) => kpi.id),
  )
  // 2 won, 1 lost
  assert.equal(answer.kpis.win_rate.value, 2 / 3)
  assert.equal(answer.kpis.win_rate.n, 3)
  assert.equal(answer.kpis.win_rate.small, true)
  assert.deepEqual(answer.kpis.marketing_roi.inputs, {
    attributed_revenue: 1_000_000,
    marketing_cost: 129_000,
  })
  // (10,000 - 1,290) / 1,290
  assert(Math.abs(answer.kpis.marketing_roi.value - 871_000 / 129_000) < 1e-9)
  assert(answer.kpis.marketing_roi.notes.includes('simple_attribution'))
  assert(answer.kpis.marketing_roi.notes.includes('cost_incomplete'), 'no technology cost')
  assert.equal(answer.kpis.influenced_revenue.reason, 'needs_attribution')
  assert.equal(answer.kpis.consent_rate.reason, 'needs_tracking')
  assert.deepEqual(
    answer.by.map((row: { key: string }) => row.key),
    ['', '(none)', 'google', 'newsletter'],
  )
  const google = answer.by.find((row: { key: string }) => row.key === 'google')
  assert.equal(google.kpis.marketing_cost.reason, 'no_dimension')
})

test('GET /api/kpis: the cohort view follows the records that entered', async () => {
  await using api = await server()
  const period = (await api.get(`/api/kpis?${MARCH}`)).json().kpis
  const cohort = (await api.get(`/api/kpis?${MARCH}&view=cohort`)).json().kpis
  // SQL in March: 1, MQL in March: 3, of these SQL by now: 2
  assert.equal(period.mql_to_sql.value, 1 / 3)
  assert.equal(cohort.mql_to_sql.value, 2 / 3)
  assert.deepEqual(cohort.mql_to_sql.inputs, { mql: 3, mql_became_sql: 2 })
  // MQL 1 after 34 days (5 April; days are 24 h), MQL 2 after 4, MQL 5 open since 30 days:
  // 4 days: 1 of 3; 34 days: the one still watched. 1 - 2/3 x 0 = 1
  assert.equal(cohort.mql_to_sql.estimate.value, 1)
  assert.equal(cohort.mql_to_sql.estimate.atDays, 34)
  assert(cohort.mql_to_sql.notes.includes('immature_cohort'))
  assert(cohort.revenue_won.notes.includes('period_view_only'))
})

test('GET /api/kpis: by month gives the months of the period', async () => {
  await using api = await server()
  const url = '/api/kpis?from=2026-02-01&until=2026-05-01&by=month'
  const rows = (await api.get(url)).json().by
  const won = rows.map((row: { key: string; kpis: Record<string, { value: number }> }) => [
    row.key,
    row.kpis.won?.value,
  ])
  assert.deepEqual(won, [
    ['2026-02', 0],
    ['2026-03', 2],
    ['2026-04', 1],
  ])
})

test('GET /api/kpis: refuses what is no period', async () => {
  await using api = await server()
  assert.equal((await api.get('/api/kpis?from=2026-03-01&until=2026-03-01')).status, 400)
  assert.equal((await api.get('/api/kpis?from=1.3.2026&until=2026-04-01')).status, 400)
})

test('GET explain: formula, numbers, and the very records behind each of them', async () => {
  await using api = await server()
  const url = `/api/kpis/win_rate/explain?${MARCH}`
  const answer = (await api.get(url)).json()
  assert.equal(answer.result.value, 2 / 3)
  const counts = answer.inputs.map(
    (input: { fact: string; value: number; records: { count: number } }) => [
      input.fact,
      input.value,
      input.records.count,
    ],
  )
  assert.deepEqual(counts, [
    ['won_count', 2, 2],
    ['lost_count', 1, 1],
    ['closed_count', 3, 3],
  ])
  assert.deepEqual(
    answer.records.rows.map((row: { label: string }) => row.label),
    ['Anlage 1', 'Anlage 5'],
  )
  assert.equal(answer.trend.length, 13)
  assert.equal(answer.trend.at(-1).value, 2 / 3)
})

test('GET explain: pages without loss or repetition', async () => {
  await using api = await server()
  const base = `/api/kpis/win_rate/explain?${MARCH}&fact=closed_count&limit=1`
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await api.get(cursor === null ? base : `${base}&cursor=${cursor}`)
    const records: { rows: { label: string }[]; next: string | null } = page.json().records
    seen.push(...records.rows.map((row) => row.label))
    cursor = records.next
  } while (cursor !== null)
  assert.deepEqual(seen, ['Anlage 1', 'Anlage 2', 'Anlage 5'])
})

test('GET explain: every figure opens, and sums of records are the facts', async () => {
  await using api = await server()
  for (const kpi of KPIS) {
    const { status, json } = await api.get(`/api/kpis/${kpi.id}/explain?${MARCH}`)
    assert.equal(status, 200, kpi.id)
    for (const { fact, value, unit, records } of json().inputs) {
      if (!records || value === null) continue
      if (records.sum !== undefined) {
        assert(Math.abs(records.sum - value) < 1e-6, `${fact}: ${records.sum} ${value}`)
      } else if (unit === 'count' && !/customers$/.test(fact)) {
        assert.equal(records.count, value, fact)
      }
    }
  }
})

test('GET explain: as a file that German Excel opens', async () => {
  await using api = await server()
  const url = `/api/kpis/win_rate/explain?${MARCH}&fact=won_count&format=csv`
  const { status, text } = await api.get(url)
  assert.equal(status, 200)
  const [head = '', first = ''] = text.split('\r\n')
  assert(head.startsWith('\ufeffid;label;Betrag'), head)
  assert(first.includes(';Anlage 1;10000;'), first)
  assert.equal((await api.get(`/api/kpis/win_rate/explain?${MARCH}&format=csv`)).status, 422)
  assert.equal((await api.get(`/api/kpis/nothing/explain?${MARCH}`)).status, 404)
  assert.equal((await api.get(`/api/kpis/win_rate/explain?${MARCH}&fact=nothing`)).status, 404)
})

test('GET definitions: formula and texts of every figure', async () => {
  await using api = await server()
  const answer = (await api.get('/api/kpis/definitions')).json()
  assert.equal(answer.kpis.length, KPIS.length)
  assert.equal(answer.blocks.length, 5)
  assert(answer.facts.every((fact: { counts: { de: string } }) => fact.counts.de.length > 5))
})

test('GET cockpit: five blocks with comparison and trend, four panels', async () => {
  await using api = await server()
  const { status, json } = await api.get(`/api/cockpit?${MARCH}`)
  assert.equal(status, 200)
  const answer = json()
  assert.deepEqual(
    answer.blocks.map((block: { id: string }) => block.id),
    ['result', 'efficiency', 'plannability', 'demand', 'trust'],
  )
  assert.deepEqual(answer.before, { from: '2026-02-01', until: '2026-03-01' })
  assert.deepEqual(answer.yearBefore, { from: '2025-03-01', until: '2025-04-01' })
  const [result] = answer.blocks
  const won = result.kpis.find((kpi: { id: string }) => kpi.id === 'won')
  assert.equal(won.current.value, 2)
  assert.equal(won.before.value, 0)
  assert.equal(won.change.verdict, 'no_clear_difference')
  assert.deepEqual(won.trend.slice(-2), [0, 2])
  assert.equal(answer.months.length, 13)
  assert.deepEqual(answer.months.at(-1), { from: '2026-03-01', until: '2026-04-01' })
  assert(result.sentence.de.startsWith('März 2026: 2 gewonnen, 2 mehr als im Februar 2026'))
  assert.deepEqual(answer.costCompleteness, {
    empty: ['technology', 'production'],
    complete: false,
  })
  // two of four leads are attributable
  assert(answer.channels.warning.de.startsWith('Nur 50,0'))
  assert.equal(answer.trust.changes[0].detail, 'Neues Banner')
  assert.equal(answer.funnel.view, 'cohort')
  const paid = answer.channels.rows.find((row: { key: string }) => row.key === 'paid_search')
  assert.equal(paid.kpis.revenue.value, 1_000_000)
  assert.equal(paid.kpis.cost.value, 31_000)
  assert.equal(answer.channels.total.kpis.cost.value, 129_000)
  // groups add up to the total
  const groups = answer.channels.groups.map(
    (group: { kpis: { cost: { value: number } } }) => group.kpis.cost.value,
  )
  assert.equal(
    groups.reduce((sum: number, one: number) => sum + one, 0),
    129_000,
  )
  assert.equal(answer.velocity.base, 'open_stock')
  assert.equal(answer.velocity.bases.length, 3)
})

test('GET cockpit: an empty company answers too', async () => {
  await using api = await server()
  const { status, json } = await api.get('/api/cockpit?from=2020-01-01&until=2020-02-01')
  assert.equal(status, 200)
  assert.equal(json().blocks[0].kpis[0].current.value, 0)
})

test('figures: who may see own rows only gets the figures of own rows', async () => {
  await using api = await server('own')
  const { kpis } = (await api.get(`/api/kpis?${MARCH}`)).json()
  // Ben owns opportunity 2 (lost) and 5 (won) and lead 2
  assert.deepEqual([kpis.won.value, kpis.lost.value, kpis.leads.value], [1, 1, 1])
})
