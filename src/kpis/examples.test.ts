import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { attainment } from './attainment.ts'
import { bandOf } from './bands.ts'
import { evaluate } from './evaluate.ts'
import { kpiById } from './registry.ts'
import { KpiSettings } from './settings.ts'
import { leverTable, velocity } from './velocity.ts'

const ROOT = join(import.meta.dirname, '../..')
const Lever = z.record(z.string(), z.union([z.object({ value: z.number() })]))
const Examples = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      kpi: z.string(),
      facts: z.record(z.string(), z.number()).default({}),
      settings: z.record(z.string(), z.string()).default({}),
      value: z.number().optional(),
      euros: z.boolean().default(false),
      band: z.string().optional(),
      edges: z.record(z.string(), z.string()).default({}),
    }),
  ),
  attainment: z.object({
    id: z.string(),
    target: z.number(),
    actual: z.number(),
    value: z.number(),
  }),
  impressions: z.object({ id: z.string(), shown: z.number(), value: z.number() }),
  levers: z.object({
    base: z.object({
      opportunities: z.number(),
      rate: z.number(),
      dealValueCents: z.number(),
      cycleDays: z.number(),
    }),
    cases: z.array(z.object({ id: z.string(), change: Lever, changeAgainstBase: z.number() })),
  }),
})
const examples = Examples.parse(
  JSON.parse(readFileSync(join(ROOT, 'test/examples/guides.json'), 'utf8')),
)

const close = (actual: number | null, expected: number, tolerance = 1e-6) =>
  assert(
    actual !== null && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )

for (const example of examples.cases) {
  test(`${example.id}: ${example.kpi}`, () => {
    const kpi = kpiById(example.kpi)
    assert(kpi, example.kpi)
    if (example.value !== undefined) {
      const settings = KpiSettings.parse(example.settings)
      const result = evaluate(kpi, example.facts, { view: 'period', settings })
      const value = result.value === null || !example.euros ? result.value : result.value / 100
      close(value, example.value)
      assert.equal(result.band, example.band)
    }
    for (const [edge, band] of Object.entries(example.edges)) {
      assert.equal(bandOf(Number(edge), kpi.bands ?? [])?.id, band, `edge ${edge}`)
    }
  })
}

test(`${examples.attainment.id}: target attainment`, () => {
  const { actual, target, value } = examples.attainment
  close(attainment(actual, target), value)
  assert.equal(attainment(5, 0), null)
})

test(`${examples.impressions.id}: impressions are counted as shown and enter no rate but ctr and cpm`, () => {
  const result = evaluate(
    kpiById('ctr') ?? assert.fail(),
    { impressions: examples.impressions.shown, clicks: 0 },
    { view: 'period', settings: KpiSettings.parse({}) },
  )
  assert.equal(result.inputs.impressions, examples.impressions.value)
})

for (const { id, change, changeAgainstBase } of examples.levers.cases) {
  test(`${id}: lever against base`, () => {
    const [lever] = leverTable(examples.levers.base, { [id]: change })
    close(lever?.changeAgainstBase ?? null, changeAgainstBase)
  })
}

test('bands: an edge met on a detour is still the edge', () => {
  const bands = kpiById('opportunity_to_won')?.bands ?? []
  // 1 - 0.85 is 0.15000000000000002 in binary, 0.1 x 3.5 is 0.35000000000000003
  assert.equal(bandOf(1 - 0.85, bands)?.id, 'between')
  assert.equal(bandOf(0.1 * 3.5, bands)?.id, 'between')
  assert.equal(bandOf(15 / 100, bands)?.id, 'between')
  assert.equal(bandOf(null, bands), null)
})

test('velocity: not defined without a cycle, 0 without opportunities', () => {
  const base = examples.levers.base
  assert.equal(velocity({ ...base, cycleDays: 0 }), null)
  assert.equal(velocity({ ...base, rate: null }), null)
  assert.equal(velocity({ ...base, opportunities: 0 }), 0)
})

// The list this restates, when it lies beside the project.
const REFERENCE = join(ROOT, '../shared/reference/worked-examples.json')
const Reference = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      expected: z.record(z.string(), z.unknown()),
      edges: z.record(z.string(), z.string()).optional(),
    }),
  ),
})
const NEEDED =
  /^(G3-.*|G5-(ctr|return-ratio|instagram-roi|xing-ads|follower-goal|impressions)|G2-roi|G4-roi)$/

test('examples: none of the published cases is missing, edges and bands agree', (t) => {
  if (!existsSync(REFERENCE)) return t.skip('../shared/reference is not here')
  const reference = Reference.parse(JSON.parse(readFileSync(REFERENCE, 'utf8')))
  const needed = reference.cases.filter(({ id }) => NEEDED.test(id))
  assert(needed.length >= 20)
  for (const { id, expected, edges } of needed) {
    const ours = examples.cases.filter((example) => example.id === id)
    const elsewhere = [examples.attainment.id, examples.impressions.id]
    assert(ours.length > 0 || elsewhere.includes(id), `${id} is missing`)
    if (edges) assert.deepEqual(ours[0]?.edges, edges, id)
    if (expected.band) assert.equal(ours[0]?.band, expected.band, id)
    const numbers = Object.values(expected).filter((value) => typeof value === 'number')
    for (const example of ours) {
      if (example.value === undefined) continue
      assert(
        numbers.some((value) => Math.abs(value - (example.value ?? Number.NaN)) < 1e-4),
        `${id}: ${example.value} is none of ${numbers}`,
      )
    }
  }
})
