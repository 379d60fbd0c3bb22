import { expect, test } from 'vitest'
import { NOTHING_KNOWN } from '#planning/proposal.ts'
import { choiceOf, type ProposalEdits, proposalRows, wrongRows } from './proposal-form.ts'

const answers = { industry: 'other', dealValueCents: 2_500_000, cycleDays: 90 }
const rowsOf = (edits: Partial<ProposalEdits>) =>
  proposalRows({
    answers,
    known: NOTHING_KNOWN,
    edits: { typed: {}, left: [], ...edits },
    editor: { language: 'de', timeZone: 'Europe/Berlin' },
    revenueReason: { de: 'Umsatz', en: 'Revenue' },
  })

test('without a revenue there is no funnel; typing one brings it', () => {
  expect(rowsOf({}).targets.some(({ id }) => id === 'won')).toBe(false)
  const { targets } = rowsOf({ typed: { revenue_won: '250.000' } })
  // 250,000 / 25,000
  expect(targets.find(({ id }) => id === 'won')?.value).toBe(10)
})

test('what was typed goes before what is proposed, what is left out is not sent', () => {
  const rows = rowsOf({
    typed: { mql_to_sql: '35', lookback_days: '120,4' },
    left: ['clv_cac_ratio', 'test_weeks'],
  })
  const choice = choiceOf(rows, answers, 2026)
  expect(choice.targets).toContainEqual({ kpi: 'mql_to_sql', value: 0.35 })
  expect(choice.targets.some(({ kpi }) => kpi === 'clv_cac_ratio')).toBe(false)
  expect(choice.targets.some(({ kpi }) => kpi === 'revenue_won')).toBe(false)
  expect(choice.settings).toMatchObject({ lookback_days: 120 })
  expect(choice.settings).not.toHaveProperty('test_weeks')
})

test('a row that is taken needs a number above 0; one that is left out does not', () => {
  const typed = { mql_to_sql: 'viel', lookback_days: '0' }
  expect(wrongRows(rowsOf({ typed }))).toEqual(['mql_to_sql', 'lookback_days'])
  expect(wrongRows(rowsOf({ typed, left: ['mql_to_sql'] }))).toEqual(['lookback_days'])
})

test('the unit stands in the input, so the name of a period leaves it out', () => {
  const row = rowsOf({}).settings.find(({ id }) => id === 'lookback_days')
  expect(row?.name).toEqual({ de: 'Rückblick der Attribution', en: 'Lookback of attribution' })
})
