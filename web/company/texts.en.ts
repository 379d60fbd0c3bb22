import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Company',
  sentence: 'Holds for the whole installation. Every change is in the audit trail.',
  toAttribution: 'Compare before and after before you change these rules',
  toFirstSteps: 'Have targets and periods proposed',
  save: 'Save',
  saved: 'Settings saved.',
  discard: 'Discard',
  readOnly: 'Your role may read the settings but not change them.',
  'logo.title': 'Logo',
  'logo.sentence':
    'Shown in the header and on the sign-in page. PNG, JPEG or WebP, at most 512 kB.',
  'logo.none': 'No logo yet.',
  'logo.choose': 'Choose a picture',
  'logo.replace': 'Another picture',
  'logo.remove': 'Remove',
  'logo.tooLarge': 'The file is larger than 512 kB. Please make the picture smaller.',
}
