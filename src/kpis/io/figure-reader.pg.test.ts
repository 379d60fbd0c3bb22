// Figures read together are those that every figure route gives one by one; counts those of the explanation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { period } from '#kernel/period.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld, id } from '../../../test/helpers/kpi-world.ts'
import type { FactId } from '../facts.ts'
import { KpiQuery } from '../query.ts'
import { KPIS } from '../registry.ts'
import { KpiSettings } from '../settings.ts'
import { explainKpi } from './explain.ts'
import { readingFigures } from './figure-reader.ts'
import { readKpis } from './figures.ts'

const context = {
  settings: KpiSettings.parse({ margin_rate: 0.3 }),
  now: new Date('2026-04-10T09:00:00Z'),
}
const MARCH = { from: '2026-03-01', until: '2026-04-01' }
const FEBRUARY = { from: '2026-02-01', until: '2026-03-01' }

test('questions of several periods, views and filters are answered as one by one', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const asked = [
    MARCH,
    FEBRUARY,
    { ...MARCH, view: 'cohort' },
    { ...MARCH, channel: 'email' },
    { from: '2026-01-01', until: '2026-04-01', channel: 'email' },
    { ...MARCH, campaign: id('1') },
    { ...MARCH, owner: id('1'), view: 'cohort' },
  ].map((query) => KpiQuery.parse(query))
  const kpis = KPIS.map((kpi) => kpi.id)
  const together = await readingFigures(database.db, {}, context, (reader) =>
    reader.figures(asked.map((query) => ({ query, kpis }))),
  )
  for (const [place, query] of asked.entries()) {
    const alone = await readKpis(database.db, query, context)
    for (const kpi of kpis) {
      const { value, reason } = alone.kpis[kpi] ?? {}
      const found = together[place]?.[kpi]
      assert.deepEqual(
        [found?.value, found?.reason],
        [value, reason],
        `${kpi} of question ${place}`,
      )
    }
  }
})

test('two periods beside each other, and how many records stand behind their numbers', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const [march, february] = [period(MARCH.from, MARCH.until), period(FEBRUARY.from, FEBRUARY.until)]
  const facts: FactId[] = ['leads', 'cost_media', 'cost_personnel', 'won_count', 'period_days']
  const { compared, counts } = await readingFigures(database.db, {}, context, async (reader) => ({
    compared: await reader.compared(march),
    counts: await reader.counts(facts, [march, february]),
  }))
  // 14 of the 30 days of 900.00 EUR; 480.00 + 310.00 + 100.00 (one of two days) + 400.00.
  const cost = compared.find(({ id: kpi }) => kpi === 'marketing_cost')
  assert.deepEqual([cost?.before.value, cost?.current.value], [42_000, 129_000])
  assert.equal(cost?.before.inputs.cost_personnel, 42_000)
  // Leads 1, 2, 3, 5; two bookings of media, one of personnel over both months; deals 1 and 5; days are no records.
  assert.deepEqual([...counts].sort(), [
    ['cost_media', [2, 0]],
    ['cost_personnel', [1, 1]],
    ['leads', [4, 0]],
    ['won_count', [2, 0]],
  ])
  const explained = await explainKpi(
    database.db,
    'leads',
    { query: KpiQuery.parse(MARCH), limit: 1 },
    context,
  )
  assert.equal(explained.inputs[0]?.records?.count, 4)
})
