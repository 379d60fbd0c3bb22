import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { kpiById } from '#kpis/registry.ts'
import { type ValueField, valueFieldOf } from '#planning/target.ts'
import { MILESTONE_DAYS } from './agreement.ts'

/** The texts of the rules, by rule. */
export const decisionRuleTexts: Readonly<Record<string, Text>> = {
  'decisions.wrong_unit': text(
    'Diese Kennzahl hat eine andere Einheit: Bitte das Feld ihrer Einheit verwenden und nur dieses.',
    'This figure has another unit: please use the field of its unit and nothing else.',
  ),
  'decisions.figure_needed': text(
    'Bitte sagen, an welcher Kennzahl sich das zeigen soll.',
    'Please say on which figure this is to show.',
  ),
  'decisions.check_needed': text(
    'Eine erwartete Wirkung braucht einen Tag, an dem sie geprüft wird.',
    'An expected effect needs a day on which it is checked.',
  ),
  'decisions.check_before_decision': text(
    'Geprüft wird nach der Entscheidung, nicht vorher.',
    'The check comes after the decision, not before.',
  ),
  'decisions.outcome_needed': text(
    'Wer geprüft hat, sagt auch, was herauskam.',
    'Whoever has checked says what came of it.',
  ),
  'decisions.period_empty': text(
    'Der Zeitraum muss mindestens einen Tag haben.',
    'The period must have at least one day.',
  ),
  'decisions.expectation_needed': text(
    'Bitte für mindestens einen der drei Tage sagen, was erwartet wird.',
    'Please say for at least one of the three days what is expected.',
  ),
  'decisions.stop_half': text(
    'Tag und Grenzwert gehören zusammen: bitte beide angeben oder keinen.',
    'Day and limit belong together: please give both or neither.',
  ),
  'decisions.stop_day_not_positive': text('Gezählt wird ab Tag 1.', 'Days count from 1.'),
}

const VALUE_FIELDS: readonly ValueField[] = ['amount', 'rate', 'number']

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''
const invalid = (field: string, rule: string): RuleResult => ({
  field,
  rule: `decisions.${rule}`,
  severity: 'invalid',
})
const implausible = (field: string, rule: string): RuleResult => ({
  field,
  rule: `decisions.${rule}`,
  severity: 'implausible',
})

const isMade = (status: unknown): boolean => status === 'decided' || status === 'done'

/** Days of a state that was taken back hold no longer, unless somebody writes another one with it. */
function daysTakenBack(before: Values, decision: Values): Values {
  const { status, outcome } = decision
  const gone = {
    decided_on: isMade(before.status) && !isMade(status) && status !== 'dropped',
    done_on: before.status === 'done' && status !== 'done',
    checked_on: !isEmpty(before.outcome) && isEmpty(outcome),
  }
  const fields = Object.entries(gone).filter(([day, is]) => is && decision[day] === before[day])
  return Object.fromEntries(fields.map(([day]) => [day, null]))
}

/** The days that a state implies: decided, carried out and checked today where nobody says otherwise. */
export function deriveDecision(before: Values | null, after: Values, today: string): Values {
  const decision = before ? { ...after, ...daysTakenBack(before, after) } : after
  const { status, outcome } = decision
  return {
    ...decision,
    ...(isMade(status) && isEmpty(decision.decided_on) && { decided_on: today }),
    ...(status === 'done' && isEmpty(decision.done_on) && { done_on: today }),
    ...(!isEmpty(outcome) && isEmpty(decision.checked_on) && { checked_on: today }),
  }
}

function effectProblems(decision: Values): RuleResult[] {
  const filled = VALUE_FIELDS.filter((id) => !isEmpty(decision[id]))
  const kpi = kpiById(String(decision.effect_kpi ?? ''))
  const told = filled.length > 0 || !isEmpty(decision.effect_direction)
  if (!kpi) return told ? [invalid('effect_kpi', 'figure_needed')] : []
  const needed = valueFieldOf(kpi.unit)
  const wrong = filled.filter((id) => id !== needed)
  return [
    ...wrong.map((id) => invalid(id, 'wrong_unit')),
    ...(isEmpty(decision.check_on) ? [invalid('check_on', 'check_needed')] : []),
  ]
}

export function checkDecision(_before: Values | null, decision: Values): RuleResult[] {
  const { decided_on: decided, check_on: check, checked_on: checked, outcome } = decision
  const problems = effectProblems(decision)
  if (typeof decided === 'string' && typeof check === 'string' && check < decided) {
    problems.push(implausible('check_on', 'check_before_decision'))
  }
  if (!isEmpty(checked) && isEmpty(outcome)) problems.push(invalid('outcome', 'outcome_needed'))
  return problems
}

export const checkReview = (_before: Values | null, review: Values): RuleResult[] =>
  String(review.until_date) > String(review.from_date)
    ? []
    : [invalid('until_date', 'period_empty')]

/** What the rules of agreements need to know of campaigns. */
export type AgreementFacts = { readonly campaignStarts: ReadonlyMap<string, string | null> }

/** Day 0 is the start of the campaign where nobody says otherwise. */
export function deriveAgreement(
  _before: Values | null,
  agreement: Values,
  { campaignStarts }: AgreementFacts,
): Values {
  if (!isEmpty(agreement.begins_on)) return agreement
  return { ...agreement, begins_on: campaignStarts.get(String(agreement.campaign_id)) ?? null }
}

export function checkAgreement(_before: Values | null, agreement: Values): RuleResult[] {
  const problems: RuleResult[] = []
  if (MILESTONE_DAYS.every((days) => isEmpty(agreement[`expected_${days}`]))) {
    problems.push(invalid('expected_30', 'expectation_needed'))
  }
  const { stop_on_day: day, stop_value: value } = agreement
  if (isEmpty(day) !== isEmpty(value)) {
    problems.push(invalid(isEmpty(day) ? 'stop_on_day' : 'stop_value', 'stop_half'))
  }
  if (typeof day === 'number' && day < 1) {
    problems.push(invalid('stop_on_day', 'stop_day_not_positive'))
  }
  return problems
}
