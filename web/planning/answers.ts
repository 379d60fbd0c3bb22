import { INDUSTRIES } from '#company/industries.ts'
import type { ProposalStart } from '#planning/plan-shapes.ts'
import type { Answers } from '#planning/proposal.ts'
import type { EditorSettings } from '../records/form-state.ts'
import { inputOf, valueOfInput } from './plan-inputs.ts'

/** The units that a cycle can be told in. A month has 30 days, as in the pipeline velocity. */
export const CYCLE_UNITS = { days: 1, weeks: 7, months: 30 } as const
export type CycleUnit = keyof typeof CYCLE_UNITS

/** The three answers as they are typed. */
export type AnswerInputs = {
  readonly industry: string
  readonly dealValue: string
  readonly cycle: string
  readonly cycleUnit: CycleUnit
}

/** Days in the largest unit that they fill: 90 are 3 months, 14 two weeks, 45 days. */
export function cycleInput(days: number): Pick<AnswerInputs, 'cycle' | 'cycleUnit'> {
  const cycleUnit =
    (['months', 'weeks'] as const).find((unit) => days % CYCLE_UNITS[unit] === 0) ?? 'days'
  return { cycle: String(days / CYCLE_UNITS[cycleUnit]), cycleUnit }
}

/** Earlier answers first, then what the company's own records say. */
export function startInputs(
  { answers, known }: ProposalStart,
  editor: EditorSettings,
): AnswerInputs {
  const deal = answers.dealValueCents ?? known.dealValueCents
  const days = answers.cycleDays ?? (known.cycleDays === null ? null : Math.round(known.cycleDays))
  return {
    industry: answers.industry ?? '',
    dealValue: inputOf(deal, 'money', editor),
    ...(days === null || days === 0
      ? { cycle: '', cycleUnit: 'months' as const }
      : cycleInput(days)),
  }
}

export type AnswerProblem = 'industry' | 'dealValue' | 'cycle'

const CYCLE_DAYS_MAX = 3650

/** The answers, or which of them are missing or make no sense. */
export function answersOf(
  inputs: AnswerInputs,
  editor: EditorSettings,
): { readonly answers: Answers | null; readonly problems: readonly AnswerProblem[] } {
  const dealValueCents = valueOfInput(inputs.dealValue, 'money', editor) ?? 0
  const cycle = valueOfInput(inputs.cycle, 'days', editor) ?? 0
  const cycleDays = Math.round(cycle * CYCLE_UNITS[inputs.cycleUnit])
  const problems: AnswerProblem[] = []
  if (!INDUSTRIES.some(({ value }) => value === inputs.industry)) problems.push('industry')
  if (dealValueCents <= 0) problems.push('dealValue')
  if (cycleDays < 1 || cycleDays > CYCLE_DAYS_MAX) problems.push('cycle')
  const answers = { industry: inputs.industry, dealValueCents, cycleDays }
  return { answers: problems.length === 0 ? answers : null, problems }
}
