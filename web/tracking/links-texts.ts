import { defineTexts } from '../platform/language.ts'
import { de } from './links-texts.de.ts'
import { en } from './links-texts.en.ts'

export const useLinksTexts = defineTexts('links', { de, en })
