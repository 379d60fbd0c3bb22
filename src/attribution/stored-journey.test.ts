import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttributionSettings } from './settings.ts'
import { cutJourney, type StoredJourney } from './stored-journey.ts'

const { rules } = AttributionSettings.parse({})
const DAY_MS = 86_400_000
const CLOSED = 1000 * DAY_MS

const journey = (instants: number[], later = 0): StoredJourney => ({
  hasSomebody: true,
  instants,
  channels: instants.map(() => 'email'),
  sessions: [],
  forms: instants.map(() => '0').join(''),
  leadCreated: [],
  opportunityCreated: [],
  later,
})

test('a touch at the very instant of the conversion counts, one after it does not', () => {
  const { places, ages } = cutJourney(journey([CLOSED - 1000, CLOSED, CLOSED + 1]), CLOSED, rules)
  assert.deepEqual(
    [places, ages],
    [
      [0, 1],
      [1, 0],
    ],
  )
})

test('why nothing counts: nobody, no touch, too late, too old, left out', () => {
  const reasonOf = (given: StoredJourney, without: string[] = []) =>
    cutJourney(given, CLOSED, { ...rules, without: new Set(without) }).reason
  const old = journey([CLOSED - 366 * DAY_MS])
  assert.equal(reasonOf({ ...journey([]), hasSomebody: false }), 'nobody')
  assert.equal(reasonOf(journey([])), 'no_touch')
  // touches that came too late to be kept, and one that came after this conversion
  assert.equal(reasonOf(journey([], 2)), 'after_close')
  assert.equal(reasonOf(journey([CLOSED + 1])), 'after_close')
  assert.equal(reasonOf(old), 'outside_lookback')
  assert.equal(reasonOf(journey([CLOSED - 1]), ['email']), 'left_out')
})
