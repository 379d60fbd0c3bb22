import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Text } from '#kernel/record.ts'

export type Language = 'de' | 'en'
export const languages: readonly Language[] = ['de', 'en']

const STORAGE_KEY = 'regelkreis.language'

/** German unless the person chose English on this device. */
export function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'de'
}

export function startLanguage(): void {
  const language = storedLanguage()
  document.documentElement.lang = language
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'de',
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  // Names of kinds begin with a capital; within an English sentence they do not.
  i18next.services.formatter?.add('lowercase', (value: string) => value.toLowerCase())
}

/** Switches every text at once and remembers the choice on this device. */
export function changeLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'de'
}

/** Picks the language of a text that a record kind or a definition brings along. */
export function useText(): (text: Text) => string {
  const language = useLanguage()
  return (text) => text[language]
}

/** The English texts of an area have exactly the keys of the German ones. */
export type Texts<German> = { readonly [Key in keyof German]: string }

type Plural = '_zero' | '_one' | '_other'
type BaseKey<Key> = Key extends `${infer Base}${Plural}` ? Base : Key

/** Texts of one area by key; keys that end in _one/_other are asked for without the ending. */
export type Translate<German> = (
  key: BaseKey<keyof German & string>,
  values?: Readonly<Record<string, string | number>>,
) => string

/**
 * Registers the texts of one area and returns the hook that reads them.
 * Call it once at the top of `web/<area>/texts.ts`; a lazily loaded area brings its texts along.
 */
export function defineTexts<German extends Record<string, string>>(
  area: string,
  texts: { readonly de: German; readonly en: Texts<German> },
): () => Translate<German> {
  const register = () => {
    for (const language of languages) {
      if (!i18next.hasResourceBundle(language, area)) {
        i18next.addResourceBundle(language, area, texts[language])
      }
    }
  }
  return function useTexts() {
    if (i18next.isInitialized) register()
    const { t } = useTranslation(area, { useSuspense: false })
    return t as unknown as Translate<German> // i18next's own key types know no texts that arrive later
  }
}
