import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import { inFigureUnit, milestonesOf, stopCheckOf } from './progress.ts'

const LEADS = { id: 'leads', betterWhen: 'higher', unit: 'count' } as const
const CPL = { id: 'cpl', betterWhen: 'lower', unit: 'money' } as const

const came = (value: number | null) => ({ value, inputs: {} })

const agreement = (values: Readonly<Record<string, unknown>>) => ({
  begins_on: '2026-03-01',
  ...values,
})

test('what people write becomes the unit of the figure', () => {
  for (const [written, unit, stored] of [
    [12.5, 'money', 1250],
    [0.07, 'rate', 0.0007],
    [35, 'rate', 0.35],
    [3, 'ratio', 3],
    [40, 'count', 40],
  ] as const) {
    assert.equal(inFigureUnit(written, unit), stored)
  }
})

test('day 30 ends on 31 March when day 0 is 1 March; what has not begun is not judged', () => {
  const given = agreement({ expected_30: 10, expected_90: 40 })
  const at = (today: string) =>
    milestonesOf(
      given,
      LEADS,
      new Map([
        [30, came(9)],
        [90, came(9)],
      ]),
      isoDate(today),
    )
  const [first, second, third] = at('2026-04-10')
  assert.deepEqual(first?.period, { from: '2026-03-01', until: '2026-03-31' })
  // 9 of 10: missed by a tenth asks for attention.
  assert.deepEqual([first?.actual, first?.state], [9, 'attention'])
  assert.deepEqual([second?.expected, second?.state], [null, 'none'])
  // 40 of the 90 days are over: 9 against 40 x 40 / 90 = 17.8.
  assert.equal(third?.state, 'bad')
  assert.deepEqual(
    at('2026-03-01').map(({ actual, state }) => [actual, state]),
    [
      [null, 'future'],
      [null, 'none'],
      [null, 'future'],
    ],
  )
})

test('the stop rule is judged on its day: worse is less leads, or a dearer one', () => {
  const given = agreement({ stop_on_day: 45, stop_value: 20 })
  const judge = (kpi: typeof LEADS | typeof CPL, actual: number | null, today = '2026-04-15') =>
    stopCheckOf(given, kpi, new Map([[45, came(actual)]]), isoDate(today))?.state
  // 1 March and 45 days is 15 April.
  assert.equal(judge(LEADS, 3, '2026-04-14'), 'future')
  assert.equal(judge(LEADS, 19), 'stop')
  assert.equal(judge(LEADS, 20), 'go_on')
  assert.equal(judge(CPL, 2001), 'stop')
  assert.equal(judge(CPL, 2000), 'go_on')
  assert.equal(judge(CPL, null), 'unknown')
  assert.equal(stopCheckOf(agreement({}), LEADS, new Map(), isoDate('2026-04-15')), null)
})

test('money spent and no case for it is worse than any limit; no money spent says nothing', () => {
  const given = agreement({ stop_on_day: 45, stop_value: 20, expected_30: 15 })
  const none = (marketing_cost: number) =>
    ({ value: null, reason: 'denominator_zero', inputs: { marketing_cost, leads: 0 } }) as const
  const states = (cost: number, today: string) => {
    const days = new Map([30, 45].map((day) => [day, none(cost)]))
    const [first] = milestonesOf(given, CPL, days, isoDate(today))
    return [first?.state, stopCheckOf(given, CPL, days, isoDate(today))?.state]
  }
  assert.deepEqual(states(40_000, '2026-04-15'), ['bad', 'stop'])
  assert.deepEqual(states(0, '2026-04-15'), ['neutral', 'unknown'])
  // While the days run a first lead may still come.
  assert.deepEqual(states(40_000, '2026-03-20'), ['neutral', 'future'])
})
