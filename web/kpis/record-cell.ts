import { CHANNELS } from '#tracking/channels.ts'
import { useLanguage } from '../platform/language.ts'
import { kindByPath } from '../records/kinds.ts'
import { useFormats } from '../ui/use-formats.ts'
import type { RecordColumn, RecordRow } from './shapes.ts'

/** Values of record rows as people read them: words for choices and channels, dates, money. */
export function useRecordCell(kindPath: string): {
  readonly label: (row: RecordRow) => string
  readonly text: (value: unknown, column: RecordColumn) => string
} {
  const language = useLanguage()
  const formats = useFormats()
  const kind = kindByPath(kindPath)

  const word = (value: string, column: RecordColumn): string => {
    if (column.id === 'channel') {
      return CHANNELS.find((channel) => channel.id === value)?.label[language] ?? value
    }
    const choices = kind?.fields.find((field) => field.id === column.id)?.choices ?? []
    return choices.find((choice) => choice.value === value)?.label[language] ?? value
  }

  const text = (value: unknown, column: RecordColumn): string => {
    if (value === null || value === undefined || value === '') return '–'
    if (typeof value === 'number') {
      switch (column.unit) {
        case 'money':
          return formats.money(value)
        case 'rate':
          return formats.rate(value)
        case 'days':
        case 'minutes':
          return formats.number(value, 1)
        default:
          return formats.number(value)
      }
    }
    if (typeof value !== 'string') return String(value)
    if (column.unit === 'date') return formats.date(value)
    if (column.unit === 'instant') return formats.instant(value)
    return word(value, column)
  }

  const label = (row: RecordRow): string => {
    if (row.label) return row.label
    const date = row['date'] ?? row['from_date'] ?? row['occurred_at']
    const when = typeof date === 'string' ? ` ${formats.date(date)}` : ''
    return `${kind?.label[language] ?? ''}${when}`.trim() || kindPath
  }
  return { label, text }
}
