import type { Text } from '#kernel/record.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { FACTS, type FactId, type Facts } from './facts.ts'
import type { View } from './query.ts'
import { kpiById } from './registry.ts'
import type { KpiResult } from './result.ts'

type Stage = {
  readonly id: string
  readonly name: Text
  readonly count: FactId
  /** The rate from the stage before. */
  readonly rate?: string
}

const STAGES: readonly Stage[] = [
  { id: 'visitors', name: { de: 'Besucher', en: 'Visitors' }, count: 'visitors' },
  { id: 'leads', name: { de: 'Leads', en: 'Leads' }, count: 'leads' },
  { id: 'mql', name: { de: 'MQL', en: 'MQL' }, count: 'mql', rate: 'visitor_to_mql' },
  { id: 'sql', name: { de: 'SQL', en: 'SQL' }, count: 'sql', rate: 'mql_to_sql' },
  {
    id: 'opportunity',
    name: { de: 'Verkaufschancen', en: 'Opportunities' },
    count: 'opportunities_created',
    rate: 'sql_to_opportunity',
  },
  {
    id: 'won',
    name: { de: 'Gewonnen', en: 'Won' },
    count: 'won_count',
    rate: 'opportunity_to_won',
  },
]

export type FunnelPanel = {
  readonly view: View
  readonly stages: readonly {
    readonly id: string
    readonly name: Text
    readonly fact: FactId
    readonly count: number | null
    readonly reason?: string
    readonly rate?: { readonly id: string; readonly result: KpiResult }
  }[]
}

/**
 * The funnel of a period. Bars count what happened in the period; the rate between two bars is that of
 * the view: in the cohort view of what entered the stage before, so it is no quotient of the bars.
 */
export function funnelPanel(facts: Facts, scope: Scope): FunnelPanel {
  return {
    view: scope.view,
    stages: STAGES.map((stage) => {
      const kpi = stage.rate ? kpiById(stage.rate) : undefined
      const count = facts[stage.count] ?? null
      const missing = FACTS[stage.count].missing ?? 'input_missing'
      return {
        id: stage.id,
        name: stage.name,
        fact: stage.count,
        count,
        ...(count === null && {
          reason: scope.withoutDimension?.has(stage.count) ? 'no_dimension' : missing,
        }),
        ...(kpi && { rate: { id: kpi.id, result: evaluate(kpi, facts, scope) } }),
      }
    }),
  }
}
