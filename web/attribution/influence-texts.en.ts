import type { Texts } from '../platform/language.ts'
import type { de } from './influence-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Influence',
  subtitle: 'What share of conversions had at least one touchpoint in the chosen channels.',
  loading: 'Working out the influence …',
  channels: 'Channels',
  'channels.reset': 'Social channels',
  'sentence.lookback': 'within the lookback of {{days}} days',
  'sentence.unlimited': 'before it',
  sentence:
    '{{share}} of the {{what}} ({{part}} of {{n}}) had at least one touchpoint in these channels {{lookback}}.',
  'sentence.value': 'They brought {{value}} of {{total}} ({{share}}).',
  'sentence.none': 'None of the chosen channels occurred in this period: {{of}}.',
  note: 'Influence is no credit: a conversion counts for every channel that took part in it. So the rows of channels are never added up. What each channel is credited with stands in the credits.',
  'note.link': 'To the credits',
  'figure.share': 'Share of {{what}}',
  'figure.value': 'Their value',
  'figure.value.won': 'Revenue of these deals',
  'figure.valueOf': 'of {{total}} ({{share}})',
  'figure.interval': '95%: {{low}} to {{high}}',
  'figure.interval.hint': 'With so few cases the true share can be that far from the counted one.',
  'months.title': 'By month',
  'months.sentence':
    'The share was highest in {{high}} ({{highShare}}, {{highOf}}) and lowest in {{low}} ({{lowShare}}, {{lowOf}}).',
  'months.sentence.one': 'In {{high}}: {{highShare}} ({{highOf}}).',
  'months.label': 'Touched and not touched by month',
  'months.month': 'Month',
  'months.touched': 'touched',
  'months.untouched': 'not touched',
  'months.all': 'all',
  'months.share': 'Share',
  'table.title': 'By channel',
  'table.sentence':
    '{{channel}} took part most often ({{of}}). The rows overlap and come to more than “all chosen”.',
  'table.sentence.apart': '{{channel}} took part most often ({{of}}).',
  'table.channel': 'Channel',
  'table.share': 'Share',
  'table.valueShare': 'Share of value',
  'table.alone': 'of these without the others',
  'table.together': 'all chosen (counted once)',
  'table.export': 'Influence by channel as CSV',
  'deals.title': 'Deals touched',
  'deals.sentence': 'Latest first. A click shows the whole customer journey.',
  'empty.title': 'No conversion in this period yet',
  'empty.text':
    'This is where you see how many won opportunities the chosen channels took part in, with their revenue. It needs opportunities won in the period.',
}
