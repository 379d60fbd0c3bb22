import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate, period } from '#kernel/period.ts'
import { compareWithTarget } from '#kpis/targets.ts'
import { agreedDays, missedItem, overdueItem } from './agenda.ts'

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

test('agreed days: those of the period, up to today while it or the next one runs', () => {
  const january = period('2026-01-01', '2026-02-01')
  const on = (day: string) => agreedDays(january, isoDate(day))?.until ?? null
  assert.equal(on('2025-12-31'), null)
  assert.equal(on('2026-01-10'), '2026-01-11')
  // The meeting of February talks about January and what has come since.
  assert.equal(on('2026-02-15'), '2026-02-16')
  assert.equal(on('2026-03-01'), '2026-02-01')
  assert.equal(on('2026-11-23'), '2026-02-01')
})

test('work is due on its day and overdue from the next', () => {
  const nothing = { decidedOn: null, decidedBy: null, grounds: null, doneOn: null, checkOn: null }
  const work = {
    ...{ ...nothing, id: '1', title: 'Banner', status: 'decided' as const, owner: 'Ada' },
    ...{ dueOn: '2026-03-10', checkedOn: null, outcome: null, outcomeNote: null, effect: null },
    ...{ figures: [], targets: [] },
  }
  const on = (day: string) => {
    const { tone, sentence } = overdueItem(work, isoDate(day))
    return [tone, sentence.de]
  }
  assert.deepEqual(on('2026-03-10'), [
    'attention',
    'Heute fällig, noch nicht umgesetzt. Zuständig: Ada.',
  ])
  assert.deepEqual(on('2026-03-11'), [
    'bad',
    'Fällig seit 10.03.2026, noch nicht umgesetzt. Zuständig: Ada.',
  ])
})
