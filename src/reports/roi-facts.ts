import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import { formatValue } from '#kpis/format.ts'
import type { RoiAnswer, RoiWarning } from '#roi/answer-shapes.ts'
import { GOALS } from '#roi/goal-types.ts'
import { CERTAINTY_NAMES, HORIZON_NAMES, KINDS } from '#roi/return-kinds.ts'
import type { RoiFacts } from './facts.ts'
import { WORDS } from './words.ts'

const number = (value: number, language: 'de' | 'en') =>
  new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    maximumFractionDigits: 1,
  }).format(value)

function warningText(warning: RoiWarning, currency: string): Text {
  switch (warning.code) {
    case 'shorter_than_goal':
      return text(
        `Zu kurzer Zeitraum (volle Monate: ${number(warning.months, 'de')}): Das Ziel „${GOALS[warning.goal].name.de}“ braucht mindestens ${number(warning.minimumMonths, 'de')}.`,
        `Period too short (full months: ${number(warning.months, 'en')}): the goal “${GOALS[warning.goal].name.en}” needs at least ${number(warning.minimumMonths, 'en')}.`,
      )
    case 'shorter_than_social_selling':
      return text(
        `Zu kurzer Zeitraum (volle Monate: ${number(warning.months, 'de')}): Social Selling braucht meist mindestens ${number(warning.minimumMonths, 'de')}.`,
        `Period too short (full months: ${number(warning.months, 'en')}): social selling usually needs at least ${number(warning.minimumMonths, 'en')}.`,
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
    case 'cost_not_cut':
      return text(
        'Kosten lassen sich nicht nach Neu- und Bestandsgeschäft trennen: Dem gewählten Teil stehen alle Kosten gegenüber.',
        'Cost cannot be divided into new and existing business: all cost stands against the part that is chosen.',
      )
    case 'money_without_deal': {
      const amount = (language: 'de' | 'en') =>
        formatValue(warning.cents, 'money', currency, language)
      return text(
        `${amount('de')} nennen keinen Abschluss, und ihr Kunde hat keinen oder mehrere: Sie zählen nicht als gebucht.`,
        `${amount('en')} name no deal, and their account has none or several: they do not count as booked.`,
      )
    }
    default:
      return warning satisfies never
  }
}

type Result = RoiAnswer['strict']

/** A kind whose money does not belong to the period says so. */
function nameOf(kind: RoiAnswer['parts'][number]['kind']): Text {
  const { name, horizon } = KINDS[kind]
  if (horizon === 'period') return name
  const within = HORIZON_NAMES[horizon]
  return text(`${name.de} (${within.de})`, `${name.en} (${within.en})`)
}

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
      name: nameOf(kind),
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
    warnings: answer.warnings.map((warning) => warningText(warning, answer.currency)),
  }
}
