import { isIsoDate } from '#kernel/period.ts'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const TEXT_MAX = 2000
const LONGTEXT_MAX = 100_000
const INTEGER_MAX = 2_147_483_647

/** Of tables that keep the folded text for search: never part of a record's values. */
export const SEARCH_COLUMN = 'search_text'

/** A row of the driver as values: instants as ISO 8601 text in UTC, everything else as it is. */
export function valuesOf(
  row: Readonly<Record<string, unknown>>,
  { hidden = [] }: RecordKind,
): Values {
  const values: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row)) {
    if (key === SEARCH_COLUMN || hidden.includes(key)) continue
    values[key] = value instanceof Date ? value.toISOString() : value
  }
  return values
}

type Parsed = { readonly value: unknown } | { readonly rule: string }

const bad = (rule: string): Parsed => ({ rule: `records.${rule}` })

function parseNumber(field: Field, value: unknown): Parsed {
  if (typeof value !== 'number' || !Number.isFinite(value)) return bad('number_expected')
  if (field.type === 'money') {
    return Number.isSafeInteger(value) ? { value: value + 0 } : bad('whole_cents_expected')
  }
  if (field.type === 'integer') {
    if (!Number.isInteger(value)) return bad('whole_number_expected')
    return Math.abs(value) > INTEGER_MAX ? bad('number_too_large') : { value: value + 0 }
  }
  if (field.type === 'rate' && Math.abs(value) > 9) return bad('rate_out_of_range')
  return { value: value + 0 }
}

function parseText(field: Field, value: unknown): Parsed {
  if (typeof value !== 'string') return bad('text_expected')
  const text = field.type === 'longtext' ? value.trimEnd() : value.trim()
  if (text === '') return { value: null }
  if (text.includes('\u0000')) return bad('text_expected')
  const limit = field.type === 'longtext' ? LONGTEXT_MAX : TEXT_MAX
  if (text.length > limit) return bad('text_too_long')
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+$/.test(text)) return bad('email_expected')
  return { value: text }
}

function parseInstant(value: unknown): Parsed {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value)) {
    return bad('instant_expected')
  }
  const time = Date.parse(value)
  return Number.isNaN(time) ? bad('instant_expected') : { value: new Date(time).toISOString() }
}

/** One value of a field as it is stored, or the rule it breaks. Null and '' mean "nothing known". */
export function parseValue(field: Field, value: unknown): Parsed {
  if (value === null || value === undefined || value === '') {
    return { value: field.type === 'list' ? [] : null }
  }
  switch (field.type) {
    case 'text':
    case 'longtext':
    case 'email':
    case 'phone':
    case 'url':
      return parseText(field, value)
    case 'integer':
    case 'decimal':
    case 'rate':
    case 'money':
      return parseNumber(field, value)
    case 'date':
      return typeof value === 'string' && isIsoDate(value) ? { value } : bad('date_expected')
    case 'instant':
      return parseInstant(value)
    case 'boolean':
      return typeof value === 'boolean' ? { value } : bad('yes_or_no_expected')
    case 'choice':
      return field.choices?.some((option) => option.value === value)
        ? { value }
        : bad('choice_expected')
    case 'reference':
      if (typeof value !== 'string') return bad('reference_expected')
      return field.kind === 'channel' || UUID.test(value) ? { value } : bad('reference_expected')
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? { value: value.map((item: string) => item.trim()).filter((item) => item !== '') }
        : bad('list_expected')
    default:
      return field.type satisfies never
  }
}

/**
 * The writable fields of `input` parsed, and every problem found. Unknown or derived fields are
 * problems unless `allowDerived` (imports and rules may set those). Fields not named stay out.
 */
export function parseChanges(
  kind: RecordKind,
  input: Readonly<Record<string, unknown>>,
): { changes: Record<string, unknown>; problems: Problem[] } {
  const changes: Record<string, unknown> = {}
  const problems: Problem[] = []
  const fields = new Map(kind.fields.map((field) => [field.id, field]))
  for (const [id, value] of Object.entries(input)) {
    const field = fields.get(id)
    if (!field || field.derived) {
      problems.push({ field: id, rule: field ? 'records.derived_field' : 'records.unknown_field' })
      continue
    }
    const parsed = parseValue(field, value)
    if ('rule' in parsed) problems.push({ field: id, rule: parsed.rule })
    else changes[id] = parsed.value
  }
  return { changes, problems }
}

/** Required fields that are empty. */
export const missingFields = (kind: RecordKind, values: Values): Problem[] =>
  kind.fields
    .filter((field) => field.required && (values[field.id] ?? null) === null)
    .map((field) => ({ field: field.id, rule: 'records.required' }))

const same = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The fields whose values differ. */
export const changedFields = (kind: RecordKind, before: Values, after: Values): string[] =>
  kind.fields.map((field) => field.id).filter((id) => !same(before[id], after[id]))
