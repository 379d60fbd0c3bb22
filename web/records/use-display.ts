import { useMemo } from 'react'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import type { DisplaySettings } from './display.ts'

/** Everything that is needed to show values of records. */
export function useDisplay(labels: Readonly<Record<string, string>>): DisplaySettings {
  const language = useLanguage()
  const formats = useFormats()
  return useMemo(() => ({ language, formats, labels }), [language, formats, labels])
}
