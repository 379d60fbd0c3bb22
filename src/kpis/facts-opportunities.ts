import { fact } from './fact.ts'

const rows = { records: 'opportunities' } as const
const amounts = { records: 'opportunities', missing: 'no_amounts' } as const
const statistic = { records: 'opportunities', additive: false, missing: 'no_cases' } as const
const customers = { records: 'opportunities', additive: false } as const

/** Facts about opportunities. "Closed in the period" is the closing instant in the company's time zone. */
export const OPPORTUNITY_FACTS = {
  opportunities_created: fact(
    'count',
    ['angelegte Verkaufschancen', 'Opportunities created'],
    ['Verkaufschancen, die im Zeitraum angelegt wurden.', 'Opportunities opened in the period.'],
    rows,
  ),
  opportunities_became_won: fact(
    'count',
    ['davon gewonnen', 'of them won'],
    [
      'Von den im Zeitraum angelegten Verkaufschancen jene, die bis heute gewonnen wurden.',
      'Of the opportunities opened in the period those won so far.',
    ],
    rows,
  ),
  won_count: fact(
    'count',
    ['gewonnene Verkaufschancen', 'Won opportunities'],
    ['Im Zeitraum gewonnen abgeschlossen.', 'Closed as won in the period.'],
    rows,
  ),
  lost_count: fact(
    'count',
    ['verlorene Verkaufschancen', 'Lost opportunities'],
    ['Im Zeitraum verloren abgeschlossen.', 'Closed as lost in the period.'],
    rows,
  ),
  closed_count: fact(
    'count',
    ['abgeschlossene Verkaufschancen', 'Closed opportunities'],
    ['Im Zeitraum gewonnen oder verloren.', 'Won or lost in the period.'],
    rows,
  ),
  revenue_won: fact(
    'money',
    ['Auftragswert der gewonnenen Verkaufschancen', 'Amount of won opportunities'],
    [
      'Summe der Beträge der im Zeitraum gewonnenen Verkaufschancen; solche ohne Betrag zählen nicht mit.',
      'Sum of the amounts of opportunities won in the period; those without an amount do not count.',
    ],
    amounts,
  ),
  won_with_amount: fact(
    'count',
    ['gewonnene mit Betrag', 'Won with an amount'],
    [
      'Im Zeitraum gewonnene Verkaufschancen, deren Betrag bekannt ist.',
      'Opportunities won in the period whose amount is known.',
    ],
    rows,
  ),
  won_amount_deviation: fact(
    'money',
    ['Standardabweichung der Auftragswerte', 'Standard deviation of won amounts'],
    [
      'Stichproben-Standardabweichung der Beträge der gewonnenen Verkaufschancen; nur für Intervalle.',
      'Sample standard deviation of the amounts of won opportunities; for intervals only.',
    ],
    statistic,
  ),
  cycle_days_sum: fact(
    'days',
    ['Summe der Verkaufszyklen', 'Sum of sales cycles'],
    [
      'Tage von der Anlage bis zum Abschluss, summiert über die im Zeitraum gewonnenen Verkaufschancen.',
      'Days from opening to closing, summed over the opportunities won in the period.',
    ],
    rows,
  ),
  cycle_count: fact(
    'count',
    ['gewonnene mit Verkaufszyklus', 'Won with a sales cycle'],
    [
      'Im Zeitraum gewonnene Verkaufschancen, deren Anlage und Abschluss bekannt sind.',
      'Opportunities won in the period whose opening and closing are known.',
    ],
    rows,
  ),
  cycle_days_median: fact(
    'days',
    ['Verkaufszyklus, Median', 'Sales cycle, median'],
    [
      'Median der Tage von der Anlage bis zum Abschluss, gewonnene des Zeitraums, Quantil Typ 7.',
      'Median of the days from opening to closing, won in the period, quantile type 7.',
    ],
    statistic,
  ),
  open_at_end: fact(
    'count',
    ['offene Verkaufschancen am Ende', 'Open opportunities at the end'],
    [
      'Vor dem Ende des Zeitraums angelegt und bis dahin weder gewonnen noch verloren.',
      'Opened before the end of the period and neither won nor lost by then.',
    ],
    rows,
  ),
  open_amount: fact(
    'money',
    ['Wert der offenen Verkaufschancen', 'Amount of open opportunities'],
    [
      'Summe der Beträge der am Ende des Zeitraums offenen Verkaufschancen.',
      'Sum of the amounts of the opportunities open at the end of the period.',
    ],
    rows,
  ),
  open_weighted_amount: fact(
    'money',
    ['gewichteter Wert der offenen', 'Weighted amount of open opportunities'],
    [
      'Betrag mal Wahrscheinlichkeit der Verkaufsstufe am Ende des Zeitraums (oder der eigenen von da), je Verkaufschance auf Cent gerundet.',
      'Amount times the probability of the stage at the end of the period (or its own of then), rounded to cents per opportunity.',
    ],
    { ...rows, missing: 'stage_unknown' },
  ),
  open_days: fact(
    'days',
    ['offene Tage', 'Open days'],
    [
      'Tage, die Verkaufschancen im Zeitraum offen waren, über alle summiert; geteilt durch die Tage des Zeitraums ergibt sich der mittlere Bestand.',
      'Days on which opportunities were open in the period, summed over all; divided by the days of the period it gives the average stock.',
    ],
    rows,
  ),
  period_days: fact(
    'days',
    ['Tage des Zeitraums', 'Days of the period'],
    ['Kalendertage des Zeitraums.', 'Calendar days of the period.'],
    { additive: false },
  ),
  margin_won: fact(
    'money',
    ['Deckungsbeitrag der gewonnenen', 'Contribution margin of won opportunities'],
    [
      'Betrag minus variable Kosten; ohne eigene Kostenangabe nach der Quote des Produkts, sonst der des Unternehmens.',
      'Amount minus variable cost; without cost of its own by the rate of the product, else of the company.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  margin_estimated_amount: fact(
    'money',
    ['davon Umsatz mit geschätztem Deckungsbeitrag', 'of which revenue with estimated margin'],
    [
      'Auftragswert der gewonnenen Verkaufschancen, deren Deckungsbeitrag aus einer Quote geschätzt ist.',
      'Amount of won opportunities whose margin is estimated by a rate.',
    ],
    rows,
  ),
  gross_profit_won: fact(
    'money',
    ['Rohertrag der gewonnenen', 'Gross profit of won opportunities'],
    [
      'Betrag minus Herstellkosten; ohne eigene Angabe nach der Herstellkostenquote des Produkts.',
      'Amount minus production cost; without a figure of its own by the production cost rate of the product.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  attributed_won_count: fact(
    'count',
    ['gewonnene mit Marketing-Anteil', 'Won with a part of marketing'],
    [
      'Im Zeitraum gewonnene Verkaufschancen, von denen das Modell einem Kontaktpunkt des Marketings etwas gibt.',
      'Opportunities won in the period of which the model gives something to a touchpoint of marketing.',
    ],
    { ...rows, additive: false },
  ),
  attributed_revenue: fact(
    'money',
    ['zugeordneter Umsatz', 'Attributed revenue'],
    [
      'Was das Attributionsmodell von den Beträgen der im Zeitraum gewonnenen Verkaufschancen den Kontaktpunkten des Marketings gibt: mit Kampagne oder aus einem bekannten Kanal, der nicht direkt ist. Kanal und Kampagne sind die des Kontaktpunkts.',
      'What the attribution model gives the touchpoints of marketing of the amounts of opportunities won in the period: those of a campaign or of a known channel that is not direct. Channel and campaign are those of the touchpoint.',
    ],
    amounts,
  ),
  attributed_margin: fact(
    'money',
    ['zugeordneter Deckungsbeitrag', 'Attributed margin'],
    [
      'Deckungsbeitrag der gewonnenen Verkaufschancen, geteilt im Verhältnis der Gutschriften.',
      'Contribution margin of won opportunities, divided in the proportion of the credits.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  attributed_gross_profit: fact(
    'money',
    ['zugeordneter Rohertrag', 'Attributed gross profit'],
    [
      'Rohertrag der gewonnenen Verkaufschancen, geteilt im Verhältnis der Gutschriften.',
      'Gross profit of won opportunities, divided in the proportion of the credits.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  advertising_revenue: fact(
    'money',
    ['Umsatz aus Anzeigen', 'Revenue from ads'],
    [
      'Zugeordneter Umsatz der Kontaktpunkte aus bezahlten Kanälen: Suche, Social Media, Video, Display, Anzeigen, Marktplätze, Affiliate, Influencer.',
      'Attributed revenue of touchpoints in paid channels: search, social, video, display, offline ads, marketplaces, affiliate, influencers.',
    ],
    amounts,
  ),
  advertising_margin: fact(
    'money',
    ['Deckungsbeitrag aus Anzeigen', 'Margin from ads'],
    [
      'Zugeordneter Deckungsbeitrag der Kontaktpunkte aus bezahlten Kanälen.',
      'Attributed contribution margin of touchpoints in paid channels.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  new_customers: fact(
    'count',
    ['Neukunden', 'New customers'],
    [
      'Unternehmen, deren erster Umsatz oder erste gewonnene Verkaufschance in den Zeitraum fällt; eine gewonnene Verkaufschance ohne Unternehmen zählt als eigener Kunde (Definition Version 1).',
      'Accounts whose first revenue or first won opportunity falls in the period; a won opportunity without an account counts as a customer of its own (definition version 1).',
    ],
    { records: 'accounts' },
  ),
  margin_last_year: fact(
    'money',
    ['Deckungsbeitrag der letzten 12 Monate', 'Contribution margin of the last 12 months'],
    [
      'Deckungsbeitrag der in den 12 Monaten bis zum Ende des Zeitraums gewonnenen Verkaufschancen.',
      'Contribution margin of opportunities won in the 12 months up to the end of the period.',
    ],
    { records: 'opportunities', missing: 'margin_missing' },
  ),
  revenue_last_year: fact(
    'money',
    ['Umsatz der letzten 12 Monate', 'Revenue of the last 12 months'],
    [
      'Auftragswert der in den 12 Monaten bis zum Ende des Zeitraums gewonnenen Verkaufschancen.',
      'Amount of opportunities won in the 12 months up to the end of the period.',
    ],
    rows,
  ),
  customers_last_year: fact(
    'count',
    ['Kunden der letzten 12 Monate', 'Customers of the last 12 months'],
    [
      'Unternehmen mit einer gewonnenen Verkaufschance in den 12 Monaten bis zum Ende des Zeitraums; ohne Unternehmen zählt die Verkaufschance selbst.',
      'Accounts with a won opportunity in the 12 months up to the end of the period; without an account the opportunity itself counts.',
    ],
    customers,
  ),
  clv_fixed_value: fact(
    'money',
    ['Kundenwert laut Einstellung', 'Customer lifetime value by setting'],
    ['Fester Wert aus den Einstellungen.', 'Fixed value from the settings.'],
    { additive: false, missing: 'setting_missing' },
  ),
  customer_lifetime_years: fact(
    'years',
    ['erwartete Dauer einer Kundenbeziehung', 'Expected customer lifetime'],
    ['Jahre aus den Einstellungen.', 'Years from the settings.'],
    { additive: false, missing: 'setting_missing' },
  ),
  monthly_churn: fact(
    'rate',
    ['Abwanderung je Monat', 'Monthly churn'],
    ['Anteil aus den Einstellungen.', 'Share from the settings.'],
    { additive: false, missing: 'setting_missing' },
  ),
  won_by_all_count: fact(
    'count',
    ['alle gewonnenen Verkaufschancen', 'All won opportunities'],
    [
      'Im Zeitraum gewonnen, gleich durch welche Kanäle und Kampagnen; andere Filter gelten.',
      'Won in the period, whatever the channels and campaigns; other filters hold.',
    ],
    { ...rows, additive: false },
  ),
}
