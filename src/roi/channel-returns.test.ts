import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adsReturn } from './channel-returns.ts'

test('ads: G3-breakeven-roas, a ROAS of 4 at a margin of 25 % earns nothing', () => {
  assert.deepEqual(adsReturn(4, 4 * 0.25), {
    ...{ roas: 4, breakEvenRoas: 4, marginRoas: 1, resultPerEuro: 0 },
    verdict: 'even',
    isDeceptive: true,
  })
})

test('ads: the same ROAS at 20 % loses 20 cents a euro, at 40 % it earns 60', () => {
  const poor = adsReturn(4, 4 * 0.2)
  assert.deepEqual([poor?.breakEvenRoas, poor?.verdict, poor?.isDeceptive], [5, 'loses', true])
  assert.equal(Number(poor?.resultPerEuro?.toFixed(9)), -0.2)
  const rich = adsReturn(4, 4 * 0.4)
  assert.deepEqual([rich?.breakEvenRoas, rich?.verdict, rich?.isDeceptive], [2.5, 'earns', false])
})

test('ads: without a margin nothing is claimed, without a ROAS there is nothing', () => {
  assert.equal(adsReturn(null, null), null)
  assert.equal(adsReturn(4, null)?.verdict, 'unknown')
  assert.equal(adsReturn(0, 0)?.breakEvenRoas, null)
  // less revenue than cost hides nothing
  assert.equal(adsReturn(0.5, 0.1)?.isDeceptive, false)
})
