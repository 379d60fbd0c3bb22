import { isIsoDate } from '#kernel/period.ts'
import type { Field, Values } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { fromWallClock, toWallClock } from '../ui/instants.ts'
import { parseMoney, parseNumber } from '../ui/numbers.ts'

/** How values are typed: the language decides decimal marks, the zone the clock. */
export type EditorSettings = { readonly language: 'de' | 'en'; readonly timeZone: string }

/** What an input holds: text for nearly everything, a list for `list`. '' is "nothing known". */
export type EditorValue = string | readonly string[]
export type EditorValues = Readonly<Record<string, EditorValue>>

/** A stored value as its input shows it. */
export function toEditor(field: Field, value: unknown, settings: EditorSettings): EditorValue {
  if (field.type === 'list') return Array.isArray(value) ? value.map(String) : []
  if (value === null || value === undefined) return ''
  switch (field.type) {
    case 'money':
      return moneyText(Number(value), settings.language)
    case 'rate':
      return decimalText(Number(value) * 100, settings.language)
    case 'decimal':
    case 'integer':
      return decimalText(Number(value), settings.language)
    case 'instant':
      return toWallClock(String(value), settings.timeZone)
    default:
      return String(value)
  }
}

/** Cents with thousands marks and two decimals: `1.234,56`. */
const moneyText = (cents: number, language: 'de' | 'en'): string =>
  new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', { minimumFractionDigits: 2 }).format(
    cents / 100,
  )

/** A number as text without thousands marks; percent of a rate without float dust (0.07 -> "7"). */
function decimalText(value: number, language: 'de' | 'en'): string {
  const text = String(Number(value.toPrecision(12)))
  return language === 'de' ? text.replace('.', ',') : text
}

type Parsed = { readonly value: unknown } | { readonly rule: string }

/** What an input holds as a value for the server, or the rule that it breaks. */
export function fromEditor(field: Field, input: EditorValue, settings: EditorSettings): Parsed {
  if (typeof input !== 'string') {
    return { value: input.map((item) => item.trim()).filter((item) => item !== '') }
  }
  if (input.trim() === '') return { value: null }
  switch (field.type) {
    case 'money':
      return known(parseMoney(input, settings.language), 'records.amount_expected')
    case 'decimal':
      return known(parseNumber(input, settings.language), 'records.number_expected')
    case 'integer': {
      const number = parseNumber(input, settings.language)
      const whole = typeof number === 'number' && !Number.isInteger(number) ? undefined : number
      return known(whole, 'records.whole_number_expected')
    }
    case 'rate': {
      const percent = parseNumber(input, settings.language)
      const fraction =
        typeof percent === 'number' ? Number((percent / 100).toPrecision(12)) : percent
      return known(fraction, 'records.number_expected')
    }
    case 'instant':
      return known(fromWallClock(input, settings.timeZone) ?? undefined, 'records.instant_expected')
    case 'date':
      return isIsoDate(input) ? { value: input } : { rule: 'records.date_expected' }
    case 'boolean':
      return { value: input === 'true' }
    default:
      return { value: field.type === 'longtext' ? input.trimEnd() : input.trim() }
  }
}

const known = (value: unknown, rule: string): Parsed => (value === undefined ? { rule } : { value })

/** The inputs of a form for a record, or for a new one with some values given. */
export function editorOf(
  fields: readonly Field[],
  values: Values,
  settings: EditorSettings,
): Record<string, EditorValue> {
  return Object.fromEntries(
    fields.map((field) => [field.id, toEditor(field, values[field.id], settings)]),
  )
}

const sameInput = (a: EditorValue | undefined, b: EditorValue | undefined): boolean =>
  JSON.stringify(a ?? '') === JSON.stringify(b ?? '')

/** Whether anything was typed that differs from the start. */
export const isDirty = (start: EditorValues, now: EditorValues): boolean =>
  Object.keys(now).some((id) => !sameInput(start[id], now[id]))

/**
 * The changed fields as values for the server, and problems that can be told without it.
 * A field whose input is as at the start is not sent: an instant keeps its seconds.
 */
export function changesOf(
  fields: readonly Field[],
  start: EditorValues,
  now: EditorValues,
  settings: EditorSettings,
): { readonly changes: Record<string, unknown>; readonly problems: readonly Problem[] } {
  const changes: Record<string, unknown> = {}
  const problems: Problem[] = []
  for (const field of fields) {
    const input = now[field.id]
    if (input === undefined) continue
    if (field.required && (input.length === 0 || (typeof input === 'string' && !input.trim()))) {
      problems.push({ field: field.id, rule: 'records.required' })
      continue
    }
    if (sameInput(start[field.id], input)) continue
    const parsed = fromEditor(field, input, settings)
    if ('rule' in parsed) problems.push({ field: field.id, rule: parsed.rule })
    else changes[field.id] = parsed.value
  }
  return { changes, problems }
}

/** Fields of a kind under their headings, in order; fields without a heading come first. */
export type FieldSection = {
  readonly heading: Field['section'] | null
  readonly fields: readonly Field[]
}

export function sectionsOf(fields: readonly Field[]): readonly FieldSection[] {
  const sections: { heading: Field['section'] | null; fields: Field[] }[] = []
  for (const field of fields) {
    const heading = field.section ?? null
    const known = sections.find((section) => section.heading?.de === heading?.de)
    if (known) known.fields.push(field)
    else sections.push({ heading, fields: [field] })
  }
  return sections.toSorted((a, b) => Number(a.heading !== null) - Number(b.heading !== null))
}
