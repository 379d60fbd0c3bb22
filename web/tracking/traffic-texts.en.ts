import type { Texts } from '../platform/language.ts'
import type { de } from './traffic-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Traffic',
  subtitle: 'Who visits your websites, where the visits come from and what they reach.',
}
