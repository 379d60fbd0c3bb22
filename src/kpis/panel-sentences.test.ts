import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunnelPanel } from './funnel-panel.ts'
import { funnelSentence } from './panel-sentences.ts'
import type { KpiResult } from './result.ts'

type Given = Partial<KpiResult> & { readonly value: number | null }

const funnel = (rates: Readonly<Record<string, Given>>): FunnelPanel => ({
  view: 'cohort',
  stages: Object.entries(rates).map(([name, rate]) => ({
    id: name,
    name: { de: name, en: name },
    fact: 'leads',
    count: 1,
    rate: { id: name, result: rate as KpiResult },
  })),
})

test('the bottleneck is a step below the usual range, not one that is still on its way', () => {
  const young = { value: 0, n: 126, band: 'low', notes: ['immature_cohort'] } as const
  const low = { value: 0.1, n: 200, band: 'low' } as const
  assert.equal(
    funnelSentence(funnel({ SQL: low, Gewonnen: young })).de.replaceAll('\u00a0', ' '),
    'Kohortensicht: Engpass ist der Schritt zu „SQL“ mit 10,0 % (n = 200).',
  )
  assert.equal(
    funnelSentence(funnel({ SQL: { value: 0.3, band: 'usual' }, Gewonnen: young })).de,
    'Kohortensicht: Keine bekannte Quote liegt unter dem üblichen Bereich (bekannt: 1).',
  )
  assert.match(funnelSentence(funnel({ Gewonnen: young })).de, /noch keine Quote .* reif/)
  assert.match(funnelSentence(funnel({ Gewonnen: { value: null } })).de, /keine Quote .* definiert/)
})
