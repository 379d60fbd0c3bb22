export const de = {
  title: 'Kanäle im Vergleich',
  subtitle:
    'Was jeder Kanal gekostet und eingebracht hat, und wie sehr die Antwort vom Attributionsmodell abhängt.',
  loading: 'Kanäle werden nach allen Modellen berechnet …',
  'by.label': 'Vergleichen nach',
  'by.channel': 'Kanal',
  'by.campaign': 'Kampagne',
  'by.content': 'Inhalt',
  'by.product': 'Produkt',
  'by.region': 'Region',
  'worth.label': 'Rückfluss',
  'worth.margin': 'Deckungsbeitrag',
  'worth.revenue': 'Umsatz',
  sentence:
    '{{period}}: {{value}} {{worth}} für {{cost}} Marketingkosten, ROI {{roi}} nach dem Modell „{{model}}“.',
  'sentence.free':
    '{{period}}: {{value}} {{worth}} nach dem Modell „{{model}}“; Kosten sind nicht erfasst.',
  'sentence.range': 'Nach allen {{count}} Modellen liegt der ROI zwischen {{low}} und {{high}}.',
  'sentence.unknown':
    'Von {{total}} aller Abschlüsse gehen {{unknown}} an direkte und unbekannte Quellen oder an niemanden ({{share}}).',
  'ads.title': 'Anzeigen: Umsatz ist kein Ertrag',
  'ads.earns':
    '1 € Anzeigen bringt {{roas}} Umsatz, davon {{margin}} Deckungsbeitrag: Es bleiben {{result}} übrig. Gedeckt sind die Anzeigen ab einem ROAS von {{breakEven}}.',
  'ads.loses':
    '1 € Anzeigen bringt {{roas}} Umsatz, davon aber nur {{margin}} Deckungsbeitrag: Jeder Euro verliert {{result}}. Gedeckt wären die Anzeigen erst ab einem ROAS von {{breakEven}}.',
  'ads.deceptive':
    'Ein guter ROAS kann Geld kosten: Er zählt Umsatz, aus dem erst noch Ware, Produktion und Vertrieb zu bezahlen sind.',
  'ads.even':
    '1 € Anzeigen bringt {{roas}} Umsatz und genau {{margin}} Deckungsbeitrag: Die Anzeigen decken ihre Mediakosten, mehr nicht. Break-even-ROAS {{breakEven}}.',
  'ads.unknown':
    '1 € Anzeigen bringt {{roas}} Umsatz. Ob das reicht, lässt sich ohne Deckungsbeitrag nicht sagen: Hinterlegen Sie eine Quote am Produkt oder in den Einstellungen.',
  'range.title': 'ROI nach allen Modellen',
  'range.sentence':
    'Der Balken reicht vom niedrigsten bis zum höchsten ROI, der Punkt ist das verwendete Modell. Liegt die Nulllinie im Balken, hängt die Antwort vom Modell ab.',
  'range.none': 'Ohne Kosten gibt es keinen ROI, der sich vergleichen ließe.',
  'range.low': 'niedrigster ROI',
  'range.high': 'höchster ROI',
  'range.own': 'verwendetes Modell',
  'range.lowModel': 'Modell (niedrigster)',
  'range.highModel': 'Modell (höchster)',
  'table.title': 'Zahlen im Vergleich',
  'table.sentence':
    'Jede Zahl öffnet ihre Rechnung und ihre Datensätze. Verglichen wird nur, was denselben Zeitraum hat.',
  'table.csv': 'Als CSV speichern',
  'table.roi': 'ROI',
  'table.range': 'ROI, alle Modelle',
  'table.verdict': 'Urteil',
  'table.unknown': 'auf unbekannten Quellen',
  'table.total': 'Alle',
  'table.open': '{{name}}, {{column}}: {{value}}. Rechnung und Datensätze anzeigen',
  'table.openDeals': '{{name}}, {{column}}: {{value}}. Abschlüsse anzeigen',
  'table.left': 'Weitere {{count}} mit kleineren Beträgen sind nicht aufgeführt.',
  'column.cost': 'Kosten',
  'column.won': 'Gew.',
  'column.new_customers': 'Neukunden',
  'column.revenue': 'Umsatz',
  'column.margin': 'DB',
  'column.cac': 'CAC',
  'column.clv': 'CLV',
  'column.clv_cac': 'CLV : CAC',
  'column.payback': 'Amortisation',
  'column.roas': 'ROAS',
  'column.margin_roas': 'DB-ROAS',
  'column.break_even_roas': 'Break-even-ROAS',
  months: '{{count}} Mon.',
  'verdict.robust.pays': 'robust: lohnt sich',
  'verdict.robust.loses': 'robust: deckt die Kosten nicht',
  'verdict.depends_on_model': 'hängt vom Modell ab',
  'verdict.none': '–',
  'note.model':
    'Attributionsmodell: {{name}}; der Bereich nimmt alle {{count}} Modelle, deren Anteile sich zum Ganzen addieren. Ein Modell zeigt Zusammenhänge, keine Ursachen.',
  'note.content': 'Kosten werden nicht je Inhalt gebucht; darum gibt es hier keinen ROI.',
  'note.unknown':
    'Auf unbekannten Quellen: der Teil des Werts aus Abschlüssen, in deren Customer Journey auch ein direkter, unbekannter oder nicht zuordenbarer Kontaktpunkt liegt.',
  'empty.title': 'In diesem Zeitraum gibt es weder Kosten noch Abschlüsse',
  'empty.text':
    'Hier stehen Kanäle nebeneinander, sobald Kosten und gewonnene Verkaufschancen erfasst sind.',
  'empty.import': 'Daten importieren',
  'empty.costs': 'Kosten erfassen',
}
