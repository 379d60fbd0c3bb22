import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate, period } from '#kernel/period.ts'
import { compareWithTarget } from '#kpis/targets.ts'
import { missedItem } from './agenda.ts'

test('a missed target of a running month: goal and share are both of the days so far', () => {
  const march = period('2026-03-01', '2026-04-01')
  const held = { value: 31, period: march, source: 'own' as const }
  const leads = { id: 'leads', betterWhen: 'higher' as const }
  const item = (day: string) =>
    missedItem(
      {
        ...{ kpi: 'leads', name: { de: 'Leads', en: 'Leads' }, filters: {}, filterNames: [] },
        result: {
          ...{ value: 5, unit: 'count' as const },
          target: compareWithTarget(leads, 5, held, isoDate(day)),
        },
      },
      march,
      'EUR',
    )
  // On 11 March 10 of 31 days are over: 10 leads were due, 5 are half of them.
  assert.equal(item('2026-03-11')?.sentence.en, '5 instead of 10 (50%).')
  // In April the whole month counts: 5 / 31 = 16 %.
  assert.equal(item('2026-04-02')?.sentence.en, '5 instead of 31 (16%).')
})
