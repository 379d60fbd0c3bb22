import type { Allocation } from '#costs/overhead-shapes.ts'

export type ChangedSpread = {
  /** A channel; null is what stays with none. */
  readonly key: string | null
  readonly before: number
  readonly after: number
}

/** What each channel has spread on it by both keys, largest change first; then what stays with none. */
export function changedSpreads(
  before: Pick<Allocation, 'channels'>,
  after: Pick<Allocation, 'channels'>,
): ChangedSpread[] {
  const was = new Map(before.channels.rows.map(({ key, spread }) => [key, spread]))
  const is = new Map(after.channels.rows.map(({ key, spread }) => [key, spread]))
  const rows = [...new Set([...was.keys(), ...is.keys()])].map((key) => ({
    key,
    before: was.get(key) ?? 0,
    after: is.get(key) ?? 0,
  }))
  const change = (row: ChangedSpread) => Math.abs(row.after - row.before)
  return [
    ...rows.toSorted((a, b) => change(b) - change(a) || (a.key < b.key ? -1 : 1)),
    {
      key: null,
      before: before.channels.unallocated.cents,
      after: after.channels.unallocated.cents,
    },
  ]
}
