import { defineTexts } from '../platform/language.ts'
import { de } from './ledger-texts.de.ts'
import { en } from './ledger-texts.en.ts'

export const useLedgerTexts = defineTexts('ledger', { de, en })
