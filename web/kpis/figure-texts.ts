import { periodWarningText } from '#kpis/period-warning.ts'
import { kpiById } from '#kpis/registry.ts'
import { NOTES, REASONS } from '#kpis/result.ts'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { figureLine } from './figure-format.ts'
import { bandOfResult } from './result-band.ts'
import type { ShownResult } from './shapes.ts'
import { useTargetTexts } from './target-line.tsx'
import { isKpiTextKey, useKpiTexts } from './texts.ts'

const hasReason = (code: string): code is keyof typeof REASONS => Object.hasOwn(REASONS, code)
const hasNote = (code: string): code is keyof typeof NOTES => Object.hasOwn(NOTES, code)

/** Everything that stands around a value, in the language on screen. */
export function useFigureTexts() {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const targetTexts = useTargetTexts()

  /** Few words, for a cell. */
  const shortReason = (code: string | null | undefined): string => {
    const key = `reason.${code ?? ''}`
    return isKpiTextKey(key) ? t(key as 'reason.unknown') : t('reason.unknown')
  }
  /** The whole sentence. */
  const reason = (code: string | null | undefined): string =>
    code && hasReason(code) ? REASONS[code][language] : t('reason.unknown')

  const notes = (result: ShownResult): string[] => [
    ...(result.warning ? [periodWarningText(result.warning)[language]] : []),
    ...(result.notes ?? []).flatMap((code) => (hasNote(code) ? [NOTES[code][language]] : [])),
  ]

  /** `21,3 % bis 38,2 %`. */
  const interval = (result: ShownResult): string | null =>
    result.interval
      ? t('explain.interval.method', {
          low: figureLine(result.interval.low, result.unit, formats, language),
          high: figureLine(result.interval.high, result.unit, formats, language),
          method: methodName(t, result.interval.method),
        })
      : null

  /** What hovering over a figure tells: formula, interval, cases, remarks. */
  const hint = (kpiId: string, result: ShownResult, view: 'period' | 'cohort'): string => {
    const kpi = kpiById(kpiId)
    const variant = result.variant ? kpi?.variants?.of[result.variant] : undefined
    const calculation = variant ?? (view === 'cohort' && kpi?.cohort ? kpi.cohort : kpi?.period)
    const range = interval(result)
    return [
      calculation?.formula[language],
      result.value === null ? reason(result.reason) : undefined,
      range === null ? undefined : `${t('explain.interval')}: ${range}`,
      result.n == null ? undefined : t('cases', { count: formats.number(result.n) }),
      bandOfResult(kpiId, result)?.meaning[language],
      targetTexts(kpiId, result)?.parts.join(', '),
    ]
      .filter((part) => part !== undefined)
      .join(' · ')
  }
  return { shortReason, reason, notes, interval, hint }
}

function methodName(t: ReturnType<typeof useKpiTexts>, method: string): string {
  const key = `explain.method.${method}`
  return isKpiTextKey(key) ? t(key as 'explain.method.wilson') : method
}
