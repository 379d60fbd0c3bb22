import { assert } from '#kernel/assert.ts'

/**
 * Cumulative values of cohorts by age, the oldest cohort first. A row ends where the cohort was last observed, so
 * that no row is longer than the one before it.
 */
export type Triangle = readonly (readonly number[])[]

/** How values grow from one age to the next. */
export type Development = {
  /** Sum at the next age / sum at this age, over the cohorts that were observed at both. */
  readonly factor: number
  /** What Mack calls sigma squared: how far single cohorts lie from the factor. */
  readonly variance: number
  /** Sum at this age of those cohorts. */
  readonly base: number
  readonly cohorts: number
}

/** An expected cumulative value at an age. */
export type Expected = {
  readonly age: number
  readonly value: number
  readonly standardError: number
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** Mack's rule for a variance that a single cohort cannot tell: no larger than the two before it. */
export function extrapolatedVariance(before: readonly number[]): number {
  const last = before.at(-1)
  const other = before.at(-2)
  if (last === undefined) return 0
  if (other === undefined) return last
  const geometric = other === 0 ? 0 : (last * last) / other
  return Math.min(geometric, other, last)
}

/**
 * Development factors of the chain ladder, weighted by volume, with their variances (S08). Entry k leads from age k to
 * k + 1; null where the cohorts observed at both ages have nothing, or nothing positive in one of them: then values do
 * not grow out of themselves. O(cohorts x ages).
 */
export function developments(triangle: Triangle): (Development | null)[] {
  const ages = triangle[0]?.length ?? 0
  const found: (Development | null)[] = []
  for (let age = 0; age + 1 < ages; age += 1) {
    const rows = triangle.filter((row) => row.length > age + 1)
    const before = rows.map((row) => row[age] ?? 0)
    const after = rows.map((row) => row[age + 1] ?? 0)
    found.push(before.some((value) => value <= 0) ? null : development(before, after, found))
  }
  return found
}

function development(
  before: readonly number[],
  after: readonly number[],
  earlier: readonly (Development | null)[],
): Development {
  const base = sum(before)
  const factor = sum(after) / base
  const squares = before.map((value, row) => value * ((after[row] ?? 0) / value - factor) ** 2)
  const variance =
    before.length > 1
      ? sum(squares) / (before.length - 1)
      : extrapolatedVariance(earlier.flatMap((one) => (one ? [one.variance] : [])))
  return { factor, variance, base, cohorts: before.length }
}

/**
 * What a cohort last observed at age `age` with `value` will have at the ages after it, with Mack's standard error: of
 * the process and of the factors (S08). Null where a factor is missing, or there is nothing to grow from.
 */
export function projected(
  value: number,
  age: number,
  factors: readonly (Development | null)[],
): Expected[] | null {
  assert(age >= 0, `projected: age >= 0, got ${age}`)
  if (value <= 0 && age < factors.length) return null
  const expected: Expected[] = []
  let [current, error] = [value, 0]
  for (let from = age; from < factors.length; from += 1) {
    const step = factors[from]
    if (!step) return null
    const { factor, variance, base } = step
    error = current * variance + (current * current * variance) / base + error * factor * factor
    current *= factor
    expected.push({ age: from + 1, value: current, standardError: Math.sqrt(error) })
  }
  return expected
}

/** A cohort that is still growing: where it was last observed, and what is expected of it. */
export type Growing = { readonly age: number; readonly expected: readonly Expected[] }

/**
 * Mack's standard error of several cohorts together: they share the errors of the factors, so it is more than that of
 * independent ones.
 */
export function standardErrorTogether(
  cohorts: readonly Growing[],
  factors: readonly (Development | null)[],
): number {
  const shared = (age: number): number =>
    sum(
      factors.slice(age).map((one) => (one ? (2 * one.variance) / one.factor ** 2 / one.base : 0)),
    )
  const ordered = cohorts.toSorted((a, b) => b.age - a.age)
  const last = ordered.map(({ expected }) => expected.at(-1))
  const parts = ordered.map(({ age }, row) => {
    const younger = sum(last.slice(row + 1).map((one) => one?.value ?? 0))
    const own = last[row]
    return own ? own.standardError ** 2 + own.value * younger * shared(age) : 0
  })
  return Math.sqrt(sum(parts))
}
