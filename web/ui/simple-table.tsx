import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Cell } from './csv.ts'
import { NOT_DEFINED } from './formats.ts'
import classes from './simple-table.module.css'
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
  /** Long texts end in … instead of taking a second line. */
  readonly oneLine?: boolean
}

/** A small table (up to some hundred rows), scrolling sideways on a phone. For long lists: DataTable. */
export function SimpleTable({ label, columns, rows, maxHeight, oneLine = false }: Props) {
  const t = useUiTexts()
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('table.label', { label })}
      style={{ overflow: 'auto', ...(maxHeight === undefined ? {} : { maxHeight }) }}
    >
      <Table stickyHeader verticalSpacing={6} horizontalSpacing="md" fz="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th
                key={column.id}
                scope="col"
                ta={column.numeric ? 'right' : 'left'}
                className={classes.head ?? ''}
              >
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
                  className={column.numeric ? 'rk-number' : (oneLine && classes.oneLine) || ''}
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
