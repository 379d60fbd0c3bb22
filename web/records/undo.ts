import type { RecordKind, Values } from '#kernel/record.ts'

/**
 * The changes that bring a record back to `before`: every field that people may write and that differs
 * now, also those that a rule filled (the date of a stage, say).
 */
export function undoChanges(
  kind: RecordKind,
  before: Values,
  now: Values,
): Record<string, unknown> {
  const differs = (id: string) =>
    JSON.stringify(before[id] ?? null) !== JSON.stringify(now[id] ?? null)
  return Object.fromEntries(
    kind.fields
      .filter((field) => !field.derived && differs(field.id))
      .map((field) => [field.id, before[field.id] ?? (field.type === 'list' ? [] : null)]),
  )
}
