import type { Text } from '#kernel/record.ts'

const NAMES: Readonly<Record<string, readonly [de: string, en: string]>> = {
  created_on: ['Angelegt am', 'Created'],
  stage: ['Stufe', 'Stage'],
  channel: ['Kanal', 'Channel'],
  source: ['Quelle', 'Source'],
  first_contact_minutes: ['Minuten bis zur Erstansprache', 'Minutes to first contact'],
  first_contact_business_minutes: ['davon in Geschäftszeiten', 'of them in business hours'],
  first_response_minutes: ['Minuten bis zur ersten Antwort', 'Minutes to first response'],
  mql_at: ['MQL am', 'MQL at'],
  sql_at: ['SQL am', 'SQL at'],
  handover_days: ['Tage bis zur Übergabe', 'Days to handover'],
  reason: ['Grund', 'Reason'],
  last_activity: ['Letzte Aktivität', 'Last activity'],
  expected_value: ['Erwarteter Wert', 'Expected value'],
  amount: ['Betrag', 'Amount'],
  opened_at: ['Angelegt am', 'Opened at'],
  closed_at: ['Abgeschlossen am', 'Closed at'],
  outcome: ['Ausgang', 'Outcome'],
  cycle_days: ['Verkaufszyklus (Tage)', 'Sales cycle (days)'],
  margin: ['Deckungsbeitrag', 'Contribution margin'],
  weighted_amount: ['Gewichteter Betrag', 'Weighted amount'],
  open_days: ['Offene Tage im Zeitraum', 'Open days in the period'],
  since: ['Kunde seit', 'Customer since'],
  kind: ['Art', 'Kind'],
  date: ['Datum', 'Date'],
  category: ['Kostenart', 'Category'],
  from_date: ['Von', 'From'],
  until_date: ['Bis (ausschließlich)', 'Until (exclusive)'],
  booked: ['Im Zeitraum gebucht', 'Booked in the period'],
  impressions: ['Impressionen', 'Impressions'],
  reach: ['Reichweite', 'Reach'],
  clicks: ['Klicks', 'Clicks'],
  platform_conversions: ['Conversions laut Plattform', 'Platform conversions'],
  platform_conversion_value: ['Conversion-Wert laut Plattform', 'Platform conversion value'],
  visitors: ['Besucher', 'Visitors'],
  sessions: ['Sitzungen', 'Sessions'],
  visitors_without_consent: ['ohne Einwilligung', 'without consent'],
  counted_by: ['Gezählt von', 'Counted by'],
  occurred_at: ['Zeitpunkt', 'At'],
  end_date: ['Letzter Tag', 'Last day'],
  end_reason: ['Grund des Endes', 'Reason of the end'],
  yearly_amount: ['Wert im Jahr', 'Value a year'],
  recommended_by: ['Empfohlen von', 'Recommended by'],
  status: ['Stand', 'Status'],
  saving: ['Ersparnis', 'Saving'],
  requested_at: ['Eingang', 'Requested at'],
  starts_at: ['Zeitpunkt', 'At'],
  origin: ['Zustande gekommen durch', 'Came about by'],
  filled: ['Ausgefüllte Felder', 'Fields filled in'],
}

/** The heading of a column of records. */
export function columnName(id: string): Text {
  const [de, en] = NAMES[id] ?? [id, id]
  return { de, en }
}

export const hasColumnName = (id: string): boolean => id in NAMES
