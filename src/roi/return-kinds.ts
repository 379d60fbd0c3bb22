import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'

/** How sure a return is, surest first. Money that came in is never added unseen to money that may come. */
export const CERTAINTIES = ['booked', 'attributed', 'expected', 'proxy'] as const
export type Certainty = (typeof CERTAINTIES)[number]

export const CERTAINTY_NAMES: Readonly<Record<Certainty, Text>> = {
  booked: text('gebucht', 'booked'),
  attributed: text('zugeordnet', 'attributed'),
  expected: text('erwartet', 'expected'),
  proxy: text('Ersatzgröße', 'proxy'),
}

/**
 * How long the money of a return takes, the shortest first: an ROI has the longest horizon of what it holds, and ROIs of
 * different horizons are not compared.
 */
export const HORIZONS = ['period', 'sale', 'year', 'lifetime'] as const
export type Horizon = (typeof HORIZONS)[number]

export const HORIZON_NAMES: Readonly<Record<Horizon, Text>> = {
  period: text('Zeitraum', 'the period'),
  sale: text('bis zum Abschluss offener Verkaufschancen', 'until open opportunities are closed'),
  year: text('ein Jahr der Verträge', 'a year of the contracts'),
  lifetime: text('ganze Kundenbeziehung', 'the whole customer relation'),
}

/** What the cents of a return are. */
export const MONEY_NAMES = {
  revenue: text('Umsatz', 'revenue'),
  margin: text('Deckungsbeitrag', 'contribution margin'),
  saving: text('Ersparnis', 'saving'),
  price: text('Wert nach eigenem Preis', 'value at a price of one’s own'),
} as const satisfies Record<string, Text>
export type Money = keyof typeof MONEY_NAMES

/** Every kind of return, the surest first: in this order kinds count what surer ones have not counted already. */
export const RETURN_KINDS = [
  'direct',
  'attributed',
  'margin',
  'lead_value',
  'pipeline',
  'social_selling',
  'recruiting',
  'retention',
  'proxy',
] as const
export type ReturnKind = (typeof RETURN_KINDS)[number]

export type KindDefinition = {
  readonly name: Text
  readonly certainty: Certainty
  /** What exactly is counted, for people. */
  readonly counts: Text
  /** What its cases are called: "12 Leads". */
  readonly cases: Text
  /**
   * What the kind measures. `revenue`: money of customers, so two of these can count the same customer twice.
   * `margin` takes the place of revenue and is never added to it. `saving` and `proxy` overlap with nothing.
   */
  readonly measures: 'revenue' | 'margin' | 'saving' | 'proxy'
  readonly money: Money
  readonly horizon: Horizon
}

export const KINDS: Readonly<Record<ReturnKind, KindDefinition>> = {
  direct: {
    name: text('Direkter Umsatz', 'Direct revenue'),
    certainty: 'booked',
    counts: text(
      'Zahlungseingänge (je nach Einstellung Rechnungen abzüglich Gutschriften) von Abschlüssen, deren eigene Kampagne oder Lead-Quelle Marketing ist; Geld ohne Abschluss zählt, wenn sein Kunde genau einen hat',
      'payments received (by setting: invoices less credit notes) of deals whose own campaign or lead source is marketing; money without a deal counts where its account has exactly one',
    ),
    cases: text('Abschlüsse', 'deals'),
    measures: 'revenue',
    money: 'revenue',
    horizon: 'period',
  },
  attributed: {
    name: text('Zugeordneter Umsatz', 'Attributed revenue'),
    certainty: 'attributed',
    counts: text(
      'Anteile der Abschlüsse des Zeitraums, die das Attributionsmodell Kontaktpunkten des Marketings gibt',
      'shares of the deals won in the period that the attribution model gives to touchpoints of marketing',
    ),
    cases: text('Abschlüsse', 'deals'),
    measures: 'revenue',
    money: 'revenue',
    horizon: 'period',
  },
  margin: {
    name: text('Zugeordneter Deckungsbeitrag', 'Attributed contribution margin'),
    certainty: 'attributed',
    counts: text(
      'dieselben Anteile am Deckungsbeitrag der Abschlüsse; er ersetzt den Umsatz und wird nie dazugezählt',
      'the same shares of the contribution margin of the deals; it takes the place of revenue and is never added to it',
    ),
    cases: text('Abschlüsse', 'deals'),
    measures: 'margin',
    money: 'margin',
    horizon: 'period',
  },
  lead_value: {
    name: text('Wert der Leads', 'Value of leads'),
    certainty: 'expected',
    counts: text(
      'Leads des Zeitraums × frühere Quote vom Lead zum Kunden × CLV (Deckungsbeitrag über die ganze Kundenbeziehung)',
      'leads of the period × former rate from lead to customer × CLV (contribution margin over the whole relation)',
    ),
    cases: text('Leads', 'leads'),
    measures: 'revenue',
    money: 'margin',
    horizon: 'lifetime',
  },
  pipeline: {
    name: text('Gewichtete Pipeline', 'Weighted pipeline'),
    certainty: 'expected',
    counts: text(
      'am Ende des Zeitraums offene Verkaufschancen mit Quelle im Marketing, im Zeitraum eröffnet: Betrag × Wahrscheinlichkeit der Stufe, in der sie da waren',
      'opportunities open at the end of the period whose source is marketing, opened in the period: amount × probability of the stage they were in',
    ),
    cases: text('Verkaufschancen', 'opportunities'),
    measures: 'revenue',
    money: 'revenue',
    horizon: 'sale',
  },
  social_selling: {
    name: text('Ersparnis durch Social Selling', 'Saving by social selling'),
    certainty: 'expected',
    counts: text(
      'Termine aus Social Media × Kosten je Termin der Kaltakquise; abgezogen ist nur, was sie außerhalb der Marketingkosten gekostet haben',
      'meetings from social media × cost per meeting of cold calling; only what they cost beside the marketing cost is taken off',
    ),
    cases: text('Termine', 'meetings'),
    measures: 'saving',
    money: 'saving',
    horizon: 'period',
  },
  recruiting: {
    name: text('Ersparnis im Recruiting', 'Recruiting saving'),
    certainty: 'expected',
    counts: text(
      'Einstellungen über Kanäle des Marketings × Ersparnis je Einstellung',
      'hires through channels of marketing × saving per hire',
    ),
    cases: text('Einstellungen', 'hires'),
    measures: 'saving',
    money: 'saving',
    horizon: 'period',
  },
  retention: {
    name: text('Kundenbindung', 'Retention'),
    certainty: 'expected',
    counts: text(
      'Verträge angesprochener Kunden × (ihre Verlängerungsquote − Quote der übrigen) × Vertragswert',
      'contracts of engaged customers × (their renewal rate − rate of the others) × value of a contract',
    ),
    cases: text('Verträge', 'contracts'),
    measures: 'revenue',
    money: 'revenue',
    horizon: 'year',
  },
  proxy: {
    name: text('Reichweite und Share of Voice', 'Reach and share of voice'),
    certainty: 'proxy',
    counts: text(
      'Menge × Preis, den das Unternehmen selbst dafür ansetzt; ohne Preis kein Betrag',
      'quantity × the price that the company itself puts on it; without a price no amount',
    ),
    cases: text('Einträge', 'entries'),
    measures: 'proxy',
    money: 'price',
    horizon: 'period',
  },
}
