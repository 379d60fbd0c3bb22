import type { Field } from '#kernel/record.ts'
import type { Unit } from '#kpis/unit.ts'
import { targetKind, valueFieldOf } from '#planning/target.ts'
import {
  EMPTY_YEAR,
  type Slot,
  slotsOf,
  valueAt,
  withValue,
  type YearValues,
} from '#planning/year-plan.ts'
import { type EditorSettings, fromEditor, toEditor } from '../records/form-state.ts'

/** What stands in the 17 inputs of a year, by `slotId`. */
export type PlanInputs = Readonly<Record<string, string>>

export const slotId = ({ period, index }: Pick<Slot, 'period' | 'index'>): string =>
  `${period}.${index}`

/** The field of the target record that holds values of this unit: it decides how they are typed. */
export function fieldOf(unit: Unit): Field {
  const id = valueFieldOf(unit)
  const field = targetKind.fields.find((candidate) => candidate.id === id)
  if (!field) throw new Error(`targets have no field ${id}`)
  return field
}

/** One value as its input shows it; whole numbers with thousands marks, like money. */
export function inputOf(value: number | null, unit: Unit, editor: EditorSettings): string {
  const field = fieldOf(unit)
  if (field.type === 'decimal' && value !== null && Number.isInteger(value)) {
    return new Intl.NumberFormat(editor.language === 'de' ? 'de-DE' : 'en-GB').format(value)
  }
  return String(toEditor(field, value, editor))
}

/** What an input holds: null for nothing, undefined for what is no such value. */
export function valueOfInput(
  input: string,
  unit: Unit,
  editor: EditorSettings,
): number | null | undefined {
  const parsed = fromEditor(fieldOf(unit), input, editor)
  if ('rule' in parsed) return undefined
  return typeof parsed.value === 'number' ? parsed.value : null
}

export const inputsOf = (
  values: YearValues,
  year: number,
  unit: Unit,
  editor: EditorSettings,
): Record<string, string> =>
  Object.fromEntries(
    slotsOf(year).map((slot) => [slotId(slot), inputOf(valueAt(values, slot), unit, editor)]),
  )

/** The plan in the inputs, and the slots whose input is no value; those count as empty meanwhile. */
export function valuesOfInputs(
  inputs: PlanInputs,
  year: number,
  unit: Unit,
  editor: EditorSettings,
): { readonly values: YearValues; readonly wrong: ReadonlySet<string> } {
  const wrong = new Set<string>()
  let values = EMPTY_YEAR
  for (const slot of slotsOf(year)) {
    const value = valueOfInput(inputs[slotId(slot)] ?? '', unit, editor)
    if (value === undefined) wrong.add(slotId(slot))
    else values = withValue(values, slot, value)
  }
  return { values, wrong }
}
