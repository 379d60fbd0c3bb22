import { useContext, useMemo } from 'react'
import { useLanguage } from '../platform/language.ts'
import { MeContext } from '../platform/session.ts'
import { createFormats, type Formats } from './formats.ts'

/** The formats of the language on screen and the company's clock, in its currency or the one that an amount was kept in. */
export function useFormats(kept?: string): Formats {
  const language = useLanguage()
  const me = useContext(MeContext)
  const currency = kept ?? me?.company.currency ?? 'EUR'
  const timeZone = me?.company.time_zone ?? 'Europe/Berlin'
  return useMemo(
    () => createFormats({ language, currency, timeZone }),
    [language, currency, timeZone],
  )
}
