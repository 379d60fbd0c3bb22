import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scaled, unscaled } from './numbers.ts'
import { exactShares, largestRemainder, sumExact } from './round.ts'

test('round: cents go to the largest remainders so that the total is right', () => {
  // by hand: 0.333333 + 0.333333 + 0.333334 = 1.00; one cent is missing, the third is nearest to it
  assert.deepEqual(largestRemainder(['0.333333', '0.333333', '0.333334']), [33, 33, 34])
  // 0.004 + 0.004 + 0.004 = 0.012 -> one cent, ties to the earlier
  assert.deepEqual(largestRemainder(['0.004', '0.004', '0.004']), [1, 0, 0])
  assert.deepEqual(largestRemainder([]), [])
})

test('round: credits do not break it', () => {
  // -0.006 + 0.016 = 0.01
  assert.deepEqual(largestRemainder(['-0.006', '0.016']), [-1, 2])
})

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((value) => unscaled(value, 8))

test('round: sums are kept to the cent and to the sixth place, no share is off by one or more', () => {
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 30 }), (exact) => {
      const total = exact.reduce((sum, text) => sum + scaled(text, 8), 0n)
      const cents = largestRemainder(exact)
      assert.equal(
        BigInt(cents.reduce((sum, share) => sum + share, 0)),
        scaled(unscaled(total, 8), 2),
      )
      for (const [index, share] of cents.entries()) {
        const off = BigInt(share) * 1_000_000n - scaled(exact[index] ?? '', 8)
        assert.ok(off > -1_000_000n && off < 1_000_000n)
      }
      assert.equal(sumExact(exactShares(exact)), sumExact(exact))
    }),
  )
})
