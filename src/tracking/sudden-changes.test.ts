import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentJump, suddenDrop } from './sudden-changes.ts'

test('drop: four deviations of the weekday, calculated by hand', () => {
  // mean 100; squares 400 400 400 400 0 0 0 0 = 1600; / 7 = 228.57; root 15.12; 100 - 4 x 15.12 = 39.53
  const weeksBefore = [120, 80, 120, 80, 100, 100, 100, 100]
  assert.equal(suddenDrop({ visits: 40, weeksBefore }), null)
  const drop = suddenDrop({ visits: 39, weeksBefore })
  assert.equal(drop?.expected, 100)
  assert.equal(drop?.least.toFixed(2), '39.53')
})

test('drop: weeks that happen to be alike count with the deviation of counting itself', () => {
  // mean 100, all alike: root of 100 = 10, so 60 is the edge
  const weeksBefore = Array.from({ length: 8 }, () => 100)
  assert.equal(suddenDrop({ visits: 60, weeksBefore }), null)
  assert.ok(suddenDrop({ visits: 59, weeksBefore }))
})

test('drop: tiny counts and short histories raise no alarm', () => {
  // mean 16: 16 - 4 x 4 = 0, and nothing is less than no visit; mean 17: 17 - 4 x 4.123 = 0.51
  assert.equal(suddenDrop({ visits: 0, weeksBefore: Array.from({ length: 8 }, () => 16) }), null)
  assert.ok(suddenDrop({ visits: 0, weeksBefore: Array.from({ length: 8 }, () => 17) }))
  assert.equal(suddenDrop({ visits: 0, weeksBefore: [500, 500, 500, 500, 500] }), null)
})

test('drop: only the last eight weeks count', () => {
  const weeksBefore = [...Array.from({ length: 8 }, () => 10), 900, 900, 900]
  assert.equal(suddenDrop({ visits: 0, weeksBefore }), null)
})

test('consent: a jump needs ten points, enough visitors and to be no chance', () => {
  // 60 % of 1,000 against 45 % of 4,000: pooled 48 %, error root(0.2496 x 0.00125) = 0.01766; 0.15 > 0.0707
  const before = { consented: 1800, visitors: 4000 }
  assert.deepEqual(consentJump({ consented: 600, visitors: 1000 }, before), {
    rate: 0.6,
    rateBefore: 0.45,
  })
  assert.equal(consentJump({ consented: 540, visitors: 1000 }, before), null)
  // 200 visitors: pooled about 0.4571, error 0.0361, four of them 0.1444: 14 points are chance, 15 are not
  assert.equal(consentJump({ consented: 118, visitors: 200 }, before), null)
  assert.ok(consentJump({ consented: 120, visitors: 200 }, before))
  assert.equal(consentJump({ consented: 199, visitors: 199 }, before), null)
})
