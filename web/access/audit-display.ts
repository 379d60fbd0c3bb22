import { type AuditChange, type AuditKind, changesOf, listItemLabel } from '#access/audit-words.ts'
import type { AuditEvent } from '#access/schema.ts'
import { type DisplaySettings, displayText, isEmpty } from '../records/display.ts'
import { NOT_DEFINED } from '../ui/formats.ts'

/** A value of an event as people read it. */
export function valueText(
  { id, field }: AuditChange,
  value: unknown,
  settings: DisplaySettings,
): string {
  if (isEmpty(value)) return NOT_DEFINED
  if (Array.isArray(value)) {
    return value.map((item) => listItemLabel(id, item, settings.language)).join(', ')
  }
  if (field) return displayText(field, value, settings)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** One change in a line: `Stufe: MQL → SQL`; of what was made or deleted only the one value. */
export function changeText(
  change: AuditChange,
  { before, after }: Pick<AuditEvent, 'before' | 'after'>,
  settings: DisplaySettings,
): string {
  const label = change.field?.label[settings.language] ?? change.id
  const was = valueText(change, change.before, settings)
  const is = valueText(change, change.after, settings)
  if (before === null) return `${label}: ${is}`
  if (after === null) return `${label}: ${was}`
  return `${label}: ${was} → ${is}`
}

const SUMMARY_CHANGES = 3

/** What a row of the list says of an event: its reason, else the first changes. */
export function summaryOf(
  event: AuditEvent,
  kind: AuditKind | undefined,
  settings: DisplaySettings,
): string {
  const changes = changesOf(kind, event.before, event.after)
  const shown = changes.slice(0, SUMMARY_CHANGES).map((one) => changeText(one, event, settings))
  const more = changes.length > SUMMARY_CHANGES ? ' …' : ''
  return shown.join(' · ') + more
}
