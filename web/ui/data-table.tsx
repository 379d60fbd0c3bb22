import { Center, Checkbox, Loader, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { ArrowDownIcon, ArrowUpIcon } from '@primer/octicons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './data-table.module.css'
import { useUiTexts } from './texts.ts'

export type DataColumn<Row> = {
  readonly id: string
  readonly header: string
  /** Pixels; the first column takes what is left over. */
  readonly width: number
  /** Right-aligned, tabular figures. */
  readonly numeric?: boolean
  readonly sortable?: boolean
  readonly render: (row: Row) => ReactNode
  /** On a phone a row is a card; columns without content there can say so. */
  readonly isEmpty?: (row: Row) => boolean
}

/** Ticks on rows. Shift and click tick a range; `x` ticks the row that has the focus. */
export type RowSelection<Row> = {
  readonly isTicked: (row: Row) => boolean
  readonly onToggle: (row: Row, range: boolean) => void
  readonly isAllTicked: boolean
  readonly isAnyTicked: boolean
  readonly onToggleAll: () => void
  /** Names a row's box to people who do not see the row. */
  readonly nameOf: (row: Row) => string
}

type Props<Row> = {
  /** Names the table for screen readers. */
  readonly label: string
  /** The first column names the row and should render a link. */
  readonly columns: readonly DataColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** A click anywhere in the row; the link of the first column does the same for keyboards. */
  readonly onOpen?: (row: Row) => void
  /** 'field' ascending, '-field' descending. */
  readonly sort?: string
  readonly onSort?: (column: string) => void
  readonly selection?: RowSelection<Row> | undefined
  readonly hasMore?: boolean
  readonly onMore?: () => void
  readonly loading?: boolean
  /** All rows there are, loaded or not; for screen readers. */
  readonly total?: number
  /** CSS height of the scrolling part. */
  readonly height?: string | number
}

const ROW_HEIGHT = 38
const CARD_HEIGHT = 84
const TICK_WIDTH = 40
/** Rows before the end at which the next page is fetched. */
const AHEAD = 15
const CARD_FACTS = 4

/** A long list: only the rows in sight exist. `j` and `k` move through it; cards on a phone. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, hasMore, onMore, loading, height } = props
  const t = useUiTexts()
  const phone = useMediaQuery('(max-width: 48em)') ?? false
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
  })
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !loading && lastIndex >= rows.length - AHEAD) onMore?.()
  }, [hasMore, loading, lastIndex, rows.length, onMore])
  const { selection } = props
  const toggleAt = (index: number) => {
    const row = rows[index]
    if (row !== undefined) selection?.onToggle(row, false)
  }
  useRowKeys(scroller, (index) => virtual.scrollToIndex(index), rows.length, toggleAt)
  const cells = columns.length + (selection ? 1 : 0)

  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <section
      ref={scroller}
      className={classes.scroller}
      style={height === undefined ? { maxHeight: '100%' } : { height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('table.label', { label })}
      aria-busy={loading ?? false}
    >
      {phone ? (
        <ul className={classes.cards}>
          <li style={{ height: before }} aria-hidden="true" />
          {items.map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <li key={item.key} data-index={item.index} ref={virtual.measureElement}>
                <Card row={row} columns={columns} />
              </li>
            )
          })}
          <li style={{ height: after }} aria-hidden="true" />
        </ul>
      ) : (
        <table
          className={classes.table}
          style={{
            minWidth: columns.reduce(
              (sum, column) => sum + column.width,
              selection ? TICK_WIDTH : 0,
            ),
          }}
          data-ticks={selection ? true : undefined}
          aria-rowcount={(props.total ?? rows.length) + 1}
        >
          <Head {...props} />
          <tbody>
            {before > 0 && <SpacerRow height={before} columns={cells} />}
            {items.map((item) => {
              const row = rows[item.index]
              return row === undefined ? null : (
                <BodyRow key={item.key} {...props} row={row} index={item.index} />
              )
            })}
            {after > 0 && <SpacerRow height={after} columns={cells} />}
          </tbody>
        </table>
      )}
      {loading && (
        <Center p="md" role="status">
          <Loader size="sm" />
          <VisuallyHidden>{t('table.loading')}</VisuallyHidden>
        </Center>
      )}
    </section>
  )
}

function Head<Row>({ columns, sort, onSort, selection }: Props<Row>) {
  const t = useUiTexts()
  const sorted = sort?.replace(/^-/, '')
  const descending = sort?.startsWith('-') ?? false
  const Arrow = descending ? ArrowDownIcon : ArrowUpIcon
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection && (
          <th scope="col" className={classes.tick} style={{ width: TICK_WIDTH }}>
            <Checkbox
              size="xs"
              aria-label={t('table.tickAll')}
              checked={selection.isAllTicked}
              indeterminate={selection.isAnyTicked && !selection.isAllTicked}
              onChange={selection.onToggleAll}
            />
          </th>
        )}
        {columns.map((column, index) => {
          const current = sorted === column.id
          return (
            <th
              key={column.id}
              scope="col"
              {...(index === 0 ? {} : { style: { width: column.width } })}
              className={column.numeric ? classes.numeric : undefined}
              {...(current
                ? { 'aria-sort': descending ? ('descending' as const) : ('ascending' as const) }
                : {})}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => onSort(column.id)}
                  title={t('table.sortBy', { column: column.header })}
                >
                  {column.header}
                  {current && <Arrow size={14} aria-hidden />}
                </button>
              ) : (
                column.header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function BodyRow<Row>({
  columns,
  row,
  index,
  onOpen,
  selection,
}: Props<Row> & { readonly row: Row; readonly index: number }) {
  const t = useUiTexts()
  return (
    // A click is a shortcut for the mouse: the link in the first column is the way for keyboards.
    <tr
      aria-rowindex={index + 2}
      data-row={index}
      className={onOpen ? classes.open : undefined}
      style={{ height: ROW_HEIGHT }}
      data-ticked={selection?.isTicked(row) || undefined}
      onClick={(event) => {
        const inner = (event.target as HTMLElement).closest('a,button,input,label')
        if (!inner && window.getSelection()?.toString() === '') onOpen?.(row)
      }}
    >
      {selection && (
        <td className={classes.tick}>
          <Checkbox
            size="xs"
            aria-label={t('table.tick', { row: selection.nameOf(row) })}
            checked={selection.isTicked(row)}
            onChange={(event) =>
              selection.onToggle(row, (event.nativeEvent as unknown as MouseEvent).shiftKey)
            }
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={column.numeric ? classes.numeric : undefined}>
          {column.render(row)}
        </td>
      ))}
    </tr>
  )
}

function Card<Row>({
  row,
  columns,
}: {
  readonly row: Row
  readonly columns: readonly DataColumn<Row>[]
}) {
  const [first, ...rest] = columns
  const facts = rest.filter((column) => !column.isEmpty?.(row)).slice(0, CARD_FACTS)
  return (
    <div className={classes.card}>
      <div className={classes.cardTitle}>{first?.render(row)}</div>
      <dl className={classes.facts}>
        {facts.map((column) => (
          <div key={column.id}>
            <dt>{column.header}</dt>
            <dd>{column.render(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function SpacerRow({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr style={{ height }}>
      <td colSpan={columns} style={{ padding: 0, border: 0 }} />
    </tr>
  )
}

/** `j`/`k` put the focus on the link of the next/previous row; Enter then opens it, `x` ticks it. */
function useRowKeys(
  scroller: { readonly current: HTMLElement | null },
  show: (index: number) => void,
  count: number,
  tick: (index: number) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const typing =
        ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) &&
        (target as HTMLInputElement).type !== 'checkbox'
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (!['j', 'k', 'x'].includes(event.key) || document.querySelector('[aria-modal="true"]'))
        return
      const current = Number(target.closest<HTMLElement>('[data-row],[data-index]')?.dataset.row)
      if (event.key === 'x') {
        if (!Number.isNaN(current)) tick(current)
        return
      }
      const step = event.key === 'j' ? 1 : -1
      const next = Number.isNaN(current) ? 0 : Math.max(0, Math.min(count - 1, current + step))
      show(next)
      requestAnimationFrame(() => {
        scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus()
      })
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
