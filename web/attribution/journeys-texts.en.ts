import type { Texts } from '../platform/language.ts'
import type { de } from './journeys-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Customer journeys',
}
