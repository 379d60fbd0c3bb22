import { defineTexts } from '../platform/language.ts'
import { de } from './budget-texts.de.ts'
import { en } from './budget-texts.en.ts'

export const useBudgetTexts = defineTexts('budgets', { de, en })
