import { defineTexts, type Translate } from '../platform/language.ts'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

export const useDemoTexts = defineTexts('demo', { de, en })
export type DemoTranslate = Translate<typeof de>
