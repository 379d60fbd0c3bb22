import { defineTexts } from '../platform/language.ts'
import { de } from './cohort-texts.de.ts'
import { en } from './cohort-texts.en.ts'

export const useCohortTexts = defineTexts('cohorts', { de, en })
