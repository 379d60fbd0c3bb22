import { fact } from './fact.ts'

const entries = { records: 'revenue-entries' } as const

/** Facts about money of accounts: invoices, payments, credit notes, each by its date. */
export const REVENUE_FACTS = {
  revenue_invoiced: fact(
    'money',
    ['Rechnungen', 'Invoices'],
    ['Rechnungen mit Datum im Zeitraum.', 'Invoices dated in the period.'],
    entries,
  ),
  credit_notes: fact(
    'money',
    ['Gutschriften', 'Credit notes'],
    [
      'Gutschriften mit Datum im Zeitraum, als positiver Betrag.',
      'Credit notes dated in the period, as a positive amount.',
    ],
    entries,
  ),
  revenue_received: fact(
    'money',
    ['Zahlungseingänge', 'Payments received'],
    ['Zahlungseingänge mit Datum im Zeitraum.', 'Payments dated in the period.'],
    entries,
  ),
  invoiced_to_date: fact(
    'money',
    ['Rechnungen bis zum Ende', 'Invoices up to the end'],
    [
      'Alle Rechnungen minus Gutschriften bis zum Ende des Zeitraums.',
      'All invoices minus credit notes up to the end of the period.',
    ],
    entries,
  ),
  received_to_date: fact(
    'money',
    ['Zahlungseingänge bis zum Ende', 'Payments up to the end'],
    [
      'Alle Zahlungseingänge bis zum Ende des Zeitraums.',
      'All payments up to the end of the period.',
    ],
    entries,
  ),
  attributed_received: fact(
    'money',
    ['zugeordnete Zahlungen', 'Attributed payments'],
    [
      'Zahlungseingänge des Zeitraums, geteilt im Verhältnis der Gutschriften der Verkaufschance dahinter; ohne Angabe der ersten, die das Unternehmen gewann.',
      'Payments of the period, divided in the proportion of the credits of the opportunity behind them; where none is named, the first that the account won.',
    ],
    entries,
  ),
  paying_customers: fact(
    'count',
    ['zahlende Kunden', 'Paying customers'],
    [
      'Unternehmen mit einem Zahlungseingang im Zeitraum.',
      'Accounts with a payment in the period.',
    ],
    { records: 'revenue-entries', additive: false },
  ),
  invoiced_customers: fact(
    'count',
    ['Kunden mit Rechnung', 'Invoiced customers'],
    ['Unternehmen mit einer Rechnung im Zeitraum.', 'Accounts with an invoice in the period.'],
    { records: 'revenue-entries', additive: false },
  ),
  upsell_revenue: fact(
    'money',
    ['Umsatz aus Bestandsgeschäft', 'Revenue of existing business'],
    [
      'Auftragswert der im Zeitraum gewonnenen Verkaufschancen der Geschäftsart Bestandsgeschäft.',
      'Amount of opportunities won in the period whose business type is existing business.',
    ],
    { records: 'opportunities', missing: 'no_amounts' },
  ),
  repeat_customers: fact(
    'count',
    ['Wiederkäufer', 'Repeat customers'],
    [
      'Kunden des Zeitraums, die schon früher eine Verkaufschance gewonnen hatten.',
      'Customers of the period that had won an opportunity before.',
    ],
    { records: 'opportunities', additive: false },
  ),
  customers_won: fact(
    'count',
    ['Kunden mit Abschluss', 'Customers with a won opportunity'],
    [
      'Unternehmen mit einer im Zeitraum gewonnenen Verkaufschance.',
      'Accounts with an opportunity won in the period.',
    ],
    { records: 'opportunities', additive: false },
  ),
}
