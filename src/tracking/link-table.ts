import type { Field } from '#kernel/record.ts'
import { trackedLinkKind } from './link-records.ts'
import { checkedUtm, MEDIA, mediumWord, type UtmWarning } from './utm-words.ts'

/** Rows that one go takes. */
export const BULK_MAX = 500

/** What a row of a table may give of a link. The campaign is given by its name. */
export const BULK_FIELDS = [
  'name',
  'target',
  'campaign_id',
  'source',
  'medium',
  'campaign',
  'content',
  'term',
  'code',
  'notes',
] as const
export type BulkField = (typeof BULK_FIELDS)[number]
export type BulkRow = Readonly<Partial<Record<BulkField, string>>>

const fieldOf = (id: string): Field | undefined => trackedLinkKind.fields.find((f) => f.id === id)

const key = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')

/** Every word that names a field at the head of a column. The first field that knows a word has it. */
const HEADERS: ReadonlyMap<string, BulkField> = new Map(
  BULK_FIELDS.toReversed().flatMap((id) => {
    const field = fieldOf(id)
    const words = [id, field?.label.de ?? '', field?.label.en ?? '', ...(field?.aliases ?? [])]
    return words.filter((word) => word !== '').map((word) => [key(word), id] as const)
  }),
)

export type LinkTable = {
  /** Row number in the file, the heading being 1. */
  readonly rows: readonly { readonly row: number; readonly values: BulkRow }[]
  /** Headings that name no field, as they stand. */
  readonly unknown: readonly string[]
  /** Headings that name a field. */
  readonly known: readonly BulkField[]
}

/** Reads the cells of a file with one heading row; empty rows are left out. */
export function linkTable(
  records: readonly { row: number; cells: readonly string[] }[],
): LinkTable {
  const [head, ...rest] = records
  const columns = (head?.cells ?? []).map((cell) => HEADERS.get(key(cell.replace(/^\ufeff/, ''))))
  const rows = rest.flatMap(({ row, cells }) => {
    const values: Partial<Record<BulkField, string>> = {}
    for (const [index, field] of columns.entries()) {
      const cell = cells[index]?.trim() ?? ''
      if (field && cell !== '') values[field] = cell
    }
    return Object.keys(values).length === 0 ? [] : [{ row, values }]
  })
  return {
    rows,
    unknown: (head?.cells ?? []).filter((cell, index) => cell.trim() !== '' && !columns[index]),
    known: columns.filter((field) => field !== undefined),
  }
}

const MEDIUM_LABELS: ReadonlyMap<string, string> = new Map(
  MEDIA.flatMap(({ value, label }) => [
    [key(label.de), value],
    [key(label.en), value],
  ]),
)

/** A medium as people write it into a table: its word, a synonym, or its label. */
export const mediumOf = (cell: string): string => MEDIUM_LABELS.get(key(cell)) ?? mediumWord(cell)

/** What the words of a row become, and what was written otherwise. */
export function rowWarnings({ source, medium, campaign, content, term }: BulkRow): UtmWarning[] {
  const given = { source, medium: medium && mediumOf(medium), campaign, content, term }
  const filled = Object.fromEntries(
    Object.entries(given).map(([part, value]) => [part, value ?? null]),
  )
  return [...checkedUtm(filled).warnings]
}
