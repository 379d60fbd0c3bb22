import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { DownloadIcon } from '@primer/octicons-react'
import { useLanguage } from '../platform/language.ts'
import { Chart } from '../ui/chart.tsx'
import { type Cell, toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { More } from './deal-list.tsx'
import { DealTable } from './deal-table.tsx'
import { monthsOption, monthsTable, shareOf } from './influence-charts.ts'
import { useInfluenceTexts } from './influence-texts.ts'
import type { Amount, Influence } from './journeys-api.ts'
import { amountCells, sumOf } from './journeys-charts.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import { useJourneyWords } from './journeys-words.ts'

type Props = { readonly answer: Influence }

export function InfluenceMonths({ answer }: Props) {
  const t = useInfluenceTexts()
  const words = useJourneyWords(answer)
  const { formats } = words
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  const { months, period } = answer
  const filled = months
    .filter(({ total }) => total.conversions > 0)
    .toSorted((a, b) => monthShare(b) - monthShare(a))
  const said = (prefix: string, month: Influence['months'][number] | undefined) =>
    month && {
      [prefix]: formats.month(month.month),
      [`${prefix}Share`]: words.share(month.together.conversions, month.total.conversions),
      [`${prefix}Of`]: words.ofText(month.together.conversions, month.total.conversions),
    }
  const values = { ...said('high', filled[0]), ...said('low', filled.at(-1)) }
  return (
    <Panel
      title={t('months.title')}
      sentence={filled.length > 1 ? t('months.sentence', values) : t('months.sentence.one', values)}
    >
      <Chart
        label={t('months.label')}
        option={monthsOption(
          months,
          { touched: t('months.touched'), untouched: t('months.untouched') },
          formats,
          words.scheme,
          isNarrow,
        )}
        table={monthsTable(
          months,
          {
            month: t('months.month'),
            all: t('months.all'),
            touched: t('months.touched'),
            share: t('months.share'),
          },
          words.amounts,
          formats,
        )}
        fileName={`einfluss-${period.from}`}
        height={240}
      />
    </Panel>
  )
}

const monthShare = ({ total, together }: Influence['months'][number]): number =>
  shareOf(together.conversions, total.conversions) ?? 0

/** Each channel, and all of them together without counting twice. */
export function InfluenceTable({ answer }: Props) {
  const t = useInfluenceTexts()
  const language = useLanguage()
  const words = useJourneyWords(answer)
  const { channels, total, together, period } = answer
  const rate = (value: unknown) => words.formats.rate(typeof value === 'number' ? value : null, 0)
  const cells = (name: string, amount: Amount, alone: number | null): Cell[] => {
    const [count = null, value] = amountCells(amount, words.amounts)
    const share = shareOf(amount.conversions, total.conversions)
    return words.hasValue
      ? [name, count, share, value, shareOf(amount.value, total.value), alone]
      : [name, count, share, alone]
  }
  const [countColumn, valueColumn] = words.amounts
  const columns = [
    {
      id: 'channel',
      label: t('table.channel'),
      format: (value: unknown) =>
        value === t('table.together') ? <b>{t('table.together')}</b> : String(value),
    },
    ...(countColumn ? [countColumn] : []),
    { id: 'share', label: t('table.share'), numeric: true, format: rate },
    ...(valueColumn
      ? [
          valueColumn,
          { id: 'valueShare', label: t('table.valueShare'), numeric: true, format: rate },
        ]
      : []),
    { id: 'alone', label: t('table.alone'), numeric: true },
  ]
  const sorted = channels.toSorted((a, b) => b.conversions - a.conversions)
  const rows = [
    ...sorted.map((row) => cells(words.nameOf(row.channel), row, row.alone.conversions)),
    cells(t('table.together'), together, null),
  ]
  const [top] = sorted
  const overlap = sumOf(channels).conversions > together.conversions
  const values = {
    channel: words.nameOf(top?.channel ?? ''),
    of: words.ofText(top?.conversions ?? 0, total.conversions),
  }
  const save = () => {
    const heads = columns.map(({ label }) => label)
    download(`einfluss-kanaele-${period.from}.csv`, toCsv(heads, rows, language))
  }
  return (
    <Panel
      title={t('table.title')}
      sentence={overlap ? t('table.sentence', values) : t('table.sentence.apart', values)}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          aria-label={t('table.export')}
          onClick={save}
        >
          CSV
        </Button>
      }
    >
      <SimpleTable label={t('table.title')} columns={columns} rows={rows} />
    </Panel>
  )
}

type DealsProps = {
  readonly pages: readonly Influence[]
  readonly loading: boolean
  readonly onMore: (() => void) | null
}

export function InfluenceDeals({ pages, loading, onMore }: DealsProps) {
  const t = useInfluenceTexts()
  const journeys = useJourneysTexts()
  const items = pages.flatMap(({ deals }) => deals.items)
  return (
    <Panel title={t('deals.title')} sentence={t('deals.sentence')}>
      <DealTable
        label={`${journeys('deals.title')}: ${t('deals.title')}`}
        items={items}
        labels={Object.assign({}, ...pages.map(({ labels }) => labels))}
      />
      <More
        shown={items.length}
        count={pages[0]?.deals.count ?? 0}
        loading={loading}
        onMore={onMore}
      />
    </Panel>
  )
}
