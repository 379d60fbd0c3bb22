import type { Field, FieldType } from '#kernel/record.ts'
import type { ColumnProfile, ColumnType } from './column-profile.ts'
import { GENERIC } from './guess-words.ts'

const NUMERIC: readonly ColumnType[] = ['integer', 'decimal', 'money', 'percent']
const DATED: readonly ColumnType[] = ['date', 'instant']

/** How well values of a column suit a field, 0 to 1. */
export function suits(
  column: ColumnProfile,
  type: FieldType,
  choices: Field['choices'] = [],
): number {
  if (column.type === 'empty') return 0.5
  const isOneOf = (types: readonly ColumnType[]) => types.includes(column.type)
  switch (type) {
    case 'money':
    case 'decimal':
    case 'rate':
      return isOneOf(NUMERIC) ? 1 : 0
    case 'integer':
      return column.type === 'integer' ? 1 : isOneOf(NUMERIC) ? 0.5 : 0
    case 'date':
    case 'instant':
      return isOneOf(DATED) ? 1 : 0
    case 'email':
      return column.type === 'email' ? 1 : 0.2
    case 'boolean':
      return column.type === 'boolean' || column.type === 'integer' ? 1 : 0
    case 'choice':
      return hasChoice(column, choices) ? 0.9 : 0
    case 'phone':
      return isOneOf(DATED) ? 0 : 1
    case 'text':
    case 'longtext':
    case 'url':
    case 'list':
    case 'reference':
      if (isOneOf(DATED) || column.type === 'money') return 0
      return column.type === 'email' || column.type === 'boolean' ? 0.3 : 1
    default:
      return type satisfies never
  }
}

/** At least one value of the column is one of the choices, or the field takes any (a channel). */
function hasChoice({ distinct }: ColumnProfile, choices: NonNullable<Field['choices']>): boolean {
  if (distinct === null) return false
  if (choices.length === 0) return true
  const known = new Set(choices.flatMap(({ value, label }) => [value, label.de, label.en]))
  const lower = new Set([...known].map((name) => name.toLowerCase()))
  return distinct.some(({ value }) => lower.has(value.toLowerCase()))
}

const words = (text: string): string[] =>
  text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')

/** How well a header names a field: the whole name, the name without its bracket, or its words among others. */
export function nameScore(header: string, name: string): number {
  if (header === name) return 1
  const bare = header.replace(/\s*[([][^)\]]*[)\]]\s*$/, '')
  if (bare === name) return 0.95
  if (GENERIC.has(name)) return 0
  const wanted = words(name)
  const given = new Set(words(bare))
  if (wanted.length === 0 || !wanted.every((word) => given.has(word))) return 0
  return wanted.join('').length >= 4 ? 0.35 + (0.35 * wanted.length) / given.size : 0
}
