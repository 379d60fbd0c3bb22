import { OUTCOMES } from '#decisions/decision.ts'
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
/** "sinkt auf 40 €": the value that is expected, not by how much it changes. */
const TO: typeof DIRECTIONS = {
  rise: { de: 'auf', en: 'to' },
  fall: { de: 'auf', en: 'to' },
  hold: { de: 'bei', en: 'at' },
}

function expectedOf({ effect }: ToldDecision): Text | null {
  if (!effect) return null
  const { name, direction } = effect
  const say = (language: 'de' | 'en') => {
    const expected = effect.expected[language]
    if (direction === null) return expected ? `${name[language]}: ${expected}` : name[language]
    const words = `${name[language]} ${DIRECTIONS[direction][language]}`
    return expected ? `${words} ${TO[direction][language]} ${expected}` : words
  }
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
  owner: decision.owner,
  grounds: decision.grounds,
  figures: decision.figures,
})

/** The decisions of a period as a report keeps them. */
export const decisionFacts = (of: DecisionsOfPeriod): NonNullable<ReportFacts['decisions']> => ({
  taken: of.taken.map(told),
  checked: of.checked.map(told),
  due: of.due.map(told),
  proposed: of.proposed.map(told),
  overdue: of.overdue.map(told),
})
