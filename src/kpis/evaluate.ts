import { COST_KINDS, type CostKind, missingKinds } from '#costs/completeness.ts'
import { bandOf } from './bands.ts'
import { bootstrapMean, type Resampled } from './bootstrap.ts'
import { type Calculation, calculationOf, type Kpi } from './define.ts'
import type { ReasonCode } from './fact.ts'
import { FACTS, type FactId, type Facts, JOURNEY_FACTS } from './facts.ts'
import { type Interval, wilson, Z_95 } from './interval.ts'
import type { ConversionEstimate } from './kaplan-meier.ts'
import type { Maturity } from './maturity.ts'
import { periodWarning } from './period-warning.ts'
import { type KpiResult, type NoteCode, SMALL_SAMPLE_BELOW } from './result.ts'
import { type KpiSettings, LEAD_SOURCE } from './settings.ts'

/** What is known beside the facts of one scope. */
export type Scope = {
  readonly view: 'period' | 'cohort'
  readonly settings: KpiSettings
  /** Facts that this filter or split cannot give: null there means "no such dimension". */
  readonly withoutDimension?: ReadonlySet<FactId>
  /** Cost includes what is spread on this channel or campaign. */
  readonly withSpread?: true
  /** The amounts of won opportunities drawn again and again, when there are few enough. */
  readonly resampled?: Resampled
  readonly estimates?: Readonly<Record<string, ConversionEstimate>>
  readonly maturity?: Readonly<Record<string, Maturity>>
}

const factOf = (kind: CostKind) => `cost_${kind}` as const satisfies FactId

export const COST_INPUTS: ReadonlySet<FactId> = new Set<FactId>([
  ...COST_KINDS.map(factOf),
  'marketing_cost',
  'acquisition_sales_cost',
])
const MARGIN_INPUTS: ReadonlySet<FactId> = new Set<FactId>([
  'margin_won',
  'attributed_margin',
  'advertising_margin',
  'margin_last_year',
])

/** The cost kinds that are empty in this scope: the cost completeness mark. */
export const emptyCostKinds = (facts: Facts): CostKind[] =>
  missingKinds(Object.fromEntries(COST_KINDS.map((kind) => [kind, facts[factOf(kind)]])))

type Evaluated = {
  readonly value: number | null
  readonly inputs: Partial<Record<FactId, number | null>>
  readonly reason?: ReasonCode
}

function missingReason(id: FactId, scope: Scope): ReasonCode {
  if (scope.withoutDimension?.has(id)) return 'no_dimension'
  const isSimple = scope.settings.attribution_model === LEAD_SOURCE
  if (isSimple && JOURNEY_FACTS.some((fact) => fact === id)) return 'needs_attribution'
  return FACTS[id].missing ?? 'input_missing'
}

function run(calculation: Calculation, facts: Facts, scope: Scope): Evaluated {
  const inputs: Partial<Record<FactId, number | null>> = {}
  let missing: FactId | undefined
  for (const id of calculation.inputs) {
    const value = facts[id] ?? null
    inputs[id] = value
    if (value === null) missing ??= id
  }
  if (missing) return { value: null, inputs, reason: missingReason(missing, scope) }
  // Every input was just seen to be a number.
  const value = calculation.compute(inputs as Readonly<Record<FactId, number>>)
  return value === null ? { value, inputs, reason: 'denominator_zero' } : { value, inputs }
}

function meanInterval(
  value: number,
  mean: NonNullable<Calculation['mean']>,
  facts: Facts,
  scope: Scope,
): Interval | null {
  const count = facts[mean.count] ?? 0
  const deviation = facts[mean.deviation] ?? null
  if (scope.resampled?.count === count) return bootstrapMean(scope.resampled)
  if (deviation === null || count < 2) return null
  const half = (Z_95 * deviation) / Math.sqrt(count)
  return { low: value - half, high: value + half, level: 0.95, method: 'normal' }
}

function intervalOf(
  calculation: Calculation,
  value: number | null,
  facts: Facts,
  scope: Scope,
): Interval | null {
  if (value === null) return null
  if (calculation.proportion) {
    const { of, outOf } = calculation.proportion
    return wilson(facts[of] ?? 0, facts[outOf] ?? 0)
  }
  return calculation.mean ? meanInterval(value, calculation.mean, facts, scope) : null
}

function notesOf(
  kpi: Kpi,
  calculation: Calculation,
  value: number | null,
  facts: Facts,
  scope: Scope,
): NoteCode[] {
  const isSimple = scope.settings.attribution_model === LEAD_SOURCE
  const notes = (kpi.notes ?? []).map(
    (note): NoteCode => (note === 'by_model' && isSimple ? 'simple_attribution' : note),
  )
  const uses = (set: ReadonlySet<FactId>) => calculation.inputs.some((id) => set.has(id))
  if (value !== null && uses(COST_INPUTS) && emptyCostKinds(facts).length > 0) {
    notes.push('cost_incomplete')
  }
  if (value !== null && scope.withSpread && uses(COST_INPUTS)) notes.push('with_spread')
  if (value !== null && uses(MARGIN_INPUTS) && (facts.margin_estimated_amount ?? 0) > 0) {
    notes.push('estimated_margin')
  }
  if (scope.view === 'cohort' && !kpi.cohort) notes.push('period_view_only')
  if (scope.view === 'cohort' && scope.maturity?.[kpi.id]?.mature === false) {
    notes.push('immature_cohort')
  }
  if (calculation.proportion && value !== null && value > 1) notes.push('not_a_share')
  return notes
}

const casesOf = (calculation: Calculation, facts: Facts): number | undefined => {
  const id = calculation.cases ?? calculation.mean?.count
  return id ? (facts[id] ?? 0) : undefined
}

/** One figure from the facts of one scope. The only place where a value, its interval and its reason are made. */
export function evaluate(kpi: Kpi, facts: Facts, scope: Scope): KpiResult {
  const { calculation, variant } = calculationOf(kpi, scope.view, scope.settings)
  const waiting: Evaluated | null = kpi.needs
    ? { value: null, inputs: {}, reason: `needs_${kpi.needs}` }
    : null
  const { value, inputs, reason } = waiting ?? run(calculation, facts, scope)
  const band = bandOf(value, kpi.bands ?? [])
  const interval = intervalOf(calculation, value, facts, scope)
  const n = waiting ? undefined : casesOf(calculation, facts)
  const small = kpi.unit === 'rate' && n !== undefined && n < SMALL_SAMPLE_BELOW && value !== null
  const notes = notesOf(kpi, calculation, value, facts, scope)
  if (small) notes.push('small_sample')
  const warning = kpi.lagging && value !== null ? periodWarning(facts, scope.settings) : null
  const estimate = scope.view === 'cohort' ? scope.estimates?.[kpi.id] : undefined
  return {
    value,
    unit: kpi.unit,
    inputs,
    ...(band && { band: band.id }),
    ...(interval && { interval }),
    ...(n !== undefined && { n }),
    ...(small && { small }),
    ...(reason && { reason }),
    ...(notes.length > 0 && { notes }),
    ...(warning && { warning }),
    ...(variant && { variant }),
    ...(estimate && value !== null && { estimate }),
  }
}
