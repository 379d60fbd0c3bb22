import { fact } from './fact.ts'

const influenced = { records: 'opportunities', additive: false, missing: 'no_amounts' } as const

/** Facts about which touches a journey has, whatever a model gives them. Only journeys tell them. */
export const INFLUENCE_FACTS = {
  influenced_revenue: fact(
    'money',
    ['beeinflusster Umsatz', 'Influenced revenue'],
    [
      'Beträge der im Zeitraum gewonnenen Verkaufschancen, in deren Customer Journey ein Kontaktpunkt der gewählten Kanäle und Kampagnen liegt; ist nichts gewählt, einer des Marketings. Jeder Abschluss zählt ganz und einmal.',
      'Amounts of the opportunities won in the period with a touchpoint of the chosen channels and campaigns in their journey; where none are chosen, one of marketing. Every deal counts in full and once.',
    ],
    influenced,
  ),
  influenced_revenue_first: fact(
    'money',
    ['davon mit ihnen als erstem Kontaktpunkt', 'of it with them as first touchpoint'],
    [
      'Ein Abschluss kann hier und bei den anderen Rollen zählen.',
      'A deal can count here and under the other roles.',
    ],
    influenced,
  ),
  influenced_revenue_assisting: fact(
    'money',
    ['davon mit ihnen dazwischen', 'of it with them in between'],
    [
      'Der Kontaktpunkt ist weder der erste noch der letzte.',
      'The touchpoint is neither the first nor the last one.',
    ],
    influenced,
  ),
  influenced_revenue_last: fact(
    'money',
    ['davon mit ihnen als letztem Kontaktpunkt', 'of it with them as last touchpoint'],
    ['Der letzte Kontaktpunkt vor dem Abschluss.', 'The last touchpoint before the close.'],
    influenced,
  ),
  influenced_won_count: fact(
    'count',
    ['beeinflusste Abschlüsse', 'Influenced won opportunities'],
    [
      'Im Zeitraum gewonnene Verkaufschancen mit einem Kontaktpunkt der gewählten Kanäle und Kampagnen; ist nichts gewählt, des Marketings.',
      'Opportunities won in the period with a touchpoint of the chosen channels and campaigns; where none are chosen, of marketing.',
    ],
    { records: 'opportunities', additive: false },
  ),
}
