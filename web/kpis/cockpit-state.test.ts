import { expect, test } from 'vitest'
import { type IsoDate, monthOf } from '#kernel/period.ts'
import { explainedOf, explainQueryOf, filterCount, queryOf } from './cockpit-state.ts'

const march = monthOf('2026-03-01' as IsoDate)

test('the address becomes the question to the server', () => {
  const search = {
    period: '2026-03',
    view: 'cohort',
    channel: ['paid_search', 'email'],
    team: 'a',
    business_type: 'new',
    sort: '-cost',
  }
  expect(queryOf(search, march)).toEqual({
    from: '2026-03-01',
    until: '2026-04-01',
    view: 'cohort',
    channel: ['paid_search', 'email'],
    team: ['a'],
    business_type: 'new',
  })
  expect(filterCount(search)).toBe(3)
  expect(filterCount({ team: '' })).toBe(0)
})

test('a row of the channel table narrows its explanation', () => {
  const explained = explainedOf({ explain: 'cpl', in_channel: 'email', in_view: 'cohort' })
  expect(explained).toEqual({ kpi: 'cpl', fact: '', channels: ['email'], view: 'cohort' })
  if (explained === null) return
  expect(explainQueryOf({ from: 'a', channel: ['x'], view: 'period' }, explained)).toEqual({
    from: 'a',
    channel: ['email'],
    view: 'cohort',
  })
})

test('without explain nothing is open', () => {
  expect(explainedOf({ fact: 'leads' })).toBeNull()
})
