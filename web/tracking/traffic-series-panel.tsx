import { SegmentedControl, Text, useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'
import type { SeriesAnswer, TrafficAnswer } from '#tracking/traffic-shapes.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Chart } from '../ui/chart.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useSeries } from './traffic-api.ts'
import { importedOf, seriesOption, seriesTable, stepName } from './traffic-series.ts'
import { METRICS, type Metric, type TrafficState } from './traffic-state.ts'
import { useTrafficWords } from './traffic-words.ts'

type Props = {
  readonly state: TrafficState
  readonly total: TrafficAnswer['total']
  /** Nothing of our own: only there when another program counted. */
  readonly isQuiet: boolean
}

/** Counts over time, with what another program counted before and with marks of the diary. */
export function SeriesPanel({ state, total, isQuiet }: Props) {
  const series = useSeries(state.query)
  const answer = series.data
  if (series.isError)
    return <ErrorState error={series.error} onRetry={() => void series.refetch()} />
  if (!answer || (isQuiet && answer.points.every(({ imported }) => imported === null))) return null
  return <Drawing answer={answer} state={state} total={total} />
}

function Drawing({
  answer,
  state,
  total,
}: Omit<Props, 'isQuiet'> & { readonly answer: SeriesAnswer }) {
  const { t, formats } = useTrafficWords({})
  const scheme = useComputedColorScheme('light')
  const { metric, chosen } = state
  const words = useMemo(
    () => ({
      metric,
      name: t(metric),
      imported: t('series.imported'),
      step: t('series.step'),
      changes: t('series.changes'),
      formats,
      scheme,
    }),
    [metric, t, formats, scheme],
  )
  const option = useMemo(() => seriesOption(answer, words), [answer, words])
  const hasOld = answer.points.some((point) => importedOf(point, metric) !== null)
  const best = answer.points.reduce<SeriesAnswer['points'][number] | null>(
    (most, point) => ((point[metric] ?? 0) > (most?.[metric] ?? 0) ? point : most),
    null,
  )
  return (
    <Panel
      title={t('series.title')}
      sentence={
        best &&
        t('series.sentence', {
          visitors: formats.number(total.visitors),
          visits: formats.number(total.visits),
          most: stepName(best, answer.grain, formats),
          count: formats.number(best[metric]),
          metric: t(metric),
        })
      }
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('metric.label')}
          value={metric}
          onChange={(value) =>
            state.change({ metric: value === 'visitors' ? undefined : (value as Metric) })
          }
          data={METRICS.map((value) => ({
            value,
            label: value === 'goals' ? t('column.goals') : t(value),
          }))}
        />
      }
    >
      <Chart
        label={`${t('series.title')}: ${t(metric)}`}
        option={option}
        table={seriesTable(answer, words)}
        fileName={`besuche-${chosen.period.from}`}
        height={260}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {hasOld &&
          answer.firstDay &&
          `${t('series.note.imported', { day: formats.date(answer.firstDay) })} `}
        {answer.marks.length > 0 && `${t('series.note.marks')} `}
        <AppLink to="/tracking-changes" fz="xs" underline="always">
          {t('series.marks')}
        </AppLink>
      </Text>
    </Panel>
  )
}
