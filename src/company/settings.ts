import { choice, field, text } from '#kernel/fields.ts'
import type { Field } from '#kernel/record.ts'
import { INDUSTRIES } from './industries.ts'

/** A setting is declared like a field of a record, with the value that holds until somebody changes it. */
export type Setting = { readonly field: Field; readonly initial: unknown }

const company = text('Unternehmen', 'Company')
const figures = text('Kennzahlen', 'Figures')
const value = text('Kundenwert', 'Customer value')
const trust = text('Datenvertrauen', 'Data trust')
const backups = text('Automatische Sicherung', 'Scheduled backups')
const planning = text('Planung', 'Planning')

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
    'monday_to_friday',
    field.choice(
      'business_days',
      'Geschäftstage',
      'Business days',
      [
        choice('monday_to_friday', 'Montag bis Freitag', 'Monday to Friday'),
        choice('monday_to_saturday', 'Montag bis Samstag', 'Monday to Saturday'),
        choice('every_day', 'Jeden Tag', 'Every day'),
      ],
      {
        section: figures,
        required: true,
        help: text(
          'Für die Zeit bis zur Erstansprache in Geschäftszeiten. Feiertage zählen wie andere Tage.',
          'For the time to first contact in business hours. Public holidays count as other days.',
        ),
      },
    ),
  ),
  setting(
    '08:00',
    field.text('business_opens', 'Geschäftszeit von', 'Business hours from', {
      section: figures,
      required: true,
    }),
  ),
  setting(
    '17:00',
    field.text('business_closes', 'Geschäftszeit bis', 'Business hours until', {
      section: figures,
      required: true,
    }),
  ),
  setting(
    null,
    field.integer(
      'usual_cycle_days',
      'Üblicher Verkaufszyklus (Tage)',
      'Usual sales cycle (days)',
      {
        section: figures,
        help: text(
          'Ist der Zeitraum kürzer, tragen die ROI-Zahlen einen Hinweis. Leer: der Median der im Zeitraum gewonnenen Verkaufschancen.',
          'ROI figures carry a warning when the period is shorter. Empty: the median of the opportunities won in the period.',
        ),
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
  setting(
    null,
    field.choice('industry', 'Branche', 'Industry', INDUSTRIES, {
      section: planning,
      help: text(
        'Eine der drei Fragen, aus denen Ziele und Zeiträume vorgeschlagen werden.',
        'One of the three questions that targets and periods are proposed from.',
      ),
    }),
  ),
  setting(
    null,
    field.money('usual_deal_value', 'Üblicher Auftragswert', 'Usual deal value', {
      section: planning,
    }),
  ),
  setting(
    365,
    field.integer(
      'lookback_days',
      'Rückblick der Attribution in Tagen',
      'Lookback of attribution in days',
      {
        section: planning,
        required: true,
        help: text(
          'Kontaktpunkte, die länger vor dem Abschluss liegen, zählen nicht mit.',
          'Touchpoints longer before the deal than this do not count.',
        ),
      },
    ),
  ),
  ...(
    [
      ['roi_window_awareness_days', 365, 'Bekanntheit', 'awareness'],
      ['roi_window_leads_days', 180, 'Leadgewinnung', 'lead generation'],
      ['roi_window_retention_days', 365, 'Kundenbindung', 'customer retention'],
      ['roi_window_recruiting_days', 180, 'Personalgewinnung', 'recruiting'],
    ] as const
  ).map(([id, days, de, en]) =>
    setting(
      days,
      field.integer(id, `ROI-Zeitraum für ${de} in Tagen`, `ROI window of ${en} in days`, {
        section: planning,
        required: true,
      }),
    ),
  ),
  setting(
    6,
    field.integer('test_weeks', 'Dauer eines Tests in Wochen', 'Length of a test in weeks', {
      section: planning,
      required: true,
    }),
  ),
  setting(
    'daily',
    field.choice(
      'backup_schedule',
      'Sichern',
      'Back up',
      [
        choice('daily', 'Jeden Tag', 'Every day'),
        choice('off', 'Nicht von selbst', 'Not by itself'),
      ],
      { section: backups, required: true },
    ),
  ),
  setting(
    '02:30',
    field.text('backup_time', 'Uhrzeit', 'Time of day', {
      section: backups,
      required: true,
      help: text(
        'Lief das Programm zu dieser Zeit nicht, wird die Sicherung beim nächsten Start nachgeholt.',
        'When the program did not run at that time, the backup is made at its next start.',
      ),
    }),
  ),
  setting(
    7,
    field.integer('backup_keep_daily', 'Tage aufbewahren', 'Days to keep', {
      section: backups,
      required: true,
      help: text(
        'Von jedem Tag, jeder Woche und jedem Monat bleibt die jüngste Sicherung. Die jüngste überhaupt bleibt immer.',
        'Of each day, week and month the newest backup stays. The newest of all stays always.',
      ),
    }),
  ),
  setting(
    4,
    field.integer('backup_keep_weekly', 'Wochen aufbewahren', 'Weeks to keep', {
      section: backups,
      required: true,
    }),
  ),
  setting(
    6,
    field.integer('backup_keep_monthly', 'Monate aufbewahren', 'Months to keep', {
      section: backups,
      required: true,
    }),
  ),
]

export type SettingValues = Readonly<Record<string, unknown>>

/** Values by key with the initial ones where nothing is stored. */
export const withInitial = (
  stored: SettingValues,
  declared: readonly Setting[] = SETTINGS,
): Record<string, unknown> =>
  Object.fromEntries(declared.map(({ field: { id }, initial }) => [id, stored[id] ?? initial]))
