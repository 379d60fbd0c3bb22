import { defineTexts } from '../platform/language.ts'
import { de } from './channel-rules-texts.de.ts'
import { en } from './channel-rules-texts.en.ts'

export const useChannelRulesTexts = defineTexts('channel-rules', { de, en })
