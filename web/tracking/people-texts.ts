import { defineTexts } from '../platform/language.ts'
import { de } from './people-texts.de.ts'
import { en } from './people-texts.en.ts'

export const usePeopleTexts = defineTexts('people', { de, en })
