import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BLOCKS } from './define.ts'
import { evaluate } from './evaluate.ts'
import { FACT_IDS, FACTS, type FactId, type Facts } from './facts.ts'
import { KPIS } from './registry.ts'
import { NOTES, REASONS } from './result.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const ROOT = join(import.meta.dirname, '../..')
const everyCalculation = KPIS.flatMap((kpi) =>
  [kpi.period, kpi.cohort, ...Object.values(kpi.variants?.of ?? {})].flatMap((calculation) =>
    calculation ? [{ kpi, calculation }] : [],
  ),
)

test('registry: ids are unique, each has its own file, every block has figures', () => {
  assert(KPIS.length > 70)
  assert.equal(new Set(KPIS.map((kpi) => kpi.id)).size, KPIS.length)
  for (const kpi of KPIS) {
    const file = join(import.meta.dirname, 'figures', `${kpi.id.replaceAll('_', '-')}.ts`)
    assert(existsSync(file), `${file} is missing`)
  }
  for (const block of BLOCKS) assert(KPIS.some((kpi) => kpi.block === block.id))
})

test('registry: every input is a fact and every fact is used', () => {
  const used = new Set<FactId>(everyCalculation.flatMap(({ calculation }) => calculation.inputs))
  for (const { calculation } of everyCalculation) {
    if (calculation.cases) used.add(calculation.cases)
    for (const spread of [calculation.mean, calculation.sum]) {
      if (spread) used.add(spread.count).add(spread.deviation)
    }
  }
  // shown in explanations and panels, not part of a formula
  for (const id of ['sessions', 'platform_conversions', 'margin_estimated_amount'] as const) {
    used.add(id)
  }
  for (const id of ['attributed_won_count'] as const) used.add(id)
  assert.deepEqual(
    FACT_IDS.filter((id) => !used.has(id)),
    [],
  )
  for (const id of used) assert(FACTS[id], id)
})

test('registry: a division by 0 is not defined, never Infinity or NaN', () => {
  const zeros: Facts = Object.fromEntries(FACT_IDS.map((id) => [id, 0]))
  for (const kpi of KPIS) {
    for (const view of ['period', 'cohort'] as const) {
      const result = evaluate(kpi, zeros, { view, settings: DEFAULT_SETTINGS })
      assert(result.value === null || Number.isFinite(result.value), kpi.id)
      assert.equal(result.value === null, result.reason !== undefined, kpi.id)
    }
  }
})

test('registry: with nothing known every figure is null and says why', () => {
  for (const kpi of KPIS) {
    const result = evaluate(kpi, {}, { view: 'period', settings: DEFAULT_SETTINGS })
    assert.equal(result.value, null, kpi.id)
    assert(result.reason && REASONS[result.reason], kpi.id)
  }
})

test('registry: sources are explained in docs/sources.md, notes have texts', () => {
  const sources = readFileSync(join(ROOT, 'docs/sources.md'), 'utf8')
  for (const kpi of KPIS) {
    assert(sources.includes(`**${kpi.source}**`), `${kpi.source} of ${kpi.id}`)
    for (const note of kpi.notes ?? []) assert(NOTES[note], note)
  }
})
