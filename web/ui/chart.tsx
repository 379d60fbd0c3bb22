import {
  ActionIcon,
  Box,
  Group,
  Menu,
  SegmentedControl,
  Text,
  useComputedColorScheme,
} from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { DownloadIcon } from '@primer/octicons-react'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLanguage } from '../platform/language.ts'
import { chartTheme } from './chart-theme.ts'
import { type Cell, toCsv } from './csv.ts'
import { download } from './download.ts'
import { type SimpleColumn, SimpleTable } from './simple-table.tsx'
import { useUiTexts } from './texts.ts'

export type ChartTable = {
  readonly columns: readonly SimpleColumn[]
  /** Raw values for CSV; `columns[i].format` makes the text on screen. */
  readonly rows: readonly (readonly Cell[])[]
}

type Props = {
  /** What the chart shows: for screen readers and as the file name's heading. */
  readonly label: string
  /** ECharts option; made by a pure, tested function. Colours, axes and aria come from the wrapper. */
  readonly option: EChartsCoreOption
  /** The same figures as a table. */
  readonly table: ChartTable
  /** Without ending: `trichter-2026-03`. */
  readonly fileName: string
  readonly height?: number
  /** Pixels below which the drawing scrolls sideways instead of shrinking. */
  readonly minWidth?: number
  /** Buttons above the drawing, for what a canvas cannot offer to keyboards; positioned by the caller. */
  readonly overlay?: ReactNode
  /** A click on a bar or point: name of the category and index. */
  readonly onSelect?: (item: { name: string; dataIndex: number; seriesName: string }) => void
}

/** A chart with its table view and CSV/PNG export. Loads ECharts when it is first shown. */
export function Chart({
  label,
  option,
  table,
  fileName,
  height = 260,
  minWidth = 0,
  overlay,
  onSelect,
}: Props) {
  const t = useUiTexts()
  const language = useLanguage()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const chart = useRef<EChartsType | null>(null)
  const saveCsv = () =>
    download(
      `${fileName}.csv`,
      toCsv(
        table.columns.map((column) => column.label),
        table.rows,
        language,
      ),
    )
  const savePng = () => {
    const url = chart.current?.getDataURL({ pixelRatio: 2, backgroundColor: '#ffffff' })
    if (url) download(`${fileName}.png`, url)
  }
  return (
    <Box>
      <Group justify="flex-end" gap={6} mb={4}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(value) => setView(value === 'table' ? 'table' : 'chart')}
          data={[
            { value: 'chart', label: t('chart.asChart') },
            { value: 'table', label: t('chart.asTable') },
          ]}
          aria-label={label}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('chart.export')}: ${label}`}>
              <DownloadIcon size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={saveCsv}>{t('chart.csv')}</Menu.Item>
            {view === 'chart' && <Menu.Item onClick={savePng}>{t('chart.png')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {view === 'chart' ? (
        <Canvas
          label={label}
          option={option}
          height={height}
          minWidth={minWidth}
          chart={chart}
          overlay={overlay}
          onSelect={onSelect}
        />
      ) : (
        <SimpleTable label={label} columns={table.columns} rows={table.rows} />
      )}
    </Box>
  )
}

type CanvasProps = Pick<Props, 'label' | 'option'> & {
  readonly height: number
  readonly minWidth: number
  readonly chart: { current: EChartsType | null }
  readonly overlay: ReactNode
  readonly onSelect: Props['onSelect'] | undefined
}

function Canvas({ label, option, height, minWidth, chart, overlay, onSelect }: CanvasProps) {
  const t = useUiTexts()
  const scheme = useComputedColorScheme('light')
  const still = useReducedMotion()
  const element = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)

  useEffect(() => {
    const node = element.current
    if (node === null) return
    let gone = false
    const resize = new ResizeObserver(() => chart.current?.resize())
    void import('./echarts.ts').then(({ init }) => {
      if (gone) return
      chart.current = init(node, chartTheme(scheme))
      resize.observe(node)
      setReady(true)
    })
    return () => {
      gone = true
      resize.disconnect()
      chart.current?.dispose()
      chart.current = null
      setReady(false)
    }
  }, [scheme, chart])

  useEffect(() => {
    if (!ready) return
    chart.current?.setOption(
      { aria: { enabled: true, label: { description: label } }, animation: !still, ...option },
      { notMerge: true },
    )
  }, [ready, option, still, label, chart])

  useEffect(() => {
    if (!ready || !onSelect) return
    const current = chart.current
    const handle = (event: { name?: string; dataIndex?: number; seriesName?: string }) =>
      onSelect({
        name: event.name ?? '',
        dataIndex: event.dataIndex ?? 0,
        seriesName: event.seriesName ?? '',
      })
    current?.on('click', handle as never) // ECharts types its events as unknown
    return () => {
      current?.off('click', handle as never)
    }
  }, [ready, onSelect, chart])

  const drawing = (
    <Box pos="relative" h={height} miw={minWidth}>
      <div ref={element} role="img" aria-label={label} style={{ height, width: '100%' }} />
      {!ready && (
        <Text size="sm" c="dimmed" pos="absolute" top={0}>
          {t('chart.loading')}
        </Text>
      )}
      {ready && overlay}
    </Box>
  )
  if (minWidth === 0) return drawing
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label={label} style={{ overflowX: 'auto' }}>
      {drawing}
    </section>
  )
}
