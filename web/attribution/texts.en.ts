import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Attribution',
}
