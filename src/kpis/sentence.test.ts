import assert from 'node:assert/strict'
import { test } from 'node:test'
import { period } from '#kernel/period.ts'
import { panelSentence, periodName } from './sentence.ts'

const march = period('2026-03-01', '2026-04-01')
const february = period('2026-02-01', '2026-03-01')

test('period name: months, quarters, years, and days as they are', () => {
  assert.equal(periodName(march, 'de'), 'März 2026')
  assert.equal(periodName(period('2026-01-01', '2026-04-01'), 'en'), 'Q1 2026')
  assert.equal(periodName(period('2026-01-01', '2027-01-01'), 'de'), '2026')
  assert.equal(periodName(period('2026-03-01', '2026-03-16'), 'de'), '01.03.2026 bis 15.03.2026')
})

test('panel sentence: says the figure, the difference and whether it is clear', () => {
  const sentence = panelSentence({
    period: march,
    before: february,
    currency: 'EUR',
    main: {
      name: { de: 'Abschlüsse', en: 'Won' },
      noun: { de: 'gewonnen', en: 'won' },
      result: { value: 30, unit: 'count', inputs: {} },
      change: {
        difference: 6,
        relative: 0.25,
        interval: { low: -8, high: 20 },
        verdict: 'no_clear_difference',
        good: null,
      },
    },
    others: [
      { name: { de: 'CAC', en: 'CAC' }, result: { value: 120_000, unit: 'money', inputs: {} } },
      { name: { de: 'ROI', en: 'ROI' }, result: { value: null, unit: 'ratio', inputs: {} } },
    ],
  })
  assert.equal(
    sentence.de.replaceAll('\u00a0', ' '),
    'März 2026: 30 gewonnen, 6 mehr als im Februar 2026; kein klarer Unterschied. CAC 1.200 €.',
  )
  assert.equal(
    sentence.en,
    'March 2026: 30 won, 6 more than in February 2026; no clear difference. CAC €1,200.',
  )
})

test('panel sentence: one is one lead, not one leads', () => {
  const sentence = (value: number) =>
    panelSentence({
      period: march,
      before: february,
      currency: 'EUR',
      main: {
        name: { de: 'Leads', en: 'Leads' },
        noun: { de: 'Leads', en: 'leads' },
        nounOfOne: { de: 'Lead', en: 'lead' },
        result: { value, unit: 'count', inputs: {} },
        change: { difference: -1, relative: null, interval: null, verdict: 'less', good: null },
      },
    })
  assert.equal(sentence(1).de, 'März 2026: 1 Lead, 1 weniger als im Februar 2026.')
  assert.equal(sentence(1).en, 'March 2026: 1 lead, 1 fewer than in February 2026.')
  assert.equal(sentence(0).de, 'März 2026: 0 Leads, 1 weniger als im Februar 2026.')
})
