import { defineTexts } from '../platform/language.ts'
import { de } from './overhead-texts.de.ts'
import { en } from './overhead-texts.en.ts'

export const useOverheadTexts = defineTexts('overheads', { de, en })
