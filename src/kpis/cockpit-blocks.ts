import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { type Change, compare, type Side } from './comparison.ts'
import { BLOCKS, type BlockId, type Kpi } from './define.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { KPIS, kpiById } from './registry.ts'
import type { KpiResult } from './result.ts'
import { type Compared, panelSentence } from './sentence.ts'
import type { Unit } from './unit.ts'

/** The facts of one period and what is known beside them. */
export type Moment = {
  readonly period: Period
  readonly facts: Facts
  readonly scope: Scope
}

type BlockPlan = {
  readonly headline: string
  /** Shown on the first screen, in this order; the rest on demand. */
  readonly primary: readonly string[]
  readonly sentence: Pick<Compared, 'noun' | 'nounOfOne'> & {
    readonly main: string
    readonly others: string[]
  }
}

const PLANS: Readonly<Record<BlockId, BlockPlan>> = {
  result: {
    headline: 'revenue_won',
    primary: [
      'revenue_won',
      'won',
      'new_customers',
      'attributed_revenue',
      'marketing_cost',
      'marketing_roi',
      'contribution_margin',
      'revenue_received',
    ],
    sentence: {
      main: 'won',
      noun: { de: 'gewonnen', en: 'won' },
      others: ['revenue_won', 'marketing_cost', 'marketing_roi'],
    },
  },
  efficiency: {
    headline: 'cac',
    primary: [
      'cac',
      'clv',
      'clv_cac_ratio',
      'payback_months',
      'roas_revenue',
      'cpl',
      'cost_per_mql',
      'cost_per_won',
    ],
    sentence: {
      main: 'new_customers',
      noun: { de: 'Neukunden', en: 'new customers' },
      nounOfOne: { de: 'Neukunde', en: 'new customer' },
      others: ['cac', 'cpl', 'clv_cac_ratio'],
    },
  },
  plannability: {
    headline: 'pipeline_velocity',
    primary: [
      'pipeline_velocity',
      'pipeline_value',
      'weighted_pipeline',
      'win_rate',
      'average_deal_value',
      'sales_cycle_days',
    ],
    sentence: {
      main: 'win_rate',
      noun: { de: 'Abschlussquote', en: 'win rate' },
      others: ['average_deal_value', 'sales_cycle_days', 'pipeline_velocity'],
    },
  },
  demand: {
    headline: 'mql_to_sql',
    primary: [
      'leads',
      'mql_to_sql',
      'sql_to_opportunity',
      'opportunity_to_won',
      'visitor_to_mql',
      'lead_to_won',
      'time_to_first_contact',
      'stale_leads',
    ],
    sentence: {
      main: 'leads',
      noun: { de: 'Leads', en: 'leads' },
      nounOfOne: { de: 'Lead', en: 'lead' },
      others: ['mql_to_sql', 'sql_to_opportunity', 'opportunity_to_won'],
    },
  },
  trust: {
    headline: 'attributable_lead_share',
    primary: [
      'attributable_lead_share',
      'attributable_revenue_share',
      'crm_completeness',
      'measurability',
      'tracking_changes',
      'consent_rate',
    ],
    sentence: {
      main: 'attributable_lead_share',
      noun: { de: 'der Leads messbar', en: 'of leads attributable' },
      others: ['crm_completeness'],
    },
  },
}

/** A figure of a period before: what a comparison shows of it. */
export type EarlierResult = Pick<KpiResult, 'value' | 'unit'> &
  Partial<Pick<KpiResult, 'reason' | 'n' | 'band'>>

export type BlockKpi = {
  readonly id: string
  readonly name: Text
  readonly unit: Unit
  readonly primary: boolean
  readonly current: KpiResult
  readonly before: EarlierResult
  readonly yearBefore: EarlierResult
  readonly change: Change
  readonly yearChange: Change
  /** Values by month, oldest first; the last month holds the last day of the period. */
  readonly trend: readonly (number | null)[]
}

export type CockpitBlock = {
  readonly id: BlockId
  readonly name: Text
  readonly sentence: Text
  readonly headline: string
  readonly kpis: readonly BlockKpi[]
}

export type BlockInputs = {
  readonly current: Moment
  readonly before: Moment
  readonly yearBefore: Moment
  readonly months: readonly Moment[]
  readonly currency: string
}

const earlier = ({ value, unit, reason, n, band }: KpiResult): EarlierResult => ({
  value,
  unit,
  ...(reason && { reason }),
  ...(n !== undefined && { n }),
  ...(band && { band }),
})

const sideOf = (kpi: Kpi, { facts, scope }: Moment): Side => ({
  facts,
  result: evaluate(kpi, facts, scope),
  ...(scope.resampled && { resampled: scope.resampled }),
})

/** A figure in two periods, with the numbers in it in both. */
export type ComparedPair = Pick<BlockKpi, 'id' | 'name' | 'unit' | 'change'> & {
  readonly current: KpiResult
  readonly before: KpiResult
}

/** What the blocks show first, in two periods. */
export const comparedFigures = ({
  current,
  before,
}: Pick<BlockInputs, 'current' | 'before'>): ComparedPair[] =>
  BLOCKS.flatMap(({ id }) => PLANS[id].primary.flatMap((primary) => kpiById(primary) ?? [])).map(
    (kpi) => {
      const [now, was] = [sideOf(kpi, current), sideOf(kpi, before)]
      return {
        ...{ id: kpi.id, name: kpi.name, unit: kpi.unit },
        ...{ current: now.result, before: was.result },
        change: compare(kpi, now, was, current.scope),
      }
    },
  )

function blockKpi(kpi: Kpi, primary: boolean, inputs: BlockInputs): BlockKpi {
  const now = sideOf(kpi, inputs.current)
  const before = sideOf(kpi, inputs.before)
  const yearBefore = sideOf(kpi, inputs.yearBefore)
  const { view, settings } = inputs.current.scope
  const against = (side: Side) => compare(kpi, now, side, { view, settings })
  return {
    id: kpi.id,
    name: kpi.name,
    unit: kpi.unit,
    primary,
    current: now.result,
    before: earlier(before.result),
    yearBefore: earlier(yearBefore.result),
    change: against(before),
    yearChange: against(yearBefore),
    trend: inputs.months.map(({ facts, scope }) => evaluate(kpi, facts, scope).value),
  }
}

function sentenceOf(
  plan: BlockPlan,
  kpis: ReadonlyMap<string, BlockKpi>,
  inputs: BlockInputs,
): Text {
  // The main figure may belong to another block: new customers open the sentence on efficiency.
  const mainKpi = kpiById(plan.sentence.main)
  if (!mainKpi) return { de: '', en: '' }
  const main = kpis.get(mainKpi.id) ?? blockKpi(mainKpi, false, inputs)
  const { main: _id, others: otherIds, ...nouns } = plan.sentence
  const others = otherIds.flatMap((id) => {
    const kpi = kpis.get(id)
    return kpi ? [{ name: kpi.name, result: kpi.current }] : []
  })
  return panelSentence({
    period: inputs.current.period,
    before: inputs.before.period,
    currency: inputs.currency,
    main: { ...nouns, name: main.name, result: main.current, change: main.change },
    others,
  })
}

/** The five blocks, primary figures first. */
export function cockpitBlocks(inputs: BlockInputs): CockpitBlock[] {
  return BLOCKS.map((block) => {
    const plan = PLANS[block.id]
    const primary = plan.primary.flatMap((id) => kpiById(id) ?? [])
    const rest = KPIS.filter((kpi) => kpi.block === block.id && !plan.primary.includes(kpi.id))
    const kpis = [
      ...primary.map((kpi) => blockKpi(kpi, true, inputs)),
      ...rest.map((kpi) => blockKpi(kpi, false, inputs)),
    ]
    const byId = new Map(kpis.map((kpi) => [kpi.id, kpi]))
    return {
      id: block.id,
      name: block.name,
      sentence: sentenceOf(plan, byId, inputs),
      headline: plan.headline,
      kpis,
    }
  })
}
