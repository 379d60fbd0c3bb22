import type { Texts } from '../platform/language.ts'
import type { de } from './live-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Live',
  subtitle: 'What happened on your websites in the last 30 minutes.',
  loading: 'Loading …',
  present: 'There now',
  'present.hint': 'Visitors with a hit in the last five minutes, without programs.',
  visitors: 'Visitors in 30 minutes',
  pageViews: 'Page views in 30 minutes',
  'minutes.title': 'Page views by minute',
  'minutes.sentence': '{{count}} page views in 30 minutes, the latest {{last}} in this minute.',
  'minutes.column': 'Minute',
  'minutes.now': 'now',
  'minutes.ago': '{{count}} min ago',
  'channels.title': 'Channels',
  'pages.title': 'Pages',
  'hits.title': 'Latest hits',
  'hits.sentence':
    'Each with the channel of its visit and the rule that gave it. A click opens the visit.',
  'hit.open': 'Open the visit: {{what}}',
  pause: 'Pause',
  resume: 'Continue',
  updated: 'As of {{time}}, renewed every 5 seconds',
  paused: 'Paused, as of {{time}}',
  'empty.title': 'Nobody is there now',
  'empty.text':
    'Call your website in another window: the hit is here within seconds. Is the script installed?',
  'empty.install': 'Install and check the script',
}
