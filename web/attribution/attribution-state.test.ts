import { expect, test } from 'vitest'
import type { IsoDate } from '#kernel/period.ts'
import { attributionPeriod, baseQuery, viewOf, wordsOf } from './attribution-state.ts'
import { ruleFields, rulesQuery } from './rule-changes.ts'

const TODAY = '2026-11-22' as IsoDate

test('period: the last twelve complete months unless the address says another', () => {
  expect(attributionPeriod({}, TODAY)).toEqual({
    ...{ kind: 'range', period: { from: '2025-11-01', until: '2026-11-01' } },
  })
  expect(attributionPeriod({ period: '2026-Q1' }, TODAY).period.until).toBe('2026-04-01')
})

test('models: those of the address in their order, else the own one beside three rules', () => {
  expect(wordsOf({}, 'position_based')).toEqual(['position_based', 'first', 'last', 'linear'])
  expect(wordsOf({}, 'last')).toEqual(['last', 'first', 'linear'])
  expect(wordsOf({ model: ['markov', 'last,first', 'last'] }, 'linear')).toEqual([
    ...['markov', 'last', 'first'],
  ])
})

test('view: what the address cannot mean is the usual', () => {
  expect(viewOf({ conversion: 'mql', value: 'received', by: 'week' })).toMatchObject({
    ...{ conversion: 'mql', value: 'count', by: 'channel', panel: null, withIntervals: true },
  })
})

test('query: filters of the address, rules only where they are given', () => {
  const period = { from: '2026-01-01' as IsoDate, until: '2026-02-01' as IsoDate }
  const search = { channel: ['email', ''], without: 'display', lookback: '90', target_group: '' }
  expect(baseQuery({ repeats: 'first', drop_direct: 'true' }, period)).toMatchObject({
    ...{ repeats: 'first', drop_direct: 'true' },
  })
  expect(baseQuery(search, period)).toEqual({
    ...{ ...period, conversion: 'won', value: 'revenue', by: 'channel' },
    ...{ channel: ['email'], without: ['display'], lookback: '90' },
  })
})

test('rules: the days stand behind the choice of the lookback; unlimited has none', () => {
  const field = (id: string) => ({ id, type: 'text' as const, label: { de: id, en: id } })
  const given = ['currency', 'lookback_days', 'attribution_model', 'attribution_lookback']
  expect(ruleFields([...given, 'attribution_scope'].map(field)).map(({ id }) => id)).toEqual([
    ...['attribution_model', 'attribution_lookback', 'lookback_days', 'attribution_scope'],
  ])
  expect(rulesQuery({ attribution_lookback: 'unlimited', lookback_days: 90 })).toMatchObject({
    lookback: 'unlimited',
  })
  expect(rulesQuery({ attribution_lookback: 'days', lookback_days: 90 })).toMatchObject({
    lookback: 90,
  })
})
