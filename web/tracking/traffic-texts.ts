import { defineTexts } from '../platform/language.ts'
import { de } from './traffic-texts.de.ts'
import { en } from './traffic-texts.en.ts'

export const useTrafficTexts = defineTexts('traffic', { de, en })
