import type { Field } from '#kernel/record.ts'
import type { DisplaySettings } from '../records/display.ts'
import { displayText } from '../records/display.ts'
import type { TargetInfo } from './catalogue.ts'
import type { Note, Preview, PreviewRow } from './import-shapes.ts'

export type Trouble = { readonly tone: 'problem' | 'warning'; readonly notes: readonly Note[] }

type RowPart = PreviewRow['parts'][number]

const match = (row: RowPart, fits: (note: Note) => boolean): Trouble | null => {
  const problems = row.problems.filter(fits)
  if (problems.length > 0) return { tone: 'problem', notes: problems }
  const warnings = row.warnings.filter(fits)
  return warnings.length > 0 ? { tone: 'warning', notes: warnings } : null
}

/** What is wrong with the cell of a column, over all parts that read it. */
export function troubleOfColumn(row: PreviewRow, column: string): Trouble | null {
  const all = row.parts.flatMap((part) => {
    const trouble = match(part, (note) => note.column === column)
    return trouble ? [trouble] : []
  })
  return all.find(({ tone }) => tone === 'problem') ?? all[0] ?? null
}

/** What is wrong with a field of a part. */
export const troubleOfField = (part: RowPart, field: string): Trouble | null =>
  match(part, (note) => note.field === field)

/** Notes that belong to no cell: they concern the row. */
export const troubleOfRow = (row: PreviewRow): Trouble | null => {
  const all = row.parts.flatMap((part) => {
    const trouble = match(part, (note) => note.column === null)
    return trouble ? [trouble] : []
  })
  return all.find(({ tone }) => tone === 'problem') ?? all[0] ?? null
}

/** Rows of which something cannot be read. */
export const problemRows = (preview: Preview): number =>
  preview.rows.filter((row) => row.parts.some((part) => part.problems.length > 0)).length

/** The fields that some row of a part has a value for or a note on, in the order of the form. */
export function understoodFields(
  rows: readonly PreviewRow[],
  part: number,
  targets: readonly TargetInfo[],
): readonly string[] {
  const found = new Set<string>()
  for (const row of rows) {
    const read = row.parts.find((candidate) => candidate.part === part)
    if (!read) continue
    if (read.externalId) found.add('external_id')
    for (const [field, value] of Object.entries(read.values)) {
      if (value !== null && value !== '') found.add(field)
    }
    for (const [name, parts] of Object.entries(read.references)) {
      for (const [id, value] of Object.entries(parts)) {
        if (value !== null && value !== '') found.add(`${name}.${id}`)
      }
    }
    for (const note of [...read.problems, ...read.warnings]) if (note.field) found.add(note.field)
  }
  const order = (id: string) => {
    const index = targets.findIndex((target) => target.id === id)
    return id === 'external_id' ? -1 : index === -1 ? targets.length : index
  }
  return [...found].toSorted((a, b) => order(a) - order(b))
}

/** A field of a read row as people read it; '' where the row says nothing about it. */
export function understoodText(
  part: RowPart,
  field: string,
  target: TargetInfo | undefined,
  settings: DisplaySettings,
): string {
  if (field === 'external_id') return part.externalId ?? ''
  if (field.includes('.')) {
    const [name = '', id = ''] = field.split('.')
    return String(part.references[name]?.[id] ?? '')
  }
  const value = part.values[field]
  if (value === null || value === undefined || value === '') return ''
  const choice = target?.choices?.find((one) => one.value === value)
  if (choice) return choice.label[settings.language]
  return target?.field ? displayText(readable(target.field), value, settings) : String(value)
}

/** What a file says of another record is a name or a number, not an id of ours: shown as it is. */
const readable = (field: Field): Field =>
  field.type === 'reference' ? { ...field, type: 'text' } : field
