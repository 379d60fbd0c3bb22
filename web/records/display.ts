import type { Field, RecordKind, Text, Values } from '#kernel/record.ts'
import { channelRuleText } from '#tracking/channel-rule-texts.ts'
import { CHANNELS } from '#tracking/channels.ts'
import type { Language } from '../platform/language.ts'
import { type Formats, NOT_DEFINED } from '../ui/formats.ts'
import { channelGroupText } from './channel-words.ts'

export type DisplaySettings = {
  readonly language: Language
  readonly formats: Formats
  /** Names of referenced records by id. */
  readonly labels: Readonly<Record<string, string>>
}

/** Fields whose column is right-aligned. */
export const isNumeric = (field: Field): boolean =>
  ['integer', 'decimal', 'rate', 'money'].includes(field.type)

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)

/** Names of channels are stored in German; English has its own. */
function referenceLabel(field: Field, id: string, { labels, language }: DisplaySettings): string {
  if (field.kind === 'channel' && language === 'en') {
    const known = CHANNELS.find((channel) => channel.id === id)
    if (known) return known.label.en
  }
  return labels[id] ?? id.slice(0, 8)
}

/** Ids of the program that stand in text fields. */
const WORDS_OF: Readonly<Record<string, (value: string) => Text>> = {
  channel_rule: channelRuleText,
  channel_group: channelGroupText,
}

/** A value as people read it; an en dash where nothing is known. */
export function displayText(field: Field, value: unknown, settings: DisplaySettings): string {
  if (isEmpty(value)) return NOT_DEFINED
  const { formats, language } = settings
  switch (field.type) {
    case 'money':
      return formats.money(Number(value))
    case 'rate':
      return formats.rate(Number(value))
    case 'integer':
      return formats.number(Number(value), 0)
    case 'decimal':
      return formats.number(Number(value))
    case 'date':
      return formats.date(String(value))
    case 'instant':
      return formats.instant(String(value))
    case 'boolean':
      return value === true ? (language === 'de' ? 'ja' : 'yes') : language === 'de' ? 'nein' : 'no'
    case 'choice': {
      const label = field.choices?.find((option) => option.value === value)?.label
      return label?.[language] ?? String(value)
    }
    case 'reference':
      return referenceLabel(field, String(value), settings)
    case 'list':
      return Array.isArray(value) ? value.join(', ') : String(value)
    default:
      return WORDS_OF[field.id]?.(String(value))[language] ?? String(value)
  }
}

/**
 * The name of a record to people: its title fields joined by a blank (`Anna Berg, Berg GmbH` for a
 * lead). An e-mail address only where nothing better is known; '' when nothing is. Fields in `beside`
 * are shown next to the name already and left out unless they are all there is.
 */
export function titleOf(
  kind: RecordKind,
  values: Values,
  settings: DisplaySettings,
  beside: readonly string[] = [],
): string {
  const parts = kind.title.flatMap((id) => {
    const field = kind.fields.find((candidate) => candidate.id === id)
    const value = values[id]
    return field && !isEmpty(value) ? [{ field, text: displayText(field, value, settings) }] : []
  })
  const choices = [
    parts.filter(({ field }) => field.type !== 'email' && !beside.includes(field.id)),
    parts.filter(({ field }) => field.type !== 'email'),
    parts,
  ]
  const best = choices.find((choice) => choice.length > 0) ?? []
  return best
    .map(({ field, text }, index) => {
      if (index === 0) return text
      return kind.id === 'lead' && field.id === 'company' ? `, ${text}` : ` ${text}`
    })
    .join('')
}
