import { defineTexts } from '../platform/language.ts'
import { de } from './roi-texts.de.ts'
import { en } from './roi-texts.en.ts'

export const useRoiTexts = defineTexts('roi', { de, en })
