import { Alert, Button, Group, SegmentedControl, Text } from '@mantine/core'
import { AlertIcon, ArrowDownIcon, ArrowUpIcon, DownloadIcon } from '@primer/octicons-react'
import type { Period } from '#kernel/period.ts'
import { useLanguage } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './channel-panel.module.css'
import { channelExport, nextSort, readSort, type TableRow, tableRows } from './channel-rows.ts'
import type { CockpitState } from './cockpit-state.ts'
import { figureLine } from './figure-format.ts'
import { useFigureTexts } from './figure-texts.ts'
import type { ChannelColumn, ChannelTable } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly channels: ChannelTable
  /** Name of the attribution model. */
  readonly model: { readonly de: string; readonly en: string }
  /** Cost of channels includes what is spread on them. */
  readonly spread: boolean
  readonly period: Period
  readonly state: CockpitState
}

/** What each channel cost and brought, with totals of groups; nothing unknown is spread over others. */
export function ChannelPanel({ channels, model, spread, period, state }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const { search, change } = state
  const grouped = one(search, 'rows') !== 'flat'
  const rows = tableRows(channels, {
    grouped,
    order: readSort(one(search, 'sort'), channels),
    language,
    totalName: t('channels.total'),
  })
  const save = () => {
    const file = channelExport(channels, rows, language, t('channels.name'))
    download(`kanaele-${period.from}.csv`, toCsv(file.columns, file.rows, language))
  }
  return (
    <Panel
      title={t('channels.title')}
      sentence={channels.sentence[language]}
      actions={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t('channels.rows')}
            value={grouped ? 'grouped' : 'flat'}
            onChange={(value) => change({ rows: value === 'flat' ? 'flat' : undefined })}
            data={[
              { value: 'grouped', label: t('channels.grouped') },
              { value: 'flat', label: t('channels.flat') },
            ]}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<DownloadIcon size={14} />}
            aria-label={t('channels.exportLabel')}
            onClick={save}
          >
            {t('channels.export')}
          </Button>
        </Group>
      }
    >
      {spread && (
        <Text size="sm" mb="xs">
          {t('channels.withSpread')}
        </Text>
      )}
      {channels.warning && (
        <Alert
          color="attention"
          variant="light"
          py={8}
          mb="sm"
          icon={<AlertIcon size={18} />}
          title={t('warning.title')}
          role="note"
        >
          {channels.warning[language]}
        </Alert>
      )}
      <section
        className={classes['scroller']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('channels.title')}
      >
        <table className={classes['table']}>
          <Head channels={channels} state={state} />
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} columns={channels.columns} state={state} />
            ))}
          </tbody>
        </table>
      </section>
      <Text size="xs" c="dimmed" mt="xs">
        {t('channels.model', { name: model[language] })}
      </Text>
    </Panel>
  )
}

function Head({ channels, state }: Omit<Props, 'period' | 'model' | 'spread'>) {
  const t = useKpiTexts()
  const language = useLanguage()
  const sort = one(state.search, 'sort')
  const order = readSort(sort, channels)
  const headings = [
    { id: 'name', name: t('channels.name'), short: t('channels.name') },
    ...channels.columns.map((column) => ({
      id: column.id,
      name: column.name[language],
      short: shortName(column, language),
    })),
  ]
  const Arrow = order?.descending ? ArrowDownIcon : ArrowUpIcon
  return (
    <thead>
      <tr>
        {headings.map(({ id, name, short }) => {
          const current = order?.column === id
          return (
            <th
              key={id}
              scope="col"
              {...(current && {
                'aria-sort': order?.descending ? ('descending' as const) : ('ascending' as const),
              })}
            >
              <button
                type="button"
                className={classes['heading']}
                data-current={current || undefined}
                title={name}
                aria-label={t('channels.sortBy', { column: name })}
                onClick={() => state.change({ sort: nextSort(sort, id) })}
              >
                {short}
                {current && <Arrow size={12} aria-hidden />}
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

/** Headings of the trade, short enough for thirteen columns; the whole name is on hover. */
const SHORT: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  cost: { de: 'Kosten', en: 'Cost' },
  leads: { de: 'Leads', en: 'Leads' },
  mql: { de: 'MQL', en: 'MQL' },
  sql: { de: 'SQL', en: 'SQL' },
  won: { de: 'Gew.', en: 'Won' },
  revenue: { de: 'Umsatz', en: 'Revenue' },
  cpl: { de: 'CPL', en: 'CPL' },
  cost_per_won: { de: 'Kosten je Abschluss', en: 'Cost per won' },
  cac: { de: 'CAC', en: 'CAC' },
  clv: { de: 'CLV', en: 'CLV' },
  roas: { de: 'ROAS', en: 'ROAS' },
  roi: { de: 'ROI', en: 'ROI' },
  attributable_share: { de: 'Messbar', en: 'Attributable' },
}

const shortName = (column: ChannelColumn, language: 'de' | 'en'): string =>
  SHORT[column.id]?.[language] ?? column.name[language]

type RowProps = {
  readonly row: TableRow
  readonly columns: readonly ChannelColumn[]
  readonly state: CockpitState
}

function Row({ row, columns, state }: RowProps) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  return (
    <tr data-kind={row.kind} data-channel={row.id} data-in-group={row.inGroup || undefined}>
      <th scope="row">{row.name}</th>
      {columns.map((column) => {
        const result = row.kpis[column.id]
        if (!result) return <td key={column.id}>–</td>
        const value = cellText(result.value, column, formats, language)
        const hint = [
          `${row.name}, ${column.name[language]}`,
          result.value === null ? texts.reason(result.reason) : '',
          result.n == null ? '' : t('cases', { count: formats.number(result.n) }),
        ]
        return (
          <td key={column.id}>
            <button
              type="button"
              className={classes['cell']}
              data-quiet={result.small || result.value === null || undefined}
              title={hint.filter((part) => part !== '').join(' · ')}
              aria-label={t('explain.open', {
                name: `${column.name[language]}, ${row.name}`,
                value,
              })}
              onClick={() => state.open(column.kpi, { channels: row.channels })}
            >
              {value}
            </button>
          </td>
        )
      })}
    </tr>
  )
}

/** Ratios stand as a plain number here: `4,0`; the per cent form is in the explanation. */
function cellText(
  value: number | null,
  column: ChannelColumn,
  formats: ReturnType<typeof useFormats>,
  language: 'de' | 'en',
): string {
  if (column.unit === 'ratio') return formats.number(value, 2)
  if (column.unit === 'money') return formats.moneyRounded(value)
  return figureLine(value, column.unit, formats, language)
}
