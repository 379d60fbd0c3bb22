import { defineTexts } from '../platform/language.ts'
import { de } from './journeys-texts.de.ts'
import { en } from './journeys-texts.en.ts'

export const useJourneysTexts = defineTexts('journeys', { de, en })
