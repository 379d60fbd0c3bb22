import { defineTexts } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export const useReportTexts = defineTexts('reports', { de, en })
