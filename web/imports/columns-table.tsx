import { Checkbox, Group, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Mapping } from '#imports/mapping.ts'
import { useText } from '../platform/language.ts'
import { Breakable } from '../ui/breakable.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { groupedOptions, type TargetInfo } from './catalogue.ts'
import type { Column } from './import-shapes.ts'
import classes from './imports.module.css'
import { targetsOf } from './mapping-state.ts'
import { TargetCell } from './target-cell.tsx'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly columns: readonly Column[]
  /** Rows the examples and fill rates were taken from. */
  readonly rows: number
  readonly mapping: Mapping
  readonly targets: readonly TargetInfo[]
  readonly editable: boolean
  readonly onChange: (mapping: Mapping) => void
}

/** From so many columns on a search field is worth its place. */
const MANY = 15

/** Every column of the file with examples and the field it feeds. */
export function ColumnsTable({ columns, rows, mapping, targets, editable, onChange }: Props) {
  const t = useImportTexts()
  const text = useText()
  const [filter, setFilter] = useState('')
  const [onlyUnmapped, setOnlyUnmapped] = useState(false)
  const options = useMemo(() => groupedOptions(targets, text), [targets, text])
  const shown = columns.filter(
    ({ header }) =>
      header.toLowerCase().includes(filter.trim().toLowerCase()) &&
      (!onlyUnmapped || targetsOf(mapping, header).length === 0),
  )
  return (
    <>
      {columns.length > MANY && (
        <Group px="md" pb="sm" gap="md">
          <TextInput
            placeholder={t('mapping.filter')}
            aria-label={t('mapping.filter')}
            value={filter}
            w={260}
            size="sm"
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <Checkbox
            label={t('mapping.onlyUnmapped')}
            checked={onlyUnmapped}
            onChange={(event) => setOnlyUnmapped(event.currentTarget.checked)}
          />
        </Group>
      )}
      <div className={classes.scroller} style={{ borderTop: '1px solid var(--rk-line)' }}>
        <table className={`${classes.table} ${classes.middle} ${classes.cards}`}>
          <thead>
            <tr>
              <th scope="col">{t('mapping.column')}</th>
              <th scope="col">{t('mapping.examples')}</th>
              <th scope="col" className={classes.number}>
                {t('mapping.fill')}
              </th>
              <th scope="col" style={{ width: 380 }}>
                {t('mapping.target')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <tr key={column.index}>
                <td className={classes.head} style={{ overflowWrap: 'anywhere' }}>
                  <Breakable text={column.header} />
                </td>
                <td className={classes.wide}>
                  <Examples column={column} />
                </td>
                <td className={classes.number} data-label={t('mapping.fill')}>
                  <Fill column={column} />
                </td>
                <td className={classes.wide}>
                  <TargetCell
                    column={column}
                    rows={rows}
                    mapping={mapping}
                    targets={targets}
                    options={options}
                    editable={editable}
                    onChange={onChange}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="md">
            {t('mapping.noColumns')}
          </Text>
        )}
      </div>
    </>
  )
}

function Examples({ column }: { readonly column: Column }) {
  const t = useImportTexts()
  if (column.examples.length === 0) {
    return (
      <Text size="sm" c="dimmed" span>
        {t('format.empty')}
      </Text>
    )
  }
  return (
    <span className={classes.examples}>
      {column.examples.slice(0, 3).map((example, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: examples have no id and keep their order
        <span key={index} className={classes.example} title={example}>
          {example}
        </span>
      ))}
    </span>
  )
}

function Fill({ column }: { readonly column: Column }) {
  const formats = useFormats()
  const all = column.filled + column.empty
  const fraction = all === 0 ? null : column.filled / all
  // 7,999 of 8,000 is not "100 %": a column is full only when every cell is.
  const shown = fraction === null ? null : Math.floor(fraction * 100) / 100
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {formats.rate(shown, 0)}
      <span className={classes.fill} aria-hidden="true">
        <span style={{ width: `${(fraction ?? 0) * 100}%` }} />
      </span>
    </span>
  )
}
