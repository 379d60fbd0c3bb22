import { choice, field, text } from '#kernel/fields.ts'
import { firstOfMonth, isIsoDate } from '#kernel/period.ts'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'
import { COST_CATEGORIES } from './cost.ts'

/** The keys with their names, in the order of choices. */
export const OVERHEAD_KEY_CHOICES = [
  choice('spend', 'nach Kosten', 'by spend'),
  choice('hours', 'nach Stunden', 'by hours'),
  choice('leads', 'nach Leads', 'by leads'),
  choice('equal', 'gleichmäßig', 'equally'),
  choice('fixed', 'nach festen Anteilen', 'by fixed shares'),
]

/** By what overheads are spread, from a month on. The newest key that has begun holds. */
export const overheadKeyKind: RecordKind = {
  id: 'overhead_key',
  path: 'overhead-keys',
  label: text('Umlageschlüssel', 'Overhead key'),
  plural: text('Umlageschlüssel', 'Overhead keys'),
  table: 'costs.overhead_key',
  area: 'costs',
  fields: [
    field.choice('key', 'Schlüssel', 'Key', OVERHEAD_KEY_CHOICES, {
      required: true,
      inList: true,
      aliases: ['schlüssel', 'umlageschlüssel', 'key'],
    }),
    field.choice('category', 'Kostenart', 'Category', COST_CATEGORIES, {
      inList: true,
      help: text(
        'Leer: alle Kostenarten ohne eigenen Schlüssel.',
        'Empty: all categories without a key of their own.',
      ),
      aliases: ['kostenart', 'kategorie', 'category'],
    }),
    field.date('valid_from', 'Gilt ab', 'Valid from', {
      inList: true,
      help: text(
        'Ein Tag des Monats; gespeichert wird sein erster. Leer: gilt von Anfang an.',
        'A day of the month; its first one is stored. Empty: valid from the beginning.',
      ),
      aliases: ['gilt ab', 'ab', 'von', 'valid from'],
    }),
    field.reference('split_id', 'cost_split', 'Feste Anteile', 'Fixed shares', {
      help: text(
        'Nur beim Schlüssel „nach festen Anteilen“.',
        'Only with the key “by fixed shares”.',
      ),
    }),
    field.longtext('note', 'Begründung', 'Reason', { aliases: ['begründung', 'notiz', 'note'] }),
  ],
  title: ['key', 'valid_from'],
  search: ['note'],
  sort: '-valid_from',
}

/** The texts of the rules, by rule. */
export const overheadRuleTexts: Readonly<Record<string, Text>> = {
  'costs.shares_needed': text(
    'Feste Anteile gehören zum Schlüssel „nach festen Anteilen“ und nur zu ihm.',
    'Fixed shares belong to the key “by fixed shares”, and only to it.',
  ),
  'costs.shares_above_one': text(
    'Die Anteile ergeben zusammen mehr als 100 %.',
    'The shares add up to more than 100 %.',
  ),
}

/** The first day of the month that the given day lies in. */
export function deriveOverheadKey(_before: Values | null, key: Values): Values {
  const { valid_from: from } = key
  return typeof from === 'string' && isIsoDate(from)
    ? { ...key, valid_from: firstOfMonth(from) }
    : key
}

/** Only fixed shares need shares. */
export const checkOverheadKey = (_before: Values | null, key: Values): RuleResult[] =>
  (key.key === 'fixed') === Boolean(key.split_id)
    ? []
    : [{ field: 'split_id', rule: 'costs.shares_needed', severity: 'invalid' }]
