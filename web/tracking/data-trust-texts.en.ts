import type { Texts } from '../platform/language.ts'
import type { de } from './data-trust-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Data trust',
  subtitle: 'How much of what happens can be measured, and what improves it.',
}
