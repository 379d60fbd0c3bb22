import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FACT_IDS, FACTS } from '../facts.ts'
import { KPIS } from '../registry.ts'
import { hasColumnName } from './column-names.ts'
import { SOURCES, sourceOfFact } from './sources.ts'

test('sources: every column has a heading in both languages', () => {
  const columns = SOURCES.flatMap((source) => source.columns.map(({ id }) => id))
  assert(columns.length > 50)
  assert.deepEqual(
    columns.filter((id) => !hasColumnName(id)),
    [],
  )
})

test('sources: a fact comes from one place, and its records are what it says', () => {
  const facts = SOURCES.flatMap((source) => Object.keys(source.facts))
  assert.equal(new Set(facts).size, facts.length)
  for (const id of FACT_IDS) {
    const found = sourceOfFact(id)
    if (found) assert.equal(FACTS[id].records, found.source.records, id)
  }
})

test('sources: facts without a source are settings, the calendar, or wait for a part to come', () => {
  const given = ['period_days', 'clv_fixed_value', 'customer_lifetime_years', 'monthly_churn']
  const waiting = new Set(KPIS.filter((kpi) => kpi.needs).flatMap((kpi) => kpi.period.inputs))
  const missing = FACT_IDS.filter((id) => !sourceOfFact(id) && !given.includes(id))
  assert.deepEqual(
    missing.filter((id) => !waiting.has(id)),
    [],
  )
})
