import { MARGIN_PARTS } from '#crm/margin-parts.ts'
import { useText } from '../platform/language.ts'
import { useReturnTexts } from './texts.ts'

const OTHERS = {
  all: 'figure.revenue',
  unknown: 'line.unknown',
  revenue: 'line.revenue',
  margin: 'line.margin',
  gross_profit: 'figure.grossProfit',
  estimated: 'line.estimated',
  total: 'line.total',
  rate: 'line.rate',
} as const

/** How a line of the bridge is called. */
export function useLineName(): (id: string) => string {
  const t = useReturnTexts()
  const text = useText()
  return (id) => {
    const part = MARGIN_PARTS.find((one) => one.id === id)
    if (part) return text(part.name)
    return id in OTHERS ? t(OTHERS[id as keyof typeof OTHERS]) : id
  }
}
