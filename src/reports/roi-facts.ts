import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import type { RoiAnswer, RoiWarning } from '#roi/answer-shapes.ts'
import { CERTAINTY_NAMES, KINDS } from '#roi/return-kinds.ts'
import type { RoiFacts } from './facts.ts'
import { WORDS } from './words.ts'

const number = (value: number, language: 'de' | 'en') =>
  new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    maximumFractionDigits: 1,
  }).format(value)

function warningText(warning: RoiWarning): Text {
  switch (warning.code) {
    case 'shorter_than_goal':
      return text(
        `Der Zeitraum (${number(warning.months, 'de')} Monate) ist kürzer als das übliche Fenster des Ziels (${number(warning.minimumMonths, 'de')} Monate).`,
        `The period (${number(warning.months, 'en')} months) is shorter than the usual window of the goal (${number(warning.minimumMonths, 'en')} months).`,
      )
    case 'shorter_than_cycle':
      return text(
        `Der Zeitraum (${warning.days} Tage) ist kürzer als der Verkaufszyklus (${number(Math.round(warning.cycleDays), 'de')} Tage): Ein Teil der Erträge kommt erst danach.`,
        `The period (${warning.days} days) is shorter than the sales cycle (${number(Math.round(warning.cycleDays), 'en')} days): part of the return comes after it.`,
      )
    case 'cost_incomplete': {
      const names = (language: 'de' | 'en') =>
        warning.missing.map((kind) => WORDS[language].costKinds[kind]).join(', ')
      return text(
        `Kosten unvollständig (${names('de')} fehlen): Jeder ROI ist zu hoch ausgewiesen.`,
        `Cost incomplete (${names('en')} missing): every ROI is stated too high.`,
      )
    }
    case 'no_personnel_cost':
      return text(
        'Es sind keine Personalkosten gebucht. Ein ROI ohne Arbeitszeit ist fast immer zu hoch.',
        'No personnel cost is booked. An ROI without working time is nearly always too high.',
      )
    case 'no_cost':
      return text(
        'Im Zeitraum sind keine Kosten gebucht; ein ROI ist nicht definiert.',
        'No cost is booked in the period; an ROI is not defined.',
      )
    case 'few_leads_behind_rate':
      return text(
        `Der Wert der Leads beruht auf nur ${warning.leads} früheren Leads.`,
        `The value of leads rests on only ${warning.leads} earlier leads.`,
      )
    default:
      return warning satisfies never
  }
}

type Result = RoiAnswer['strict']

/** What a report keeps of an ROI: its kinds with their certainty, the strict one first. */
export function roiFacts(answer: RoiAnswer): RoiFacts {
  // A kind without a case and without an amount says nothing; what it is missing stands on the screen.
  const shown = answer.parts.filter(({ cents, count }) => (cents ?? 0) !== 0 || count > 0)
  const isShown = (kind: string) => shown.some((part) => part.kind === kind)
  const result = ({ kinds, returnCents, roi }: Result): RoiFacts['strict'] => ({
    kinds: kinds.filter(isShown),
    returnCents,
    roi,
  })
  return {
    costCents: answer.cost.total,
    missingKinds: [...answer.cost.missingKinds],
    parts: shown.map(({ kind, certainty, cents, countedCents, count }) => ({
      kind,
      name: KINDS[kind].name,
      certainty: CERTAINTY_NAMES[certainty],
      cents,
      // The margin takes the place of revenue and is never added to it.
      countedCents: KINDS[kind].measures === 'margin' ? null : countedCents,
      count,
      without: answer.without[kind]?.roi ?? null,
    })),
    strict: result(answer.strict),
    all: result(answer.all),
    fullOverlap: result(answer.fullOverlap),
    warnings: answer.warnings.map(warningText),
  }
}
