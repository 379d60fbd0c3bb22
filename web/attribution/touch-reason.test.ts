import { expect, test } from 'vitest'
import type { DealJourney, JourneyTouch } from './journeys-api.ts'
import { lineOf, notCounting } from './touch-reason.ts'

const touch = (day: string, counts: boolean): JourneyTouch => ({
  ...{ kind: 'touchpoint', recordId: day, at: `2026-${day}T09:00:00.000Z`, channel: 'email' },
  ...{
    lastNonDirect: null,
    campaignId: null,
    campaign: null,
    source: null,
    content: null,
    title: null,
    person: null,
  },
  ...{ isForm: false, counts, credits: {}, milestones: [] },
})
const journey: DealJourney = {
  ...{ opportunityId: '1', name: 'Anlage', accountId: null, outcome: 'won', amount: 100 },
  ...{ openedAt: '2026-03-01T09:00:00.000Z', closedAt: '2026-04-01T09:00:00.000Z' },
  ...{ unattributed: {}, selfReported: [] },
  touches: [
    touch('01-01', false),
    touch('02-01', true),
    touch('03-01', false),
    touch('05-01', false),
  ],
}

test('why a touch does not count', () => {
  expect(journey.touches.map((one) => notCounting(one, journey))).toEqual([
    'old',
    null,
    'visit',
    'after',
  ])
})

test('a deal that is open has no end that a touch could lie behind', () => {
  const open: DealJourney = { ...journey, outcome: 'open', touches: [touch('05-01', false)] }
  expect(open.touches.map((one) => notCounting(one, open))).toEqual(['old'])
})

test('touches that count have numbers', () => {
  const numbers = lineOf(journey).flatMap((entry) => (entry.event === null ? [entry.number] : []))
  expect(numbers).toEqual([null, 1, null, null])
})

test('opening and end stand among the touches', () => {
  expect(lineOf(journey).map(({ at, event }) => event ?? at.slice(5, 10))).toEqual([
    '01-01',
    '02-01',
    '03-01',
    'opened',
    'won',
    '05-01',
  ])
})
