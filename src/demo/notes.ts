import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, daysIn, MONTHS, SECOND_YEAR } from './calendar.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { DEMO_CAVEAT } from './caveat.ts'

/** The diary of what changed the measurement. */
export function noteRecords(calendar: DemoCalendar): DemoRecord[] {
  const day = (month: number, place: number) => daysIn(calendar.month(month))[place - 1]
  const note = (month: number, place: number, kind: string, text: string): Values => ({
    date: day(month, place),
    kind,
    note: text,
  })
  return numbered('tracking_change', [
    note(0, 1, 'crm', 'Neues CRM: offene Verkaufschancen übernommen, ältere Leads nicht.'),
    note(4, 11, 'script', 'Messskript der Website erneuert, Formulare neu angebunden.'),
    note(6, 3, 'other', 'Automatische Eingangsbestätigung für Webformulare eingeführt.'),
    note(9, 1, 'crm', 'Pflichtfeld „Quelle“ im CRM eingeführt.'),
    note(SECOND_YEAR, 1, 'other', DEMO_CAVEAT.de),
    note(SECOND_YEAR, 2, 'definition', 'MQL neu vereinbart: ab 40 Punkten, bisher nach Gespräch.'),
    note(
      MONTHS - 2,
      6,
      'consent',
      'Einwilligungsbanner geändert: „Ablehnen“ gleich groß wie „Zustimmen“.',
    ),
  ])
}
