import { type Expected, extrapolatedVariance, type Triangle } from './cohort-development.ts'

/** What a unit of exposure brings at one age. */
export type Increment = {
  /** Value at this age / exposure, over the cohorts observed at it. */
  readonly ratio: number
  readonly variance: number
  readonly exposure: number
  readonly cohorts: number
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/**
 * The additive method, also "incremental loss ratio" (S09): what one unit of exposure (here: one cent of spend) brought
 * at each age, over the cohorts observed at it. Unlike factors it can say something of a cohort that has nothing yet.
 * Null at ages at which nobody with exposure was observed.
 */
export function increments(triangle: Triangle, exposures: readonly number[]): (Increment | null)[] {
  const ages = triangle[0]?.length ?? 0
  const found: (Increment | null)[] = []
  for (let age = 0; age < ages; age += 1) {
    const rows = triangle.flatMap((row, index) => {
      const exposure = exposures[index] ?? 0
      return row.length > age && exposure > 0 ? [{ value: row[age] ?? 0, exposure }] : []
    })
    const exposure = sum(rows.map((row) => row.exposure))
    if (rows.length === 0) {
      found.push(null)
      continue
    }
    const ratio = sum(rows.map((row) => row.value)) / exposure
    const squares = rows.map((row) => row.exposure * (row.value / row.exposure - ratio) ** 2)
    const variance =
      rows.length > 1
        ? sum(squares) / (rows.length - 1)
        : extrapolatedVariance(found.flatMap((one) => (one ? [one.variance] : [])))
    found.push({ ratio, variance, exposure, cohorts: rows.length })
  }
  return found
}

/**
 * What a cohort with `exposure` that has `value` at `age` will have at the ages after it: each age adds its share of the
 * exposure, whatever came before (S09). Standard errors of the process and of the ratios. Null where an age is missing.
 */
export function added(
  { value, age, exposure }: { value: number; age: number; exposure: number },
  ratios: readonly (Increment | null)[],
): Expected[] | null {
  if (exposure <= 0) return null
  const expected: Expected[] = []
  let [current, error] = [value, 0]
  for (let next = age + 1; next < ratios.length; next += 1) {
    const one = ratios[next]
    if (!one) return null
    current += exposure * one.ratio
    error += exposure * one.variance + (exposure * exposure * one.variance) / one.exposure
    expected.push({ age: next, value: current, standardError: Math.sqrt(error) })
  }
  return expected
}

/** The standard error of several cohorts together, each with its exposure and the age it was last observed at. */
export function addedErrorTogether(
  cohorts: readonly { readonly age: number; readonly exposure: number }[],
  ratios: readonly (Increment | null)[],
): number {
  return Math.sqrt(
    sum(
      ratios.map((one, age) => {
        if (!one) return 0
        const open = sum(cohorts.filter((cohort) => cohort.age < age).map((each) => each.exposure))
        return open * one.variance + (open * open * one.variance) / one.exposure
      }),
    ),
  )
}
