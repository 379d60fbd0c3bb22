import type { DecisionsOfPeriod, ToldDecision } from '#decisions/shapes.ts'
import { isIsoDate } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { DecisionFacts, ReportFacts } from './facts.ts'

const day = (text: string | null) => (text !== null && isIsoDate(text) ? text : null)

const DIRECTIONS: Readonly<Record<'rise' | 'fall' | 'hold', Text>> = {
  rise: { de: 'steigt', en: 'rises' },
  fall: { de: 'sinkt', en: 'falls' },
  hold: { de: 'bleibt', en: 'holds' },
}
const OUTCOMES: Readonly<Record<NonNullable<ToldDecision['outcome']>, Text>> = {
  reached: { de: 'erreicht', en: 'reached' },
  partly: { de: 'teilweise erreicht', en: 'partly reached' },
  missed: { de: 'nicht erreicht', en: 'missed' },
  unclear: { de: 'nicht zu sagen', en: 'unclear' },
}

function expectedOf({ effect }: ToldDecision): Text | null {
  if (!effect) return null
  const say = (language: 'de' | 'en') =>
    [
      effect.name[language],
      effect.direction === null ? '' : DIRECTIONS[effect.direction][language],
      effect.expected[language],
    ]
      .filter((word) => word !== '')
      .join(' ')
  return { de: say('de'), en: say('en') }
}

function outcomeOf({ outcome, outcomeNote, targets }: ToldDecision): Text | null {
  if (outcome === null) return null
  const say = (language: 'de' | 'en') =>
    [OUTCOMES[outcome][language], outcomeNote ?? '', ...targets.map((one) => one[language])]
      .filter((word) => word !== '')
      .join('. ')
  return { de: say('de'), en: say('en') }
}

const told = (decision: ToldDecision): DecisionFacts => ({
  id: decision.id,
  title: decision.title,
  decidedOn: day(decision.decidedOn),
  by: decision.decidedBy ?? decision.owner,
  dueOn: day(decision.dueOn),
  checkOn: day(decision.checkOn),
  expected: expectedOf(decision),
  outcome: outcomeOf(decision),
})

/** The decisions of a period as a report keeps them. */
export const decisionFacts = (of: DecisionsOfPeriod): NonNullable<ReportFacts['decisions']> => ({
  taken: of.taken.map(told),
  checked: of.checked.map(told),
  due: of.due.map(told),
})
