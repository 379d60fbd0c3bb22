export const de = {
  title: 'Unternehmensdaten',
  sentence: 'Gilt für die ganze Installation. Jede Änderung steht im Änderungsprotokoll.',
  toAttribution: 'Vorher und nachher vergleichen, bevor Sie diese Regeln ändern',
  toFirstSteps: 'Ziele und Zeiträume vorschlagen lassen',
  save: 'Speichern',
  saved: 'Einstellungen gespeichert.',
  discard: 'Verwerfen',
  readOnly: 'Ihre Rolle darf Einstellungen lesen, aber nicht ändern.',
  'logo.title': 'Logo',
  'logo.sentence':
    'Steht in der Kopfzeile und auf der Anmeldeseite. PNG, JPEG oder WebP, höchstens 512 kB.',
  'logo.none': 'Noch kein Logo.',
  'logo.choose': 'Bild auswählen',
  'logo.replace': 'Anderes Bild',
  'logo.remove': 'Entfernen',
  'logo.tooLarge': 'Die Datei ist größer als 512 kB. Bitte verkleinern Sie das Bild.',
} as const
