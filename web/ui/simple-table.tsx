import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Cell } from './csv.ts'
import { NOT_DEFINED } from './formats.ts'
import { useUiTexts } from './texts.ts'

export type SimpleColumn = {
  readonly id: string
  readonly label: string
  /** Right-aligned, tabular figures. */
  readonly numeric?: boolean
  readonly format?: (value: Cell, row: readonly Cell[]) => ReactNode
}

type Props = {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly SimpleColumn[]
  readonly rows: readonly (readonly Cell[])[]
  readonly maxHeight?: number
}

/** A small table (up to some hundred rows), scrolling sideways on a phone. For long lists: DataTable. */
export function SimpleTable({ label, columns, rows, maxHeight }: Props) {
  const t = useUiTexts()
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('table.label', { label })}
      style={{ overflow: 'auto', ...(maxHeight === undefined ? {} : { maxHeight }) }}
    >
      <Table stickyHeader verticalSpacing={6} fz="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.id} scope="col" ta={column.numeric ? 'right' : 'left'}>
                {column.label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, rowIndex) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a figure have no id and keep their order
            <Table.Tr key={rowIndex}>
              {columns.map((column, index) => (
                <Table.Td
                  key={column.id}
                  ta={column.numeric ? 'right' : 'left'}
                  {...(column.numeric ? { className: 'rk-number' } : {})}
                >
                  {column.format ? column.format(row[index], row) : (row[index] ?? NOT_DEFINED)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
