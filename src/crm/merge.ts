import type { RecordKind, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'

/** Kinds of which two records can turn out to be one. */
export const MERGEABLE: readonly string[] = ['account', 'contact']

/** Whose value a field keeps. */
export type Side = 'survivor' | 'other'

/** Chosen sides by field; a field that is not named keeps what the survivor has, or else what the other has. */
export type Choices = Readonly<Record<string, Side>>

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)

/** Whose value stays when nobody chooses: an empty field of the survivor is filled. */
export const usualSide = (field: string, survivor: Values, other: Values): Side =>
  isEmpty(survivor[field]) && !isEmpty(other[field]) ? 'other' : 'survivor'

/** Fields in which the two differ, and which somebody may want to decide. */
export const differingFields = (kind: RecordKind, survivor: Values, other: Values): string[] =>
  kind.fields
    .filter((field) => !field.derived)
    .map((field) => field.id)
    .filter((id) => JSON.stringify(survivor[id] ?? null) !== JSON.stringify(other[id] ?? null))

/** What the survivor takes over, as changes of its fields. Throws `crm.merge_unknown_field`. */
export function mergedChanges(
  kind: RecordKind,
  survivor: Values,
  other: Values,
  choices: Choices,
): Values {
  const writable = kind.fields.filter((field) => !field.derived).map((field) => field.id)
  const unknown = Object.keys(choices).find((id) => !writable.includes(id))
  if (unknown) {
    throw new Refusal('invalid', 'crm.merge_unknown_field', { field: unknown }, [
      { field: unknown, rule: 'records.unknown_field' },
    ])
  }
  const taken = writable.filter((id) => (choices[id] ?? usualSide(id, survivor, other)) === 'other')
  return Object.fromEntries(taken.map((id) => [id, other[id] ?? null]))
}
