import type { Texts } from '../platform/language.ts'
import type { de } from './influence-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Influence',
}
