import { defineTexts } from '../platform/language.ts'
import { de } from './data-trust-texts.de.ts'
import { en } from './data-trust-texts.en.ts'

export const useDataTrustTexts = defineTexts('data-trust', { de, en })
