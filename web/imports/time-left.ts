/** A look at a running job: how much was done at which moment (milliseconds). */
export type Sample = { readonly at: number; readonly done: number }

const WINDOW = 12_000
const MIN_SPAN = 1_500

/**
 * Adds a look; older ones than twelve seconds go. A count that fell (a new phase) starts anew.
 */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1)
  if (last !== undefined && sample.done < last.done) return [sample]
  if (last !== undefined && sample.at === last.at) return samples
  return [...samples.filter((one) => sample.at - one.at <= WINDOW), sample]
}

/** Seconds left at the pace of the last looks; null while there is no pace to go by. */
export function secondsLeft(samples: readonly Sample[], total: number): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return null
  const span = last.at - first.at
  const gain = last.done - first.done
  if (span < MIN_SPAN || gain <= 0 || total <= last.done) return null
  return ((total - last.done) / gain) * (span / 1000)
}
