import { fact } from './fact.ts'

const leads = { records: 'leads' } as const
const staged = { records: 'leads', missing: 'stage_not_recorded' } as const
const statistic = { records: 'leads', additive: false, missing: 'no_cases' } as const

/** Facts about leads. Instants are cut into days in the company's time zone. */
export const LEAD_FACTS = {
  visitors: fact(
    'count',
    ['Besucher', 'Visitors'],
    [
      'Besucher der eigenen Messung, jeder einmal im Zeitraum (ohne Einwilligung einmal am Tag); an Tagen ohne eigene Messung die importierte Tageszahl.',
      'Visitors of our own tracking, everyone once in the period (without consent once a day); on days without it the imported daily count.',
    ],
    { records: 'visitor-days', missing: 'no_visitor_counts', additive: false },
  ),
  sessions: fact(
    'count',
    ['Sitzungen', 'Sessions'],
    [
      'Besuche der eigenen Messung, die im Zeitraum begannen; an Tagen ohne eigene Messung die importierte Tageszahl.',
      'Visits of our own tracking that began in the period; on days without it the imported daily count.',
    ],
    { records: 'visitor-days', missing: 'no_visitor_counts' },
  ),
  leads: fact(
    'count',
    ['Leads', 'Leads'],
    ['Leads, die im Zeitraum angelegt wurden.', 'Leads created in the period.'],
    leads,
  ),
  mql: fact(
    'count',
    ['MQL', 'MQL'],
    ['Leads, die im Zeitraum MQL wurden.', 'Leads that became MQL in the period.'],
    staged,
  ),
  sql: fact(
    'count',
    ['SQL', 'SQL'],
    ['Leads, die im Zeitraum SQL wurden.', 'Leads that became SQL in the period.'],
    staged,
  ),
  mql_became_sql: fact(
    'count',
    ['davon SQL geworden', 'of them became SQL'],
    [
      'Von den MQL des Zeitraums jene, die bis heute SQL wurden, wann auch immer.',
      'Of the MQL of the period those that became SQL so far, whenever that was.',
    ],
    staged,
  ),
  sql_became_opportunity: fact(
    'count',
    ['davon Verkaufschance geworden', 'of them became an opportunity'],
    [
      'Von den SQL des Zeitraums jene, aus denen bis heute eine Verkaufschance wurde.',
      'Of the SQL of the period those that became an opportunity so far.',
    ],
    staged,
  ),
  leads_became_won: fact(
    'count',
    ['davon gewonnen', 'of them won'],
    [
      'Von den Leads des Zeitraums jene, die bis heute gewonnen wurden.',
      'Of the leads of the period those that were won so far.',
    ],
    leads,
  ),
  contacted_leads: fact(
    'count',
    ['von einem Menschen erreichte Leads', 'Leads reached by a person'],
    [
      'Leads des Zeitraums mit einer Erstansprache; eine automatische Antwort zählt nicht.',
      'Leads of the period with a first contact by a person; an automatic answer does not count.',
    ],
    leads,
  ),
  contacted_within_5_minutes: fact(
    'count',
    ['in 5 Minuten angesprochen', 'Contacted within 5 minutes'],
    [
      'Leads des Zeitraums, bei denen die Erstansprache höchstens 5 Minuten nach Eingang kam.',
      'Leads of the period whose first contact came at most 5 minutes after they arrived.',
    ],
    leads,
  ),
  contacted_within_1_hour: fact(
    'count',
    ['in 1 Stunde angesprochen', 'Contacted within 1 hour'],
    [
      'Leads des Zeitraums, bei denen die Erstansprache höchstens 1 Stunde nach Eingang kam.',
      'Leads of the period whose first contact came at most 1 hour after they arrived.',
    ],
    leads,
  ),
  contacted_within_24_hours: fact(
    'count',
    ['in 24 Stunden angesprochen', 'Contacted within 24 hours'],
    [
      'Leads des Zeitraums, bei denen die Erstansprache höchstens 24 Stunden nach Eingang kam.',
      'Leads of the period whose first contact came at most 24 hours after they arrived.',
    ],
    leads,
  ),
  contact_minutes_median: fact(
    'minutes',
    ['Zeit bis zur Erstansprache, Median', 'Time to first contact, median'],
    [
      'Median der Minuten von der Anlage des Leads bis zur Erstansprache, nur angesprochene Leads des Zeitraums, Quantil Typ 7.',
      'Median of the minutes from creation of the lead to the first contact, contacted leads of the period only, quantile type 7.',
    ],
    statistic,
  ),
  contact_minutes_p90: fact(
    'minutes',
    ['Zeit bis zur Erstansprache, 90. Perzentil', 'Time to first contact, 90th percentile'],
    [
      'Neun von zehn angesprochenen Leads wurden in dieser Zeit oder schneller erreicht, Quantil Typ 7.',
      'Nine of ten contacted leads were reached in this time or faster, quantile type 7.',
    ],
    statistic,
  ),
  contact_business_minutes_median: fact(
    'minutes',
    [
      'Zeit bis zur Erstansprache in Geschäftszeiten, Median',
      'Time to first contact in business hours, median',
    ],
    [
      'Wie der Median der Zeit bis zur Erstansprache, aber nur Minuten innerhalb der eingestellten Geschäftszeiten; ein Lead der Nacht beginnt mit der nächsten Öffnung. Feiertage zählen wie andere Tage.',
      'As the median time to first contact, but only minutes within the business hours of the settings; a lead of the night starts with the next opening. Public holidays count as other days.',
    ],
    statistic,
  ),
  contact_business_minutes_p90: fact(
    'minutes',
    [
      'Zeit bis zur Erstansprache in Geschäftszeiten, 90. Perzentil',
      'Time to first contact in business hours, 90th percentile',
    ],
    [
      'Neun von zehn angesprochenen Leads wurden in so vielen Minuten Geschäftszeit oder schneller erreicht, Quantil Typ 7.',
      'Nine of ten contacted leads were reached in so many minutes of business hours or faster, quantile type 7.',
    ],
    statistic,
  ),
  responded_leads: fact(
    'count',
    ['beantwortete Leads', 'Answered leads'],
    [
      'Leads des Zeitraums mit einer ersten Antwort, auch einer automatischen.',
      'Leads of the period with a first answer, an automatic one included.',
    ],
    leads,
  ),
  response_minutes_median: fact(
    'minutes',
    ['Zeit bis zur ersten Antwort, Median', 'Time to first response, median'],
    [
      'Median der Minuten von der Anlage des Leads bis zur ersten Antwort, auch einer automatischen, Quantil Typ 7.',
      'Median of the minutes from creation of the lead to the first answer, automatic ones included, quantile type 7.',
    ],
    statistic,
  ),
  response_minutes_p90: fact(
    'minutes',
    ['Zeit bis zur ersten Antwort, 90. Perzentil', 'Time to first response, 90th percentile'],
    [
      'Neun von zehn beantworteten Leads erhielten ihre erste Antwort in dieser Zeit oder schneller, Quantil Typ 7.',
      'Nine of ten answered leads had their first answer in this time or faster, quantile type 7.',
    ],
    statistic,
  ),
  handed_over_leads: fact(
    'count',
    ['an den Vertrieb übergebene Leads', 'Leads handed over to sales'],
    [
      'Leads mit einer Übergabe im Zeitraum und bekanntem Erstkontakt.',
      'Leads with a handover in the period and a known first-seen date.',
    ],
    leads,
  ),
  handover_days_median: fact(
    'days',
    ['Tage vom Erstkontakt bis zur Übergabe, Median', 'Days from first seen to handover, median'],
    [
      'Median der Tage vom Erstkontakt bis zur Übergabe, Übergaben des Zeitraums, Quantil Typ 7.',
      'Median of the days from first seen to handover, handovers of the period, quantile type 7.',
    ],
    statistic,
  ),
  disqualified_leads: fact(
    'count',
    ['disqualifizierte Leads', 'Disqualified leads'],
    ['Leads, die im Zeitraum disqualifiziert wurden.', 'Leads disqualified in the period.'],
    leads,
  ),
  stale_leads: fact(
    'count',
    ['Karteileichen', 'Stale leads'],
    [
      'Leads, die am Ende des Zeitraums offen sind und seit der eingestellten Zahl von Tagen keine Aktivität haben.',
      'Leads that are open at the end of the period and without activity for the set number of days.',
    ],
    leads,
  ),
  stale_lead_value: fact(
    'money',
    ['erwarteter Wert der Karteileichen', 'Expected value of stale leads'],
    [
      'Summe der erwarteten Werte dieser Leads; Leads ohne Wert zählen 0.',
      'Sum of the expected values of these leads; leads without a value count 0.',
    ],
    leads,
  ),
  reachable_contacts: fact(
    'count',
    ['erreichbare Kontakte', 'Reachable contacts'],
    [
      'Kontakte, die erreichbar sind, angesprochen werden dürfen und deren Daten vollständig und aktuell sind.',
      'Contacts that can be reached, may be addressed, and whose data are complete and current.',
    ],
    { missing: 'needs_leads', additive: false },
  ),
}
