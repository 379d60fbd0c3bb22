import { defineTexts } from '../platform/language.ts'
import { de } from './goals-texts.de.ts'
import { en } from './goals-texts.en.ts'

export const useGoalsTexts = defineTexts('goals', { de, en })
