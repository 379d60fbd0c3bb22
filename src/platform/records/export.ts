import type { Readable } from 'node:stream'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import { instantToCivil } from '#kernel/zone.ts'
import { type SheetColumn, writeCsv, writeXlsx } from '../spreadsheet.ts'
import type { RecordBinding } from './binding.ts'
import { badFilter, type RowScope } from './conditions.ts'
import { type ListQuery, readPage } from './page.ts'
import { labelsOf } from './read.ts'
import type { Records } from './service.ts'

export type ExportFormat = 'csv' | 'xlsx'

export type ExportOptions = {
  readonly query: ListQuery
  readonly scope: RowScope
  readonly timeZone: string
  readonly language: 'de' | 'en'
  /** Fields in their order; without it every field of the kind. */
  readonly columns?: readonly string[] | undefined
}

const ROWS_PER_PAGE = 1_000
const YES_NO = { de: ['ja', 'nein'], en: ['yes', 'no'] } as const

const columnOf = (field: Field, language: 'de' | 'en'): SheetColumn => {
  const header = field.label[language]
  return field.type === 'date' ? { header, type: 'date' } : { header }
}

/** A value as a person reads it in a spreadsheet: money in units, names instead of ids, local times. */
export function cellOf(
  field: Field,
  value: unknown,
  labels: Readonly<Record<string, string>>,
  { timeZone, language }: Pick<ExportOptions, 'timeZone' | 'language'>,
): unknown {
  if (value === null || value === undefined) return null
  switch (field.type) {
    case 'money':
      return Number(value) / 100
    case 'reference':
      return labels[String(value)] ?? String(value)
    case 'choice':
      return field.choices?.find((option) => option.value === value)?.label[language] ?? value
    case 'boolean':
      return YES_NO[language][value === true ? 0 : 1]
    case 'instant':
      return instantToCivil(Date.parse(String(value)), timeZone).replace('T', ' ')
    case 'list':
      return Array.isArray(value) ? value.join(', ') : value
    default:
      return value
  }
}

async function* rowsOf(
  records: Records,
  binding: RecordBinding,
  options: ExportOptions,
): AsyncGenerator<readonly unknown[]> {
  const { kind } = binding
  const fields = exportedFields(kind, options.columns)
  const kindOf = (id: string): RecordKind | undefined => records.bindings.get(id)?.kind
  let cursor: string | undefined
  do {
    const query = { ...options.query, cursor, limit: ROWS_PER_PAGE }
    const page = await readPage(records.db, binding, query, options.scope, options.timeZone)
    const labels = await labelsOf(records.db, kind, page.items, kindOf)
    for (const item of page.items) yield rowOf(fields, item, labels, options)
    cursor = page.next ?? undefined
  } while (cursor)
}

const rowOf = (
  fields: readonly Field[],
  item: Values,
  labels: Readonly<Record<string, string>>,
  options: ExportOptions,
): unknown[] => [item.id, ...fields.map((field) => cellOf(field, item[field.id], labels, options))]

/** The wanted fields in the wanted order. Throws `records.bad_filter` on an unknown one. */
export function exportedFields(
  kind: RecordKind,
  columns: readonly string[] | undefined,
): readonly Field[] {
  return (
    columns?.map((id) => {
      const field = kind.fields.find((candidate) => candidate.id === id)
      if (!field) throw badFilter('columns', 'records.unknown_field')
      return field
    }) ?? kind.fields
  )
}

/**
 * Every record that a list shows, as a file: the chosen fields or all, names in the reader's language, texts that a
 * spreadsheet would run as formulas neutralised. Streamed by pages of 1,000; memory does not grow.
 */
export function exportRecords(
  records: Records,
  binding: RecordBinding,
  format: ExportFormat,
  options: ExportOptions,
): Readable {
  const { kind } = binding
  const { language } = options
  const columns: SheetColumn[] = [
    { header: 'Id' },
    ...exportedFields(kind, options.columns).map((field) => columnOf(field, language)),
  ]
  const rows = rowsOf(records, binding, options)
  return format === 'xlsx'
    ? writeXlsx([{ name: kind.plural[language], columns, rows }])
    : writeCsv(columns, rows, language === 'de' ? {} : { delimiter: ',' })
}
