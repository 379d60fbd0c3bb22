import { defineTexts } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export type AppTextKey = keyof typeof de

export const useAppTexts = defineTexts('app', { de, en })
