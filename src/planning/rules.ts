import { text } from '#kernel/fields.ts'
import { isIsoDate } from '#kernel/period.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { kpiById } from '#kpis/registry.ts'
import { spanOf, TARGET_PERIODS } from '#kpis/targets.ts'
import { type ValueField, valueFieldOf } from './target.ts'

/** The texts of the rules, by rule. */
export const planningRuleTexts: Readonly<Record<string, Text>> = {
  'planning.amount_needed': text(
    'Diese Kennzahl wird in Geld gemessen: Bitte den Betrag angeben und nur ihn.',
    'This figure is measured in money: please give the amount and nothing else.',
  ),
  'planning.rate_needed': text(
    'Diese Kennzahl ist eine Quote: Bitte die Quote angeben und nur sie.',
    'This figure is a rate: please give the rate and nothing else.',
  ),
  'planning.number_needed': text(
    'Diese Kennzahl ist eine Zahl: Bitte die Zahl angeben und nur sie.',
    'This figure is a number: please give the number and nothing else.',
  ),
}

const VALUE_FIELDS: readonly ValueField[] = ['amount', 'rate', 'number']

/** The first day of the month, quarter or year that the given day lies in. */
export function deriveTarget(_before: Values | null, target: Values): Values {
  const { period, from_date: day } = target
  const kind = TARGET_PERIODS.find((one) => one === period)
  if (!kind || typeof day !== 'string' || !isIsoDate(day)) return target
  return { ...target, from_date: spanOf(kind, day).from }
}

/** The value stands in the field of the figure's unit, and in no other. */
export function checkTarget(_before: Values | null, target: Values): RuleResult[] {
  const kpi = kpiById(String(target.kpi))
  if (!kpi) return []
  const needed = valueFieldOf(kpi.unit)
  const filled = VALUE_FIELDS.filter((id) => (target[id] ?? null) !== null)
  if (filled.length === 1 && filled[0] === needed) return []
  return [{ field: needed, rule: `planning.${needed}_needed`, severity: 'invalid' }]
}
