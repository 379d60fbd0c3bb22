import { defineTexts } from '../platform/language.ts'
import { de } from './channel-returns-texts.de.ts'
import { en } from './channel-returns-texts.en.ts'

export const useChannelTexts = defineTexts('channel-returns', { de, en })
