import { Refusal } from '#kernel/refusal.ts'

export const unknownFigure = (kpi: string) =>
  new Refusal('not_found', 'planning.unknown_kpi', { kpi })

/** Somebody else changed the plan since the person saw it. */
export const planChangedMeanwhile = () => new Refusal('conflict', 'records.changed_meanwhile', {})
