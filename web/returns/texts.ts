import { defineTexts } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export const useReturnTexts = defineTexts('returns', { de, en })
