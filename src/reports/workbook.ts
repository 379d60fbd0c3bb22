import type { Cell, Column, ReportDocument, Table } from './document.ts'
import { linesOf, tablesOf } from './document.ts'

/** A sheet as the platform writes it. */
export type Sheet = {
  readonly name: string
  readonly columns: readonly {
    readonly header: string
    readonly type: 'text' | 'number' | 'date'
    readonly width?: number
  }[]
  readonly rows: readonly (readonly (number | string | null)[])[]
}

const CENTS_A_UNIT = 100

/** Money in whole units, every other number as it is, of a text all its lines: what a spreadsheet computes with. */
function sheetValue(cell: Cell): number | string | null {
  const { value, unit, lines } = cell
  if (typeof value === 'string' && lines) {
    return linesOf(cell)
      .map(({ text }) => text)
      .join('\n')
  }
  if (typeof value !== 'number') return value
  return unit === 'money' || unit === 'money_per_day' ? value / CENTS_A_UNIT : value
}

const typeOf = ({ type }: Column): 'text' | 'number' | 'date' =>
  type === 'text' || type === 'date' ? type : 'number'

const sheetOf = ({ caption, columns, rows }: Table): Sheet => ({
  name: caption,
  columns: columns.map((column) => ({
    header: column.header,
    type: typeOf(column),
    ...(column.type === 'text' && { width: 36 }),
  })),
  rows: rows.map((row) => row.map(sheetValue)),
})

/** Every table of the report as a sheet with numbers that are numbers. */
export const workbookOf = (document: ReportDocument): Sheet[] => tablesOf(document).map(sheetOf)
