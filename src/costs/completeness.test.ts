import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costCompleteness } from './completeness.ts'

test('completeness: the guide states personnel, technology and media; two kinds are missing', () => {
  // G1-technik-gmbh: costKindsStated personnel, technology, media
  const { missing, complete, warning } = costCompleteness({
    personnel: 4_800_000,
    technology: 1_200_000,
    media: 6_000_000,
  })
  assert.deepEqual(missing, ['external', 'production'])
  assert.equal(complete, false)
  assert.equal(warning, 'incomplete')
})

test('completeness: no personnel cost at all weighs more than another empty kind', () => {
  assert.equal(costCompleteness({ media: 50_000 }).warning, 'no_personnel')
  assert.equal(costCompleteness({}).warning, 'no_cost')
})

test('completeness: all five kinds are complete; one that a refund cancels is empty again', () => {
  const all = { personnel: 1, technology: 1, media: 1, external: 1, production: 1 }
  assert.equal(costCompleteness(all).warning, null)
  assert.equal(costCompleteness(all).complete, true)
  assert.deepEqual(costCompleteness({ ...all, production: 0, external: null }).missing, [
    'external',
    'production',
  ])
})
