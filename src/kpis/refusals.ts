import type { Text } from '#kernel/record.ts'

/** Texts of the refusals of this domain, by code. */
export const kpiRefusalTexts: Readonly<Record<string, Text>> = {
  'kpis.unknown_kpi': { de: 'Diese Kennzahl gibt es nicht.', en: 'There is no such figure.' },
  'kpis.unknown_fact': { de: 'Diese Ausgangszahl gibt es nicht.', en: 'There is no such fact.' },
  'kpis.unknown_model': {
    de: 'Nach diesem Attributionsmodell gibt es keine Kennzahlen. Wählen Sie eines mit festen Regeln; statt Shapley „Linear je Kanal“, das jedem Abschluss dasselbe gibt.',
    en: 'There are no figures by this attribution model. Choose one with fixed rules; in place of Shapley “Linear by channel”, which gives every deal the same.',
  },
  'kpis.bad_cursor': {
    de: 'Die Seitenmarke ist ungültig. Bitte laden Sie die Liste neu.',
    en: 'The page mark is not valid. Please load the list again.',
  },
  'kpis.fact_needed': {
    de: 'Für die Datei muss angegeben sein, welche Ausgangszahl sie enthalten soll.',
    en: 'The file needs to know which fact it should hold.',
  },
}
