import { Button, Group, Text } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { useLanguage } from '../platform/language.ts'
import { Chart } from '../ui/chart.tsx'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { ChannelPath } from './channel-path.tsx'
import type { Bin, Paths } from './journeys-api.ts'
import {
  amountCells,
  binsOption,
  binsTable,
  flowOption,
  flowTable,
  heatMatrix,
  matrixOption,
  matrixTable,
  matrixWidth,
  sumOf,
} from './journeys-charts.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import type { JourneyWords } from './journeys-words.ts'

type Props = { readonly paths: Paths; readonly words: JourneyWords }

const FLOW_HEIGHT = { few: 300, many: 440 }
const MANY_CHANNELS = 6

/** The first five steps as a flow. */
export function FlowPanel({ paths, words }: Props) {
  const t = useJourneysTexts()
  const { flow, total, period } = paths
  const starts = new Map<string, number>()
  for (const link of flow.filter(({ step }) => step === 0)) {
    starts.set(link.from, (starts.get(link.from) ?? 0) + link.conversions)
  }
  const [channel = '', most = 0] = [...starts].sort(([, a], [, b]) => b - a)[0] ?? []
  const single = sumOf(flow.filter(({ step, to }) => step === 0 && to === '(conversion)'))
  return (
    <Panel
      title={t('flow.title')}
      sentence={t('flow.sentence', {
        channel: words.nameOf(channel),
        of: words.ofText(most, total.conversions),
        share: words.share(most, total.conversions),
        single: words.share(single.conversions, total.conversions),
      })}
    >
      <Chart
        label={t('flow.label')}
        option={flowOption(flow, words)}
        table={flowTable(
          flow,
          { step: t('flow.step'), from: t('flow.from'), to: t('flow.to') },
          words.amounts,
          words.nameOf,
        )}
        fileName={`journeys-${period.from}`}
        height={starts.size > MANY_CHANNELS ? FLOW_HEIGHT.many : FLOW_HEIGHT.few}
        minWidth={820}
      />
    </Panel>
  )
}

/** The paths that most conversions took. */
export function PathsPanel({ paths: answer, words }: Props) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const { paths, total, period, pathCount } = answer
  const columns = [
    {
      id: 'path',
      label: t('paths.path'),
      format: (_: unknown, row: readonly unknown[]) => (
        <ChannelPath names={String(row[0]).split(' > ')} />
      ),
    },
    ...words.amounts,
    {
      id: 'share',
      label: t('column.share'),
      numeric: true,
      format: (value: unknown) => words.formats.rate(Number(value), 0),
    },
    {
      id: 'days',
      label: t('paths.days'),
      numeric: true,
      format: (value: unknown) => words.formats.number(Number(value), 0),
    },
    {
      id: 'touches',
      label: t('paths.touches'),
      numeric: true,
      format: (value: unknown) => words.formats.number(Number(value)),
    },
  ]
  const rows = paths.map((path) => [
    path.channels.map(words.nameOf).join(' > '),
    ...amountCells(path, words.amounts),
    path.conversions / total.conversions,
    path.medianDays,
    path.medianTouches,
  ])
  const save = () => {
    const heads = columns.map(({ label }) => label)
    download(`wege-${period.from}.csv`, toCsv(heads, rows, language))
  }
  return (
    <Panel
      title={t('paths.title')}
      sentence={<PathsSentence paths={answer} words={words} />}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          aria-label={t('paths.export')}
          onClick={save}
        >
          {t('csv')}
        </Button>
      }
    >
      <SimpleTable label={t('paths.title')} columns={columns} rows={rows} maxHeight={420} />
      <Group justify="space-between" mt="xs">
        <Text size="xs" c="dimmed">
          {t('paths.note')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('deals.shown', {
            shown: words.formats.number(paths.length),
            count: words.formats.number(pathCount),
          })}
        </Text>
      </Group>
    </Panel>
  )
}

function PathsSentence({ paths: { paths, total, pathCount }, words }: Props) {
  const t = useJourneysTexts()
  const [top] = paths
  if (!top) return null
  if (top.conversions === 1 && total.conversions > 1) {
    return t('paths.unique', { count: words.formats.number(pathCount) })
  }
  const values = {
    path: top.channels.map(words.nameOf).join(' → '),
    of: words.ofText(top.conversions, total.conversions),
  }
  if (paths.length === pathCount) return t('paths.sentence.all', values)
  return t('paths.sentence', {
    ...values,
    shown: words.formats.number(paths.length),
    share: words.share(sumOf(paths).conversions, total.conversions),
  })
}

/** The bin with most in it, and its place. */
function highest(bins: readonly Bin[]): { bin: Bin | undefined; place: number } {
  const most = Math.max(0, ...bins.map(({ conversions }) => conversions))
  const place = bins.findIndex(({ conversions }) => conversions === most)
  return { bin: bins[place], place }
}

/** `5`, `6–10`, `über 20`: the sizes of a bin in whole numbers. */
function binName({ from, until }: Bin): string {
  if (until === null) return `≥ ${from}`
  return until === from + 1 ? String(from) : `${from}–${until - 1}`
}

export function LengthPanel({ paths, words }: Props) {
  const t = useJourneysTexts()
  const { lengths, total, medianTouches, period } = paths
  const names = lengths.map(binName)
  const { bin, place } = highest(lengths)
  const values = {
    bin: names[place] ?? '',
    of: words.ofText(bin?.conversions ?? 0, total.conversions),
    median: words.formats.number(medianTouches),
  }
  return (
    <Panel
      title={t('length.title')}
      sentence={bin?.until === 2 ? t('length.sentence.one', values) : t('length.sentence', values)}
    >
      <Chart
        label={t('length.label')}
        option={binsOption(lengths, names, words)}
        table={binsTable(lengths, names, t('length.bin'), words.amounts)}
        fileName={`laenge-${period.from}`}
        height={220}
      />
    </Panel>
  )
}

export function DurationPanel({ paths, words }: Props) {
  const t = useJourneysTexts()
  const { durations, total, medianDays, period } = paths
  const names = durations.map((bin) => (bin.from === 0 ? t('duration.short.under') : binName(bin)))
  const { bin, place } = highest(durations)
  const name = names[place] ?? ''
  return (
    <Panel
      title={t('duration.title')}
      sentence={t('duration.sentence', {
        bin: bin?.from === 0 ? t('duration.under') : t('duration.days', { bin: name }),
        of: words.ofText(bin?.conversions ?? 0, total.conversions),
        median: words.formats.days(medianDays === null ? null : Math.round(medianDays)),
      })}
    >
      <Chart
        label={t('duration.label')}
        option={binsOption(durations, names, words)}
        table={binsTable(durations, names, t('duration.bin'), words.amounts)}
        fileName={`dauer-${period.from}`}
        height={220}
      />
    </Panel>
  )
}

const MATRIX_CHANNELS = 9
const ROW_HEIGHT = 34
const HEAD_HEIGHT = 66

export function MatrixPanel({ paths, words }: Props) {
  const t = useJourneysTexts()
  const { matrix, total, period } = paths
  const others = matrix.filter(({ first, last }) => first !== last)
  const [pair] = (others.length > 0 ? others : matrix).toSorted(
    (a, b) => b.conversions - a.conversions,
  )
  const different = sumOf(others).conversions
  const values = {
    of: words.ofText(different, total.conversions),
    share: words.share(different, total.conversions),
    first: words.nameOf(pair?.first ?? ''),
    last: words.nameOf(pair?.last ?? ''),
    n: words.countText(pair?.conversions ?? 0),
  }
  const heat = heatMatrix(matrix, MATRIX_CHANNELS)
  const axes = { first: t('matrix.first'), last: t('matrix.last') }
  return (
    <Panel
      title={t('matrix.title')}
      sentence={different === 0 ? t('matrix.sentence.same', values) : t('matrix.sentence', values)}
    >
      <Chart
        label={t('matrix.label')}
        option={matrixOption(heat, words, axes)}
        table={matrixTable(matrix, axes, words.amounts, words.nameOf)}
        fileName={`erster-letzter-${period.from}`}
        height={HEAD_HEIGHT + heat.first.length * ROW_HEIGHT}
        minWidth={matrixWidth(heat)}
      />
    </Panel>
  )
}
