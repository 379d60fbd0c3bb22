import type { Band } from './bands.ts'
import { BLOCKS, type Calculation, calculationOf, type Kpi } from './define.ts'
import { FACT_IDS, FACTS } from './facts.ts'
import { KPIS } from './registry.ts'
import { NOTES, REASONS } from './result.ts'
import type { KpiSettings } from './settings.ts'

function bandView({ id, tone, name, meaning, below, upTo }: Band) {
  return {
    id,
    tone,
    name,
    meaning,
    ...(below !== undefined && { below }),
    ...(upTo !== undefined && { upTo }),
  }
}

const factsOf = (calculation: Calculation) => ({
  formula: calculation.formula,
  inputs: calculation.inputs,
})

/** One definition as plain data, for the interface and for outsiders. */
export function definitionView(kpi: Kpi, settings: KpiSettings) {
  const { calculation, variant } = calculationOf(kpi, 'period', settings)
  return {
    id: kpi.id,
    block: kpi.block,
    name: kpi.name,
    unit: kpi.unit,
    ...factsOf(calculation),
    ...(variant && { variant }),
    ...(kpi.cohort && {
      cohortFormula: kpi.cohort.formula,
      cohortInputs: kpi.cohort.inputs,
    }),
    source: kpi.source,
    betterWhen: kpi.betterWhen,
    ...(kpi.bands && { bands: kpi.bands.map(bandView) }),
    views: kpi.cohort ? ['period', 'cohort'] : ['period'],
    notes: kpi.notes ?? [],
    ...(kpi.needs && { needs: kpi.needs }),
  }
}

/** Everything `GET /api/kpis/definitions` says. */
export const definitionsView = (settings: KpiSettings) => ({
  blocks: BLOCKS,
  kpis: KPIS.map((kpi) => definitionView(kpi, settings)),
  facts: FACT_IDS.map((id) => {
    const { name, unit, counts, records } = FACTS[id]
    return { id, name, unit, counts, ...(records && { records }) }
  }),
  reasons: REASONS,
  notes: NOTES,
})
