import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Company',
  sentence: 'Holds for the whole installation. Every change is in the audit trail.',
  save: 'Save',
  saved: 'Settings saved.',
  discard: 'Discard',
  readOnly: 'Your role may read the settings but not change them.',
}
