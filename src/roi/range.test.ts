import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roiRange } from './range.ts'

const value = (model: string, value: number) => ({ model, value })

test('range: lowest and highest ROI over the models, by hand', () => {
  // cost 100: 80 -> -20 %, 150 -> +50 %
  const found = roiRange([value('first', 150), value('last', 80), value('linear', 110)], 100)
  assert.deepEqual(found, {
    lowest: { model: 'last', value: 80, roi: -0.2 },
    highest: { model: 'first', value: 150, roi: 0.5 },
    verdict: 'depends_on_model',
    pays: null,
  })
})

test('range: robust when every model says the same of the money', () => {
  const paid = roiRange([value('first', 400), value('last', 100)], 100)
  assert.deepEqual([paid?.verdict, paid?.pays], ['robust', true])
  const lost = roiRange([value('first', 99), value('last', 0)], 100)
  assert.deepEqual([lost?.verdict, lost?.pays], ['robust', false])
})

test('range: no cost, no ROI', () => {
  assert.equal(roiRange([value('first', 400)], 0), null)
  assert.equal(roiRange([value('first', 400)], null), null)
  assert.equal(roiRange([], 100), null)
})
