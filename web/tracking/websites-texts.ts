import { defineTexts } from '../platform/language.ts'
import { de } from './websites-texts.de.ts'
import { en } from './websites-texts.en.ts'

export const useWebsitesTexts = defineTexts('websites', { de, en })
