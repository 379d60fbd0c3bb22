import type { Texts } from '../platform/language.ts'
import type { de } from './websites-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Websites',
  subtitle: 'Which websites are measured, and whether their script works.',
}
