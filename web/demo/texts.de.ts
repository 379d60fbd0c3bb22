export const de = {
  load: 'Demofirma laden',
  loading: 'Die Demofirma wird geladen',
  removing: 'Die Demodaten werden entfernt',
  'banner.name': 'Demodaten',
  'banner.text': '{{company}} ist erfunden.',
  'banner.lastMonth': '{{period}}',
  'banner.funnel': 'Trichter des Leitfadens, {{period}}',
  'banner.social': 'Social Media im ersten Jahr',
  'banner.why': 'Warum so?',
  remove: 'Demodaten entfernen',
  'why.title': 'Was an der Demofirma stimmt',
  'why.funnel':
    'Der Monat {{period}} trägt genau die Zahlen des veröffentlichten Trichters: 30.000 Besucher, 1.000 MQL, 300 SQL, 120 Verkaufschancen, 30 gewonnen. Die sieben Monate um ihn herum sind fast gleich, damit Perioden- und Kohortensicht dasselbe zeigen.',
  'why.year':
    'Das Jahr {{period}} trägt das veröffentlichte Beispiel zu Social Media: 120.000 € Kosten, 142 qualifizierte Leads (MQL), 28 % der gewonnenen Aufträge. Die 8 Einstellungen stehen bei den Kosten der Kampagne „LinkedIn Fachkräfte gesucht“.',
  'why.own':
    'Was Sie jetzt selbst anlegen oder importieren, mischt sich mit diesen Zahlen. Entfernen Sie die Demodaten, bevor Sie mit eigenen Daten beginnen.',
  'why.close': 'Schließen',
  'remove.title': 'Demodaten entfernen?',
  'remove.text':
    'Alle Datensätze der Demofirma werden gelöscht, auch solche, die Sie geändert haben. Was Sie selbst angelegt haben, bleibt. Die Demofirma lässt sich jederzeit wieder laden.',
  'remove.keep': 'Behalten',
  'error.company_not_empty':
    'Es gibt schon eigene Datensätze. Echte und erfundene Zahlen sollen sich nicht mischen.',
  'error.in_use':
    'Eigene Datensätze verweisen auf Demodaten: {{kinds}}. Bitte löschen Sie diese zuerst oder ordnen Sie sie anders zu.',
  'error.already_there': 'Die Demofirma ist schon geladen oder wird gerade geladen.',
  'error.interrupted':
    'Der Vorgang wurde unterbrochen; es wurde nichts verändert. Bitte noch einmal versuchen.',
  'error.stages_missing':
    'Es fehlen Verkaufsstufen: Die Demofirma braucht eine offene, eine gewonnene und eine verlorene.',
  'error.failed':
    'Das hat nicht geklappt; es wurde nichts verändert. Die Ursache steht im Protokoll des Servers.',
}
