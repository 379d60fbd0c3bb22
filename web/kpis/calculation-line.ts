import { type Calculation, calculationOf, type Kpi } from '#kpis/define.ts'
import { FACTS, type FactId, type Facts } from '#kpis/facts.ts'
import { DEFAULT_SETTINGS } from '#kpis/settings.ts'
import { VELOCITY_BASES } from '#kpis/velocity.ts'
import { velocityInputs } from '#kpis/velocity-calculations.ts'
import type { Formats } from '../ui/formats.ts'
import { exactLine, type Language } from './figure-format.ts'
import type { ShownResult } from './shapes.ts'

/** One way to write a calculation over its inputs in their declared order. */
type Pattern = {
  readonly count: number
  readonly text: (inputs: readonly string[]) => string
  readonly value: (inputs: readonly number[]) => number
}

const pattern = (
  count: number,
  text: (i: readonly string[]) => string,
  value: (i: readonly number[]) => number,
): Pattern => ({ count, text, value })

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

const PATTERNS: readonly Pattern[] = [
  pattern(
    1,
    ([a]) => `${a}`,
    (x) => at(x, 0),
  ),
  pattern(
    2,
    ([a, b]) => `${a} / ${b}`,
    (x) => at(x, 0) / at(x, 1),
  ),
  pattern(
    2,
    ([a, b]) => `(${a} − ${b}) / ${b}`,
    (x) => (at(x, 0) - at(x, 1)) / at(x, 1),
  ),
  pattern(
    2,
    ([a, b]) => `${a} − ${b}`,
    (x) => at(x, 0) - at(x, 1),
  ),
  pattern(
    2,
    ([a, b]) => `${a} + ${b}`,
    (x) => at(x, 0) + at(x, 1),
  ),
  pattern(
    2,
    ([a, b]) => `${a} / ${b} × 1.000`,
    (x) => (at(x, 0) / at(x, 1)) * 1000,
  ),
  pattern(
    3,
    ([a, b]) => `${a} / (${a} + ${b})`,
    (x) => at(x, 0) / at(x, 2),
  ),
  pattern(
    3,
    ([a, b]) => `${a} / ${b}`,
    (x) => at(x, 0) / at(x, 1),
  ),
  pattern(
    3,
    ([a, b, c]) => `(${a} + ${b}) / ${c}`,
    (x) => (at(x, 0) + at(x, 1)) / at(x, 2),
  ),
  pattern(
    3,
    ([a, b, c]) => `${a} / ${b} × ${c}`,
    (x) => (at(x, 0) / at(x, 1)) * at(x, 2),
  ),
  pattern(
    4,
    ([a, b, c, d]) => `(${a} + ${c}) / (${b} + ${d})`,
    (x) => (at(x, 0) + at(x, 2)) / (at(x, 1) + at(x, 3)),
  ),
  pattern(
    3,
    ([a, b, c]) => `${a} / ${b} / 12 / ${c}`,
    (x) => at(x, 0) / at(x, 1) / 12 / at(x, 2),
  ),
  pattern(
    4,
    ([a, b, c, d]) => `${a} / ((${b} + ${c}) / ${d})`,
    (x) => at(x, 0) / ((at(x, 1) + at(x, 2)) / at(x, 3)),
  ),
  pattern(
    6,
    ([a, b, c, d, e, f]) => `(${a} / ${b} / 12 / ${c}) / ((${d} + ${e}) / ${f})`,
    (x) => at(x, 0) / at(x, 1) / 12 / at(x, 2) / ((at(x, 3) + at(x, 4)) / at(x, 5)),
  ),
  pattern(
    4,
    ([a]) => `${a}`,
    (x) => at(x, 0),
  ),
  pattern(
    5,
    (all) => all.join(' + '),
    (x) => sum(x),
  ),
  pattern(
    5,
    ([a, b, c, d, e]) => `((${a} + ${b}) / ${c}) / (${d} / ${e} / 12)`,
    (x) => (at(x, 0) + at(x, 1)) / at(x, 2) / (at(x, 3) / at(x, 4) / 12),
  ),
  pattern(
    6,
    ([a, b, c, d, e, f]) => `(${a} / ${b} × ${c}) / ((${d} + ${e}) / ${f})`,
    (x) => ((at(x, 0) / at(x, 1)) * at(x, 2)) / ((at(x, 3) + at(x, 4)) / at(x, 5)),
  ),
]

/** Numbers without a common factor, so that two calculations do not agree by chance. */
const PROBES = [
  [523, 211, 67, 31, 17, 13],
  [1201, 499, 89, 41, 23, 19],
] as const

const close = (a: number | null, b: number): boolean =>
  a !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b))

const probeFacts = (inputs: readonly FactId[], probe: readonly number[]): Record<FactId, number> =>
  Object.fromEntries(inputs.map((id, index) => [id, probe[index]])) as Record<FactId, number>

/**
 * The pattern that calculates exactly what the definition calculates, found by trying both on the same
 * numbers: the line on screen cannot tell another calculation than the one that ran.
 */
function patternOf(calculation: Calculation): Pattern | null {
  const { inputs } = calculation
  const fits = (one: Pattern) =>
    one.count === inputs.length &&
    PROBES.every((probe) =>
      close(calculation.compute(probeFacts(inputs, probe)), one.value(probe.slice(0, one.count))),
    )
  return PATTERNS.find(fits) ?? null
}

/** The calculation behind a result: by the variant that it names, else by the view. */
function usedCalculation(kpi: Kpi, view: 'period' | 'cohort', result: ShownResult): Calculation {
  const variant = result.variant ? kpi.variants?.of[result.variant] : undefined
  return variant ?? calculationOf(kpi, view, DEFAULT_SETTINGS).calculation
}

const WORDS = {
  de: { result: 'nicht definiert', days: 'Tage' },
  en: { result: 'not defined', days: 'days' },
} as const

function velocityLine(result: ShownResult, formats: Formats, language: Language): string | null {
  const base = VELOCITY_BASES.find((one) => one === result.variant)
  if (base === undefined) return null
  const inputs = velocityInputs(base, result.inputs as Facts)
  const parts = [
    formats.number(inputs.opportunities, 1),
    formats.rate(inputs.rate, 2),
    formats.money(inputs.dealValueCents),
  ]
  const cycle = `${formats.number(inputs.cycleDays, 1)} ${WORDS[language].days}`
  return `${parts.join(' × ')} / ${cycle}`
}

/** The formula of the view in words. */
export function formulaOf(kpi: Kpi, view: 'period' | 'cohort', result: ShownResult) {
  return usedCalculation(kpi, view, result).formula
}

/**
 * The calculation with its numbers in it: `30 / (30 + 90) = 25,00 %`. null where the figure has no
 * inputs yet (it waits for a part of the product) or no line can be told truly.
 */
export function calculationLine(
  kpi: Kpi,
  view: 'period' | 'cohort',
  result: ShownResult,
  formats: Formats,
  language: Language,
): string | null {
  const calculation = usedCalculation(kpi, view, result)
  if (Object.keys(result.inputs).length === 0) return null
  const left =
    kpi.id === 'pipeline_velocity'
      ? velocityLine(result, formats, language)
      : patternOf(calculation)?.text(
          calculation.inputs.map((id) =>
            exactLine(result.inputs[id], FACTS[id].unit, formats, language),
          ),
        )
  if (!left) return null
  const right =
    result.value === null
      ? WORDS[language].result
      : exactLine(result.value, result.unit, formats, language)
  return `${language === 'en' ? left.replace('1.000', '1,000') : left} = ${right}`
}
