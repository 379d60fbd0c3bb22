import { calculationOf, type Kpi } from '../define.ts'
import { COST_INPUTS } from '../evaluate.ts'
import type { FactId } from '../facts.ts'
import type { KpiQuery } from '../query.ts'
import type { Basis } from '../questions.ts'
import type { KpiSettings } from '../settings.ts'
import { factsOf } from './explain.ts'
import { sourceOfFact } from './sources.ts'

/** Facts that are settings. */
const GIVEN: Readonly<Partial<Record<FactId, keyof KpiSettings>>> = {
  clv_fixed_value: 'clv_fixed_cents',
  customer_lifetime_years: 'customer_lifetime_years',
  monthly_churn: 'monthly_churn',
}

/** Settings by the name that the texts of sources have for them. */
const IN_SQL: readonly (readonly [name: string, settings: readonly (keyof KpiSettings)[]])[] = [
  ['p.margin_rate', ['margin_rate']],
  ['p.stale_before', ['stale_days']],
  ['p.sales_share', ['sales_cost_share']],
  ['p.saving_per_hire', ['saving_per_hire']],
  ['p.opens_at', ['business_days', 'business_opens', 'business_closes']],
]

function settingsInSql(fact: FactId): (keyof KpiSettings)[] {
  const hit = sourceOfFact(fact)
  if (!hit) return []
  const text = [hit.source.match, ...Object.values(hit.fact)].join(' ')
  return IN_SQL.flatMap(([name, settings]) => (text.includes(name) ? settings : []))
}

/** The settings that a value rests on beside the records, in no order that means anything. */
function settingsBehind(
  kpi: Kpi,
  query: KpiQuery,
  facts: readonly FactId[],
): (keyof KpiSettings)[] {
  const isPlaced = query.channel.length > 0 || query.campaign.length > 0
  return [
    'currency',
    'time_zone',
    ...(kpi.variants ? [kpi.variants.setting] : []),
    ...facts.flatMap((fact) => GIVEN[fact] ?? settingsInSql(fact)),
    ...(isPlaced && facts.some((fact) => COST_INPUTS.has(fact)) ? ['channel_cost' as const] : []),
  ]
}

/** What a figure rests on beside the records; `settings` name the model it is read by. */
export function basisOf(kpi: Kpi, query: KpiQuery, settings: KpiSettings): Basis {
  const facts = [...factsOf(kpi, query, settings)]
  const follows = facts.some((fact) => sourceOfFact(fact)?.source.byTouch)
  return {
    formula: calculationOf(kpi, query.view, settings).calculation.formula,
    settings: Object.fromEntries(
      settingsBehind(kpi, query, facts).map((name) => [name, settings[name]]),
    ),
    model: follows ? settings.attribution_model : null,
  }
}
