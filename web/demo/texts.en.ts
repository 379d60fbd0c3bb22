import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  load: 'Load the demo company',
  loading: 'Loading the demo company',
  removing: 'Removing the demo data',
  'banner.name': 'Demo data',
  'banner.text': '{{company}} is invented.',
  'banner.lastMonth': '{{period}}',
  'banner.funnel': 'Published funnel, {{period}}',
  'banner.social': 'Social media in the first year',
  'banner.why': 'Why so?',
  remove: 'Remove demo data',
  'why.title': 'What holds in the demo company',
  'why.funnel':
    '{{period}} holds exactly the figures of the published funnel: 30,000 visitors, 1,000 MQL, 300 SQL, 120 opportunities, 30 won. The seven months around it are nearly alike, so that period view and cohort view show the same.',
  'why.year':
    'The year {{period}} holds the published example on social media: EUR 120,000 cost, 142 qualified leads (MQL), 28% of the orders won. The 8 hires stand with the costs of the campaign "LinkedIn Fachkräfte gesucht".',
  'why.own':
    'What you create or import now mixes with these figures. Remove the demo data before you begin with data of your own.',
  'why.close': 'Close',
  'remove.title': 'Remove the demo data?',
  'remove.text':
    'All records of the demo company are deleted, those you changed included. What you created yourself stays. The demo company can be loaded again at any time.',
  'remove.keep': 'Keep',
  'error.company_not_empty':
    'There are records of your own already. Real and invented figures must not mix.',
  'error.in_use':
    'Records of your own refer to demo data: {{kinds}}. Please delete them first or assign them elsewhere.',
  'error.already_there': 'The demo company is loaded already or being loaded.',
  'error.interrupted': 'It was interrupted; nothing was changed. Please try again.',
  'error.stages_missing':
    'Stages are missing: the demo company needs an open, a won and a lost one.',
  'error.failed': 'That did not work; nothing was changed. The log of the server has the cause.',
}
