import { Refusal } from '#kernel/refusal.ts'

export const unknownFigure = (kpi: string) =>
  new Refusal('not_found', 'planning.unknown_kpi', { kpi })

/** A filter that targets do not have, or a value that it cannot have; by name where it has one. */
export const noSuchFilter = (names: readonly string[]) =>
  new Refusal(
    'invalid',
    'planning.bad_filter',
    {},
    names.map((name) => ({ field: name || 'filters', rule: 'planning.bad_filter' })),
  )

/** Somebody else changed the plan since the person saw it. */
export const planChangedMeanwhile = () => new Refusal('conflict', 'records.changed_meanwhile', {})
