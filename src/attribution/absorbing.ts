/**
 * Systems (I - Q) x = b of an absorbing Markov chain without a single subtraction, so that even tiny
 * probabilities keep all their digits: the elimination of Grassmann, Taksar and Heyman (A5), which takes a
 * pivot as the sum of what leaves a state instead of 1 minus what stays.
 */
export type Elimination = {
  readonly size: number
  /** Row by row: left of the diagonal the multipliers, right of it the reduced probabilities. */
  readonly entries: Float64Array
  readonly pivots: Float64Array
}

/**
 * `entries` holds the transition probabilities row by row (its diagonal is ignored: staying changes nothing)
 * and is overwritten; `absorption` what leaves each state for good, > 0 on every way out. O(size^3 / 3).
 */
export function eliminate(entries: Float64Array, absorption: Float64Array): Elimination {
  const size = absorption.length
  const pivots = new Float64Array(size)
  const leaving = Float64Array.from(absorption)
  for (let k = 0; k < size; k += 1) {
    let pivot = leaving[k] ?? 0
    for (let j = k + 1; j < size; j += 1) pivot += entries[k * size + j] ?? 0
    pivots[k] = pivot
    for (let i = k + 1; i < size; i += 1) {
      const entering = entries[i * size + k] ?? 0
      if (entering === 0) continue
      const factor = entering / pivot
      entries[i * size + k] = factor
      for (let j = k + 1; j < size; j += 1) {
        entries[i * size + j] = (entries[i * size + j] ?? 0) + factor * (entries[k * size + j] ?? 0)
      }
      leaving[i] = (leaving[i] ?? 0) + factor * (leaving[k] ?? 0)
    }
  }
  return { size, entries, pivots }
}

/** x of (I - Q) x = b: from each state, the expected sum of `b` over all states visited. O(size^2). */
export function solveColumn({ size, entries, pivots }: Elimination, b: Float64Array): Float64Array {
  const x = Float64Array.from(b)
  for (let i = 0; i < size; i += 1) {
    let sum = x[i] ?? 0
    for (let k = 0; k < i; k += 1) sum += (entries[i * size + k] ?? 0) * (x[k] ?? 0)
    x[i] = sum
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = x[i] ?? 0
    for (let j = i + 1; j < size; j += 1) sum += (entries[i * size + j] ?? 0) * (x[j] ?? 0)
    x[i] = sum / (pivots[i] ?? 1)
  }
  return x
}

/** x of x (I - Q) = b: the expected visits of each state when starting as `b`. O(size^2). */
export function solveRow({ size, entries, pivots }: Elimination, b: Float64Array): Float64Array {
  const x = Float64Array.from(b)
  for (let j = 0; j < size; j += 1) {
    const visits = (x[j] ?? 0) / (pivots[j] ?? 1)
    x[j] = visits
    if (visits === 0) continue
    for (let i = j + 1; i < size; i += 1) x[i] = (x[i] ?? 0) + visits * (entries[j * size + i] ?? 0)
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const visits = x[i] ?? 0
    if (visits === 0) continue
    for (let k = 0; k < i; k += 1) x[k] = (x[k] ?? 0) + visits * (entries[i * size + k] ?? 0)
  }
  return x
}

/** Diagonal of (I - Q)^-1: how often a state is visited once one is there. O(size^3). */
export function returnVisits(elimination: Elimination): Float64Array {
  const { size } = elimination
  return Float64Array.from({ length: size }, (_, state) => {
    const unit = new Float64Array(size)
    unit[state] = 1
    return solveColumn(elimination, unit)[state] ?? 1
  })
}
