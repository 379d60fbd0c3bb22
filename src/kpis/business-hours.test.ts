import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BusinessHours, businessMinutes, minutesOfClock } from './business-hours.ts'

const office: BusinessHours = { days: 'monday_to_friday', opensAt: 480, closesAt: 1020 }

/** Instants as UTC; Berlin is one hour ahead in winter, two in summer. Calendar: 2 March 2026 is a Monday. */
const cases: readonly (readonly [
  name: string,
  from: string,
  until: string,
  minutes: number,
  hours?: BusinessHours,
])[] = [
  ['Monday 09:00 to 10:30', '2026-03-02T08:00Z', '2026-03-02T09:30Z', 90],
  [
    'created at night, reached at 08:20: from the opening',
    '2026-03-02T01:00Z',
    '2026-03-02T07:20Z',
    20,
  ],
  ['reached after closing: until the closing', '2026-03-02T15:30Z', '2026-03-02T20:00Z', 30],
  // Friday 16:30 to 17:00, Monday 08:00 to 08:15
  ['over the weekend', '2026-03-06T15:30Z', '2026-03-09T07:15Z', 45],
  ['created and reached on a Sunday', '2026-03-08T09:00Z', '2026-03-08T12:00Z', 0],
  // two whole weeks of 5 x 540 minutes and one hour
  ['two weeks and an hour', '2026-03-02T09:00Z', '2026-03-16T10:00Z', 5460],
  // Friday 27 March 16:00 CET to Monday 30 March 09:00 CEST: one hour each, the lost hour is on Sunday
  ['over the start of summer time', '2026-03-27T15:00Z', '2026-03-30T07:00Z', 120],
  // Sunday 29 March 00:00 CET to Monday 00:00 CEST: the clock shows 24 hours though only 23 passed
  [
    'the clock on the wall counts on the day of the change',
    '2026-03-28T23:00Z',
    '2026-03-29T22:00Z',
    1440,
    { days: 'every_day', opensAt: 0, closesAt: 1440 },
  ],
  // Friday 16:00 to 17:00, Saturday 08:00 to 17:00, Monday 08:00 to 09:00
  [
    'Saturday counts where it is a business day',
    '2026-03-06T15:00Z',
    '2026-03-09T08:00Z',
    660,
    { ...office, days: 'monday_to_saturday' },
  ],
  ['reached before it was created: none', '2026-03-03T09:00Z', '2026-03-02T09:00Z', 0],
  ['before 1970', '1969-12-29T08:00Z', '1969-12-29T09:00Z', 60],
]

for (const [name, from, until, minutes, hours = office] of cases) {
  test(`business minutes: ${name}`, () => {
    assert.equal(businessMinutes(new Date(from), new Date(until), 'Europe/Berlin', hours), minutes)
  })
}

test('business minutes: clock times are minutes after midnight, up to 24:00', () => {
  const read = ['00:00', '08:30', '24:00', '24:01', '8:00', '12:60', ''].map(minutesOfClock)
  assert.deepEqual(read, [0, 510, 1440, null, null, null, null])
})
