import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversionEstimate, countDurations, kaplanMeier } from './kaplan-meier.ts'

// Weeks to relapse of 21 patients under 6-mercaptopurine, Freireich et al. 1963 (S06), the usual
// textbook example; "+" = still without relapse.
const WEEKS = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
const CASES = WEEKS.split(' ').map((text) => ({
  days: Number.parseInt(text, 10),
  happened: !text.endsWith('+'),
}))
// Survival and standard error as printed in the textbooks that use it.
const PUBLISHED = [
  { days: 6, atRisk: 21, remaining: 0.857, standardError: 0.0764 },
  { days: 7, atRisk: 17, remaining: 0.807, standardError: 0.0869 },
  { days: 10, atRisk: 15, remaining: 0.753, standardError: 0.0963 },
  { days: 13, atRisk: 12, remaining: 0.69, standardError: 0.1068 },
  { days: 16, atRisk: 11, remaining: 0.627, standardError: 0.1141 },
  { days: 22, atRisk: 7, remaining: 0.538, standardError: 0.1282 },
  { days: 23, atRisk: 6, remaining: 0.448, standardError: 0.1346 },
]

test('kaplan-meier: the 6-MP remission times as published (S06)', () => {
  const steps = kaplanMeier(countDurations(CASES))
  assert.equal(steps.length, PUBLISHED.length)
  for (const [index, expected] of PUBLISHED.entries()) {
    const step = steps[index]
    assert.equal(step?.days, expected.days)
    assert.equal(step?.atRisk, expected.atRisk)
    assert(Math.abs((step?.remaining ?? 0) - expected.remaining) < 0.0006, `${expected.days}`)
    assert(Math.abs((step?.standardError ?? 0) - expected.standardError) < 0.0001)
  }
})

test('conversion estimate: one minus what remains, up to the longest time watched', () => {
  const estimate = conversionEstimate(countDurations(CASES))
  assert(estimate)
  assert(Math.abs(estimate.value - (1 - 0.448)) < 0.0006)
  assert.equal(estimate.atDays, 35)
  assert(estimate.low < estimate.value && estimate.value < estimate.high)
})

test('conversion estimate: without open cases it is the plain ratio', () => {
  // 3 of 4 by hand: two on day 1, one on day 5, one given up (censored) after the last event
  const estimate = conversionEstimate([
    { days: 1, happened: 2, censored: 0 },
    { days: 5, happened: 1, censored: 0 },
    { days: 9, happened: 0, censored: 1 },
  ])
  assert(Math.abs((estimate?.value ?? 0) - 0.75) < 1e-12)
  assert.equal(conversionEstimate([]), null)
})

test('conversion estimate: a lost case is no open case', () => {
  // 2 of 4 won on day 1, one lost, one open: by hand the lost one stays, so 2 of 4 at day 1
  const lost = conversionEstimate([
    { days: 1, happened: 2, censored: 0 },
    { days: 3, happened: 0, censored: 1, ended: 1 },
  ])
  assert(Math.abs((lost?.value ?? 0) - 0.5) < 1e-12)
  // won on day 5 with one lost before: 1 of 2, where taking the loss as censored would say 1 of 1
  const early = conversionEstimate([
    { days: 2, happened: 0, censored: 0, ended: 1 },
    { days: 5, happened: 1, censored: 0 },
  ])
  assert(Math.abs((early?.value ?? 0) - 0.5) < 1e-12)
})
