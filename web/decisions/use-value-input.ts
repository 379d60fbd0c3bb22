import { kpiById } from '#kpis/registry.ts'
import type { Unit } from '#kpis/unit.ts'
import { valueOfInput } from '../planning/plan-inputs.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'

export const unitOf = (kpi: string): Unit => kpiById(kpi)?.unit ?? 'count'

/** Reads a typed value in the unit of a figure: null for nothing, undefined for what is no such value. */
export function useValueInput() {
  const language = useLanguage()
  const { company } = useMe()
  const editor = { language, timeZone: company.time_zone }
  return {
    read: (kpi: string, input: string) => valueOfInput(input, unitOf(kpi), editor),
    /** What stands right in the input: the currency, percent, or nothing. */
    suffix: (kpi: string): string => {
      const unit = unitOf(kpi)
      if (unit === 'money' || unit === 'money_per_day') return company.currency
      return unit === 'rate' ? '%' : ''
    },
  }
}
