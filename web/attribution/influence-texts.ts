import { defineTexts } from '../platform/language.ts'
import { de } from './influence-texts.de.ts'
import { en } from './influence-texts.en.ts'

export const useInfluenceTexts = defineTexts('influence', { de, en })
