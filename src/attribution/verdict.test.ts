import assert from 'node:assert/strict'
import { test } from 'node:test'
import { disagreement, isEnough } from './verdict.ts'

test('enough: 30 cases, and a half-width of at most half of the share', () => {
  assert.equal(isEnough(30, 0.4, [0.2, 0.6]), true)
  // just half of the share to each side
  assert.equal(isEnough(30, 0.5, [0.25, 0.75]), true)
  assert.equal(isEnough(29, 0.4, [0.3, 0.5]), false)
  assert.equal(isEnough(500, 0.4, [0.1, 0.6]), false)
})

const model = (name: string, shares: number[], spread: number) => ({
  model: name,
  shares,
  ranges: shares.map((share) => [share - spread, share + spread] as const),
})

test('disagreement: lowest and highest share with their models', () => {
  const models = [model('first', [0.5, 0.3, 0.2], 0.05), model('last', [0.2, 0.3, 0.5], 0.05)]
  assert.deepEqual(disagreement(models, 0), {
    lowest: { model: 'last', share: 0.2 },
    highest: { model: 'first', share: 0.5 },
    verdict: 'depends_on_model',
  })
  // second in both, the same share
  assert.equal(disagreement(models, 1)?.verdict, 'robust')
})

test('disagreement: intervals that overlap do not help when the rank moves by two', () => {
  const models = [model('a', [0.34, 0.33, 0.32], 0.2), model('b', [0.32, 0.33, 0.34], 0.2)]
  assert.equal(disagreement(models, 0)?.verdict, 'depends_on_model')
  const byOne = [model('a', [0.34, 0.33], 0.2), model('b', [0.33, 0.34], 0.2)]
  assert.equal(disagreement(byOne, 0)?.verdict, 'robust')
  assert.equal(disagreement([], 0), null)
})

test('disagreement: equal shares have the same rank, the best of theirs', () => {
  const models = [model('a', [0.25, 0.25, 0.25], 0.2), model('b', [0.3, 0.25, 0.2], 0.2)]
  // first of three equal ones and first of three different ones; for the last: first and third
  assert.equal(disagreement(models, 0)?.verdict, 'robust')
  assert.equal(disagreement(models, 2)?.verdict, 'depends_on_model')
})

test('disagreement: intervals that do not meet are none', () => {
  const models = [model('a', [0.6, 0.4], 0.01), model('b', [0.7, 0.3], 0.01)]
  assert.equal(disagreement(models, 0)?.verdict, 'depends_on_model')
})
