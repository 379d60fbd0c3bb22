import type { Ratio } from '#kernel/ratio.ts'
import type { Text } from '#kernel/record.ts'
import type { Band } from './bands.ts'
import type { FactId } from './facts.ts'
import type { KpiSettings } from './settings.ts'
import type { Unit } from './unit.ts'

/** The five questions of the cockpit, in this order. */
export const BLOCKS = [
  { id: 'result', name: { de: 'Ergebnis', en: 'Result' } },
  { id: 'efficiency', name: { de: 'Effizienz', en: 'Efficiency' } },
  { id: 'plannability', name: { de: 'Planbarkeit', en: 'Plannability' } },
  { id: 'demand', name: { de: 'Qualität der Nachfrage', en: 'Quality of demand' } },
  { id: 'trust', name: { de: 'Datenvertrauen', en: 'Data trust' } },
] as const
export type BlockId = (typeof BLOCKS)[number]['id']

/** Part of the product a figure waits for; until then it is null with the reason `needs_<part>`. */
export type Needs = 'tracking' | 'leads' | 'costs'

/** Remarks that belong to a figure whatever its value. Texts: reasons.ts. */
export type StandingNote =
  | 'by_model'
  | 'of_period'
  | 'participation'
  | 'no_profit'
  | 'media_cost_only'
  | 'overlap'

/**
 * How one figure comes from facts. `inputs` types the argument of `compute`: a fact that is not
 * declared does not compile. `compute` runs only when every input is known.
 */
export type Calculation<Input extends FactId = FactId> = {
  /** For people: shown in the interface and in docs/kpis.md. `compute` is the truth. */
  readonly formula: Text
  readonly inputs: readonly Input[]
  /** A method, not a property: a definition fits the list of all definitions. */
  compute(facts: Readonly<Record<Input, number>>): Ratio
  /** The rate is `of` cases out of `outOf` cases: it gets a Wilson interval. */
  readonly proportion?: { readonly of: Input; readonly outOf: Input }
  /** The figure is a mean of money over `count` cases: it gets a bootstrap or normal interval. */
  readonly mean?: { readonly count: FactId; readonly deviation: FactId }
  /** The figure is a sum of money over `count` random cases: differences get an interval. */
  readonly sum?: { readonly count: FactId; readonly deviation: FactId }
  /** How many cases stand behind a statistic; shown as n. */
  readonly cases?: FactId
  /** The figure counts independent events: differences get a Poisson interval. */
  readonly events?: true
}

/** A setting that chooses between calculations of one figure. */
export type VariantSetting = 'velocity_base' | 'clv_method' | 'revenue_basis'

export type Variants = {
  readonly setting: VariantSetting
  readonly of: Readonly<Record<string, Calculation>>
}

/** One figure: what API, interface, command line and docs/kpis.md all read. */
export type Kpi = {
  readonly id: string
  readonly block: BlockId
  readonly name: Text
  readonly unit: Unit
  readonly betterWhen: 'higher' | 'lower' | 'neither'
  /** Entry in docs/sources.md that the formula comes from. */
  readonly source: string
  /** Events dated in the period. */
  readonly period: Calculation
  /** The fate of what entered in the period; absent where a figure has one view only. */
  readonly cohort?: Calculation
  /** Calculations by setting; `period` is then the one of the default setting. */
  readonly variants?: Variants
  readonly bands?: readonly Band[]
  readonly notes?: readonly StandingNote[]
  /** Cost comes first and its return one sales cycle later: a shorter period warns. */
  readonly lagging?: true
  readonly needs?: Needs
}

export const defineKpi = (kpi: Kpi): Kpi => kpi

/** A calculation with its inputs checked against `compute`. */
export const calculation = <const Input extends FactId>(of: Calculation<Input>): Calculation => of

/** The calculation that view and settings choose, and the name of the variant where there are several. */
export function calculationOf(
  kpi: Kpi,
  view: 'period' | 'cohort',
  settings: KpiSettings,
): { readonly calculation: Calculation; readonly variant?: string } {
  if (kpi.variants) {
    const variant = settings[kpi.variants.setting]
    const chosen = kpi.variants.of[variant]
    if (chosen) return { calculation: chosen, variant }
  }
  return { calculation: view === 'cohort' && kpi.cohort ? kpi.cohort : kpi.period }
}
