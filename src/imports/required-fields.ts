import type { Field, RecordKind } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import type { RowContext } from './row-work.ts'

/** Words that give a required field of costs another way. */
export const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  from_date: ['day', 'month', 'report_start', 'datev.date'],
  until_date: ['end_date', 'from_date', 'day', 'month', 'report_start', 'datev.date'],
  amount: ['gross_amount', 'datev.amount'],
  category: ['datev.account'],
}

/** Fields a row cannot do without: what is money, a day or a name. Others have defaults in the engine. */
export function requiredFields(kind: RecordKind, context: RowContext): Field[] {
  const isDatev = context.has('datev.amount')
  return kind.fields.filter(
    (field) =>
      field.required === true &&
      !field.derived &&
      (field.type === 'money' || field.type === 'date' || field.type === 'text') &&
      !(isDatev && field.id === 'category'),
  )
}

/** Required fields that no column, constant or title of the file gives. */
export function notMapped(required: readonly Field[], context: RowContext): Problem[] {
  return required
    .filter((field) => {
      const words = [field.id, ...(REPLACED_BY[field.id] ?? [])]
      const isDated = field.id === 'from_date' || field.id === 'until_date'
      const fromPeriod = context.kind.id === 'cost' && isDated && context.period !== null
      return !words.some(context.has) && !fromPeriod
    })
    .map((field) => ({
      field: field.id,
      rule: 'imports.required_not_mapped',
      detail: { kind: context.kind.id },
    }))
}
