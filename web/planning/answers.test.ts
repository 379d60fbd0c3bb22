import { expect, test } from 'vitest'
import { NOTHING_KNOWN } from '#planning/proposal.ts'
import { answersOf, cycleInput, startInputs } from './answers.ts'

const german = { language: 'de', timeZone: 'Europe/Berlin' } as const
const NO_ANSWERS = { industry: null, dealValueCents: null, cycleDays: null }

test('three months are 90 days, two weeks 14', () => {
  const typed = {
    industry: 'software',
    dealValue: '25.000',
    cycle: '3',
    cycleUnit: 'months',
  } as const
  expect(answersOf(typed, german).answers).toEqual({
    industry: 'software',
    dealValueCents: 2_500_000,
    cycleDays: 90,
  })
  expect(answersOf({ ...typed, cycle: '2', cycleUnit: 'weeks' }, german).answers?.cycleDays).toBe(
    14,
  )
})

test('a cycle is shown in the largest unit it fills', () => {
  expect(cycleInput(90)).toEqual({ cycle: '3', cycleUnit: 'months' })
  expect(cycleInput(14)).toEqual({ cycle: '2', cycleUnit: 'weeks' })
  expect(cycleInput(45)).toEqual({ cycle: '45', cycleUnit: 'days' })
})

test('what is missing or no number is named', () => {
  const typed = { industry: '', dealValue: '0', cycle: 'lange', cycleUnit: 'days' } as const
  expect(answersOf(typed, german)).toEqual({
    answers: null,
    problems: ['industry', 'dealValue', 'cycle'],
  })
})

test('earlier answers go before the records, the records before nothing', () => {
  const known = { ...NOTHING_KNOWN, dealValueCents: 1_234_500, cycleDays: 62.4 }
  const fromData = startInputs({ year: 2026, answers: NO_ANSWERS, known }, german)
  expect(fromData).toEqual({ industry: '', dealValue: '12.345,00', cycle: '62', cycleUnit: 'days' })
  const answers = { industry: 'metal', dealValueCents: 500_000, cycleDays: 60 }
  const again = startInputs({ year: 2026, answers, known }, german)
  expect(again).toEqual({
    industry: 'metal',
    dealValue: '5.000,00',
    cycle: '2',
    cycleUnit: 'months',
  })
})
