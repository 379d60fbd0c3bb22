/** What became of a row: `skipped` rows are no data (blank, totals) or not meant (a sale among costs). */
export type Outcome = 'new' | 'changed' | 'same' | 'rejected' | 'skipped'

/** Rows by outcome. `read` counts every data row, so read = new + changed + same + rejected. */
export type Counts = {
  read: number
  new: number
  changed: number
  same: number
  rejected: number
  skipped: number
}

/** What one part (a file read as one kind) came to. */
export type PartCounts = {
  readonly part: number
  readonly kind: string
  readonly counts: Counts
  /** Rows that broke a rule by rule; warned rows were imported. */
  readonly warnings: Record<string, number>
  readonly rejections: Record<string, number>
  readonly skipped: Record<string, number>
  /** Records of other kinds made because rows refer to them. */
  readonly created: Record<string, number>
  readonly createdList: { readonly kind: string; readonly title: string }[]
}

export const noCounts = (): Counts => ({
  read: 0,
  new: 0,
  changed: 0,
  same: 0,
  rejected: 0,
  skipped: 0,
})

export const noPartCounts = (part: number, kind: string): PartCounts => ({
  part,
  kind,
  counts: noCounts(),
  warnings: {},
  rejections: {},
  skipped: {},
  created: {},
  createdList: [],
})

const CREATED_LIST_MAX = 20

export function countRow(part: PartCounts, outcome: Outcome): void {
  if (outcome !== 'skipped') part.counts.read += 1
  part.counts[outcome] += 1
}

export function countRules(into: Record<string, number>, rules: Iterable<string>): void {
  for (const rule of new Set(rules)) into[rule] = (into[rule] ?? 0) + 1
}

export function countCreated(part: PartCounts, kind: string, title: string): void {
  const count = (part.created[kind] ?? 0) + 1
  part.created[kind] = count
  if (count <= CREATED_LIST_MAX) part.createdList.push({ kind, title })
}

/** The sum over parts and files. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = noCounts()
  for (const counts of all) {
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key]
  }
  return sum
}
