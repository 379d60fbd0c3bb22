import type { Texts } from '../platform/language.ts'
import type { de } from './channel-rules-texts.de.ts'

export const en: Texts<typeof de> = {
  title: 'Channel rules',
  subtitle: 'The rules by which a visit gets its channel.',
}
