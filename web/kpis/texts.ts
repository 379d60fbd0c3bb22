import { defineTexts, type Translate } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export const useKpiTexts = defineTexts('kpis', { de, en })
export type KpiTextKey = keyof typeof de
export type KpiTranslate = Translate<typeof de>

/** Whether a key that was put together from data has a text. */
export const isKpiTextKey = (key: string): key is KpiTextKey => Object.hasOwn(de, key)
