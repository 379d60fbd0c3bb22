import type { Texts } from '../platform/language.ts'
import type { de } from './live-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Live',
  subtitle: 'What has happened on your websites in the last minutes.',
}
