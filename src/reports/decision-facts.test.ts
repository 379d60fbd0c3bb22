import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ToldDecision } from '#decisions/shapes.ts'
import { decisionFacts } from './decision-facts.ts'

const told = (effect: ToldDecision['effect']): ToldDecision => ({
  ...{ id: '1', title: 'Anzeigen kürzen', decidedOn: '2026-03-01' },
  status: 'decided',
  ...{ decidedBy: 'Ada', owner: null, grounds: null, dueOn: '2026-04-15', doneOn: null, effect },
  ...{ checkOn: '2026-06-01', checkedOn: null, outcome: null, outcomeNote: null },
  ...{ figures: [], targets: [] },
})

test('an expected value is where a figure goes to, not by how much it moves', () => {
  const cpl = { kpi: 'cpl', name: { de: 'CPL', en: 'CPL' }, expected: { de: '40 €', en: '€40' } }
  const of = (direction: NonNullable<ToldDecision['effect']>['direction'], expected = true) => {
    const effect = { ...cpl, direction, ...(!expected && { expected: { de: '', en: '' } }) }
    const one = { taken: [told(effect)], checked: [], proposed: [], due: [], overdue: [] }
    return decisionFacts({ from: '2026-03-01', until: '2026-04-01', ...one }).taken[0]?.expected
  }
  assert.deepEqual(of('fall'), { de: 'CPL sinkt auf 40 €', en: 'CPL falls to €40' })
  assert.deepEqual(of('hold'), { de: 'CPL bleibt bei 40 €', en: 'CPL holds at €40' })
  assert.deepEqual(of('rise', false), { de: 'CPL steigt', en: 'CPL rises' })
  assert.deepEqual(of(null), { de: 'CPL: 40 €', en: 'CPL: €40' })
})
