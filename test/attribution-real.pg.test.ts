import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AttributionAnswer, readAttribution } from '#attribution/io/read.ts'
import { reconcile } from '#attribution/io/reconcile.ts'
import { MODEL_NAMES, MODELS } from '#attribution/models.ts'
import { AttributionQuery } from '#attribution/query.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import { isRule } from '#attribution/sum-models.ts'
import { marginSql } from '#kpis/io/opportunity-sources.ts'
import { dataFile, mappingFile, reference, testImports, withData } from './helpers/imports.ts'
import { OLIST_FILES, ZOHO_FILES } from './helpers/reference-figures.ts'

const RULES = MODEL_NAMES.filter((name) => isRule(MODELS[name].model))

const context = (settings: object) => ({
  settings: AttributionSettings.parse({ time_zone: 'UTC', ...settings }),
  now: () => new Date('2026-11-01T00:00:00Z'),
  marginSql,
})

const ask = (given: object) =>
  AttributionQuery.parse({ from: '2000-01-01', until: '2030-01-01', model: RULES.join(), ...given })

function assertReconciled({ reconciliation }: AttributionAnswer): void {
  for (const { model, difference } of reconciliation) assert.equal(difference, 0, model)
}

type Olist = { by_origin: Record<string, { gross_revenue_brl: number }> }

test('Olist: one touch a lead, so every rule gives the revenue by origin', withData, async () => {
  await using workplace = await testImports({ currency: 'BRL' })
  await workplace.commit(OLIST_FILES.map(dataFile), { mappings: mappingFile('olist.json') })
  const unlimited = context({ attribution_lookback: 'unlimited' })
  const answer = await readAttribution(
    workplace.db,
    ask({ value: 'received', by: 'source' }),
    unlimited,
  )
  assertReconciled(answer)
  const { by_origin: expected } = reference<Olist>('olist_funnel')
  for (const { model, rows, unattributed } of answer.models) {
    const given = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
    // the one deal that was closed before its first contact
    assert.equal(unattributed.value, 2290, model)
    const lost = Object.entries(expected).map(([origin, figures]) => {
      const key = origin === '(blank)' ? '(none)' : origin
      return Math.round(figures.gross_revenue_brl * 100) - (given[key] ?? 0)
    })
    assert.deepEqual(
      lost.filter((cents) => cents !== 0),
      [2290],
      model,
    )
  }
})

test('Zoho: every month and every rule adds up to what was won', withData, async () => {
  await using workplace = await testImports({ currency: 'USD' })
  await workplace.commit(ZOHO_FILES.map(dataFile))
  const settings = context({})
  for (const value of ['revenue', 'count']) {
    const answer = await readAttribution(workplace.db, ask({ value }), settings)
    assertReconciled(answer)
    assert(answer.models.every(({ total }) => total.conversions > 1000))
  }
  const { compared, wrong } = await reconcile(workplace.db, settings)
  assert(compared > 10)
  assert.deepEqual(wrong, [])
})
