import { useMemo } from 'react'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { amountFormats } from './amounts.ts'
import type { Credits } from './shapes.ts'

/** How the amounts of an answer are written in the language on screen. */
export function useAmounts({ unit, currency }: Pick<Credits, 'unit' | 'currency'>) {
  const formats = useFormats()
  const language = useLanguage()
  return useMemo(
    () => amountFormats(unit, formats, { language, currency }),
    [unit, formats, language, currency],
  )
}
