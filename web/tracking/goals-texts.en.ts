import type { Texts } from '../platform/language.ts'
import type { de } from './goals-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Conversion goals',
  subtitle: 'What visitors shall reach, and what it is worth.',
}
