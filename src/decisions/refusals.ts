import { Refusal } from '#kernel/refusal.ts'

export const unknownFigureOf = (kpi: string) =>
  new Refusal('not_found', 'decisions.unknown_kpi', { kpi })

/** Days out of order, or a filter that no figure has. */
export const noSuchQuestion = (kpi: string) =>
  new Refusal('invalid', 'decisions.bad_question', { kpi }, [
    { field: 'figures', rule: 'decisions.bad_question' },
  ])

/** A role that may not do it, whatever else it may. */
export const notPermitted = (permission: string) =>
  new Refusal('forbidden', 'access.not_permitted', { permission })

export const noSuchDecision = (id: string) =>
  new Refusal('not_found', 'records.not_found', { kind: 'decision', id })

export const changedMeanwhile = (version: number) =>
  new Refusal('conflict', 'records.changed_meanwhile', { version })
