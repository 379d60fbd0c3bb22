import { useContext, useMemo } from 'react'
import { useLanguage } from '../platform/language.ts'
import { MeContext } from '../platform/session.ts'
import { createFormats, type Formats } from './formats.ts'

/** The formats of the language on screen and the company's currency and clock. */
export function useFormats(): Formats {
  const language = useLanguage()
  const me = useContext(MeContext)
  const currency = me?.company.currency ?? 'EUR'
  const timeZone = me?.company.time_zone ?? 'Europe/Berlin'
  return useMemo(
    () => createFormats({ language, currency, timeZone }),
    [language, currency, timeZone],
  )
}
