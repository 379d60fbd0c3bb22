import { defineTexts } from '../platform/language.ts'
import { de } from './live-texts.de.ts'
import { en } from './live-texts.en.ts'

export const useLiveTexts = defineTexts('live', { de, en })
