export const de = {
  title: 'Unternehmensdaten',
  sentence: 'Gilt für die ganze Installation. Jede Änderung steht im Änderungsprotokoll.',
  save: 'Speichern',
  saved: 'Einstellungen gespeichert.',
  discard: 'Verwerfen',
  readOnly: 'Ihre Rolle darf Einstellungen lesen, aber nicht ändern.',
} as const
