import type { Counts, ImportView } from './import-shapes.ts'

export type Verdict = 'nothing' | 'none' | 'rejected' | 'good'

/** The one sentence about a dry run: is all well, does something change, is something refused? */
export function verdictOf(counts: Counts): Verdict {
  const usable = counts.new + counts.changed + counts.same
  if (usable === 0) return 'none'
  if (counts.rejected > 0) return 'rejected'
  return counts.new + counts.changed === 0 ? 'nothing' : 'good'
}

/** How many rows had an outcome, by kind, in the order of the files; kinds without any are left out. */
export function byKind(
  view: Pick<ImportView, 'files'>,
  outcome: 'new' | 'changed' | 'same' | 'rejected',
): readonly { readonly kind: string; readonly count: number }[] {
  const sums = new Map<string, number>()
  for (const { kind, counts } of view.files.flatMap((file) => file.parts)) {
    if (counts[outcome] > 0) sums.set(kind, (sums.get(kind) ?? 0) + counts[outcome])
  }
  return [...sums].map(([kind, count]) => ({ kind, count }))
}

/** The same for records of other kinds made on the way. */
export function createdByKind(
  view: Pick<ImportView, 'files'>,
): readonly { readonly kind: string; readonly count: number }[] {
  const sums = new Map<string, number>()
  for (const { created } of view.files.flatMap((file) => file.parts)) {
    for (const [kind, count] of Object.entries(created))
      sums.set(kind, (sums.get(kind) ?? 0) + count)
  }
  return [...sums].map(([kind, count]) => ({ kind, count }))
}

/** Records of other kinds that a run makes on the way. */
export const createdCount = (view: Pick<ImportView, 'files'>): number =>
  view.files
    .flatMap((file) => file.parts)
    .flatMap((part) => Object.values(part.created))
    .reduce((sum, count) => sum + count, 0)

/** The kinds that an import wrote, in the order of its files, each once. */
export const writtenKinds = (view: Pick<ImportView, 'files'>): readonly string[] => [
  ...new Set(
    view.files.flatMap((file) =>
      file.parts
        .filter(({ counts }) => counts.new + counts.changed + counts.same > 0)
        .map(({ kind }) => kind),
    ),
  ),
]

/** Kinds whose days say which month an import is about, most telling first, with that field. */
const LEADING: readonly (readonly [kind: string, field: string])[] = [
  ['lead', 'created_on'],
  ['opportunity', 'opened_at'],
  ['cost', 'from_date'],
  ['revenue_entry', 'date'],
  ['daily_count', 'day'],
  ['touchpoint', 'occurred_at'],
]

/** Whose latest record tells the month for the cockpit; null where none of the kinds has a day. */
export function leadingDate(kinds: readonly string[]): { kind: string; field: string } | null {
  const found = LEADING.find(([kind]) => kinds.includes(kind))
  return found ? { kind: found[0], field: found[1] } : null
}
