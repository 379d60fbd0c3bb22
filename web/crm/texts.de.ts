export const de = {
  title: 'Pipeline',
  new: 'Verkaufschance anlegen',
  sentence_one: '{{shown}} offene Verkaufschance, zusammen {{amount}}',
  sentence_other: '{{shown}} offene Verkaufschancen, zusammen {{amount}}',
  column_one: '{{shown}} Verkaufschance',
  column_other: '{{shown}} Verkaufschancen',
  'column.more': '{{count}} weitere in der Liste',
  'card.move': 'Stufe von {{title}} ändern',
  'card.moved': '{{title}} ist jetzt in „{{stage}}“.',
  'empty.title': 'Noch keine Verkaufsstufen',
  'empty.text': 'Legen Sie die Stufen Ihres Verkaufs mit ihrer Wahrscheinlichkeit an.',
  'empty.do': 'Verkaufsstufen anlegen',
} as const
