import { choice, field, text } from '#kernel/fields.ts'
import type { Field, Text } from '#kernel/record.ts'

/** A setting is declared like a field of a record, with the value that holds until somebody changes it. */
export type Setting = { readonly field: Field; readonly initial: unknown }

const company = text('Unternehmen', 'Company')
const figures = text('Kennzahlen', 'Figures')
const value = text('Kundenwert', 'Customer value')
const trust = text('Datenvertrauen', 'Data trust')

const setting = (initial: unknown, declared: Field): Setting => ({ field: declared, initial })

/** Every setting of the company, in the order of the screen. */
export const SETTINGS: readonly Setting[] = [
  setting('', field.text('company_name', 'Firmenname', 'Company name', { section: company })),
  setting(
    'EUR',
    field.text('currency', 'Währung', 'Currency', {
      section: company,
      required: true,
      help: text(
        'Alle Beträge stehen in dieser Währung (ISO-Kürzel). Sie lässt sich nicht ändern, solange es Beträge gibt.',
        'Every amount is in this currency (ISO code). It cannot change while there are amounts.',
      ),
    }),
  ),
  setting(
    'Europe/Berlin',
    field.text('time_zone', 'Zeitzone', 'Time zone', {
      section: company,
      required: true,
      help: text(
        'Entscheidet, wann ein Tag beginnt, und damit, in welchen Monat ein Ereignis fällt.',
        'Decides when a day begins, and so which month an event belongs to.',
      ),
    }),
  ),
  setting(
    'de',
    field.choice(
      'language',
      'Sprache',
      'Language',
      [choice('de', 'Deutsch', 'German'), choice('en', 'Englisch', 'English')],
      { section: company, required: true },
    ),
  ),
  setting(
    'open_stock',
    field.choice(
      'velocity_base',
      'Grundlage der Pipeline-Geschwindigkeit',
      'Base of pipeline velocity',
      [
        choice(
          'open_stock',
          'Durchschnitt der offenen Chancen im Zeitraum',
          'Average open opportunities in the period',
        ),
        choice(
          'open_at_end',
          'Offene Chancen am Ende des Zeitraums',
          'Opportunities open at the end of the period',
        ),
        choice(
          'created_per_month',
          'Neu angelegte Chancen je Monat',
          'Opportunities created a month',
        ),
      ],
      { section: figures, required: true },
    ),
  ),
  setting(
    0.5,
    field.rate(
      'sales_cost_share',
      'Anteil nicht zugeordneter Vertriebskosten am CAC',
      'Share of unspecified sales cost in CAC',
      {
        section: figures,
        required: true,
      },
    ),
  ),
  setting(
    null,
    field.rate(
      'margin_rate',
      'Deckungsbeitragsquote des Unternehmens',
      'Contribution margin rate of the company',
      {
        section: figures,
        help: text(
          'Gilt für Abschlüsse ohne eigene Kosten und ohne Quote des Produkts.',
          'Used for deals without cost of their own and without a rate of their product.',
        ),
      },
    ),
  ),
  setting(
    'received',
    field.choice(
      'revenue_basis',
      'Umsatz je Kunde aus',
      'Revenue per customer from',
      [
        choice('received', 'Zahlungseingängen', 'Payments'),
        choice('invoiced', 'Rechnungen', 'Invoices'),
      ],
      { section: figures, required: true },
    ),
  ),
  setting(
    90,
    field.integer(
      'stale_days',
      'Karteileiche nach Tagen ohne Aktivität',
      'Stale after days without activity',
      {
        section: figures,
        required: true,
      },
    ),
  ),
  setting(
    'margin_lifetime',
    field.choice(
      'clv_method',
      'Methode des Kundenwerts (CLV)',
      'Method of customer lifetime value',
      [
        choice('fixed', 'Fester Wert', 'Fixed value'),
        choice('margin_lifetime', 'Deckungsbeitrag je Jahr × Jahre', 'Yearly margin × years'),
        choice(
          'margin_churn',
          'Deckungsbeitrag je Monat / Abwanderung je Monat',
          'Monthly margin / monthly churn',
        ),
      ],
      { section: value, required: true },
    ),
  ),
  setting(
    null,
    field.money('clv_fixed_cents', 'Fester Kundenwert', 'Fixed customer value', { section: value }),
  ),
  setting(
    null,
    field.decimal(
      'customer_lifetime_years',
      'Erwartete Jahre als Kunde',
      'Expected years as a customer',
      { section: value },
    ),
  ),
  setting(
    null,
    field.rate('monthly_churn', 'Abwanderung je Monat', 'Monthly churn', { section: value }),
  ),
  setting(
    0.7,
    field.rate(
      'trust_share_minimum',
      'Warnung unter dieser Messbarkeitsquote',
      'Warn below this attributable share',
      {
        section: trust,
        required: true,
      },
    ),
  ),
  setting(
    0.05,
    field.rate(
      'trust_share_fall',
      'Warnung bei einem Rückgang um mehr als',
      'Warn at a fall by more than',
      {
        section: trust,
        required: true,
      },
    ),
  ),
]

/** The texts of the rules, by rule. */
export const companyRuleTexts: Readonly<Record<string, Text>> = {
  'company.unknown_time_zone': text(
    'Diese Zeitzone ist nicht bekannt. Beispiel: Europe/Berlin.',
    'This time zone is not known. Example: Europe/Berlin.',
  ),
  'company.unknown_currency': text(
    'Bitte ein ISO-Kürzel mit drei Buchstaben angeben, zum Beispiel EUR.',
    'Please give an ISO code of three letters, such as EUR.',
  ),
  'company.currency_in_use': text(
    'Es gibt schon Beträge in der bisherigen Währung; sie würden sonst umbenannt statt umgerechnet.',
    'There are amounts in the present currency; they would be renamed, not converted.',
  ),
  'company.out_of_range': text(
    'Der Wert liegt außerhalb des Erlaubten.',
    'The value is out of range.',
  ),
}

export type SettingValues = Readonly<Record<string, unknown>>

/** Values by key with the initial ones where nothing is stored. */
export const withInitial = (stored: SettingValues): Record<string, unknown> =>
  Object.fromEntries(SETTINGS.map(({ field: { id }, initial }) => [id, stored[id] ?? initial]))

const SHARES = [
  'sales_cost_share',
  'margin_rate',
  'monthly_churn',
  'trust_share_minimum',
  'trust_share_fall',
]
const POSITIVE = ['stale_days', 'customer_lifetime_years', 'clv_fixed_cents']

/** The rule that each changed value breaks, by key. `isTimeZone` comes from the platform's zone data. */
export function brokenSettings(
  changes: SettingValues,
  isTimeZone: (name: string) => boolean,
): { field: string; rule: string }[] {
  const broken: { field: string; rule: string }[] = []
  const { time_zone: zone, currency } = changes
  if (typeof zone === 'string' && !isTimeZone(zone)) {
    broken.push({ field: 'time_zone', rule: 'company.unknown_time_zone' })
  }
  if (typeof currency === 'string' && !/^[A-Z]{3}$/.test(currency)) {
    broken.push({ field: 'currency', rule: 'company.unknown_currency' })
  }
  const outOfRange = (key: string, isFine: (n: number) => boolean) => {
    const given = changes[key]
    if (typeof given === 'number' && !isFine(given))
      broken.push({ field: key, rule: 'company.out_of_range' })
  }
  for (const key of SHARES) outOfRange(key, (n) => n >= 0 && n <= 1)
  for (const key of POSITIVE) outOfRange(key, (n) => n > 0)
  return broken
}
