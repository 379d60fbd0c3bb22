import type { Counts, ImportView } from './import-api.ts'

export type Verdict = 'nothing' | 'none' | 'rejected' | 'good'

/** The one sentence about a dry run: is all well, does something change, is something refused? */
export function verdictOf(counts: Counts): Verdict {
  const usable = counts.new + counts.changed + counts.same
  if (usable === 0) return 'none'
  if (counts.rejected > 0) return 'rejected'
  return counts.new + counts.changed === 0 ? 'nothing' : 'good'
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
