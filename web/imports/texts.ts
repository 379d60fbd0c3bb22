import { defineTexts } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export const useImportTexts = defineTexts('imports', { de, en })
export type ImportTexts = ReturnType<typeof useImportTexts>
export type ImportTextKey = Parameters<ImportTexts>[0]
