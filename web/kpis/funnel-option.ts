import type { EChartsCoreOption } from 'echarts/core'
import { kpiById } from '#kpis/registry.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import type { Language } from './figure-format.ts'
import { bandOfResult } from './result-band.ts'
import type { Funnel, FunnelStage } from './shapes.ts'

/** The figure that a bar of the funnel shows. */
export const STAGE_KPI: Readonly<Record<FunnelStage['id'], string>> = {
  visitors: 'visitors',
  leads: 'leads',
  mql: 'mql',
  sql: 'sql',
  opportunity: 'opportunities',
  won: 'won',
}

/** Six names side by side on a phone: the longest one needs a shorter form. */
const SHORT_NAMES: Partial<Record<FunnelStage['id'], { de: string; en: string }>> = {
  opportunity: { de: 'Chancen', en: 'Opps' },
}

/** Bars from 0, the count on each; a stage without a count keeps its place with a dash. */
export function funnelOption(
  funnel: Funnel,
  formats: Formats,
  language: Language,
  narrow = false,
): EChartsCoreOption {
  const { stages } = funnel
  return {
    grid: { left: 0, right: 0, top: 24, bottom: 24 },
    xAxis: {
      type: 'category',
      data: stages.map(
        ({ id, name }) => (narrow ? SHORT_NAMES[id] : undefined)?.[language] ?? name[language],
      ),
      axisLabel: { interval: 0, fontSize: narrow ? 10 : 12 },
    },
    yAxis: { type: 'value', min: 0, show: false },
    series: [
      {
        type: 'bar',
        barWidth: '62%',
        data: stages.map((stage) => stage.count ?? 0),
        label: {
          show: true,
          position: 'top',
          fontWeight: 600,
          fontSize: 13,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            formats.number(stages[dataIndex]?.count ?? null),
        },
      },
    ],
  }
}

type Columns = {
  readonly stage: string
  readonly count: string
  readonly rate: string
  readonly band: string
  readonly low: string
  readonly high: string
}

/** The funnel as a table: counts, rates with interval and band. */
export function funnelTable(
  funnel: Funnel,
  columns: Columns,
  formats: Formats,
  language: Language,
): ChartTable {
  const rate = (value: unknown) => formats.rate(typeof value === 'number' ? value : null)
  return {
    columns: [
      { id: 'stage', label: columns.stage },
      {
        id: 'count',
        label: columns.count,
        numeric: true,
        format: (value) => formats.number(typeof value === 'number' ? value : null),
      },
      { id: 'rate', label: columns.rate, numeric: true, format: rate },
      { id: 'low', label: columns.low, numeric: true, format: rate },
      { id: 'high', label: columns.high, numeric: true, format: rate },
      { id: 'n', label: 'n', numeric: true },
      { id: 'band', label: columns.band },
    ],
    rows: funnel.stages.map(({ name, count, rate: step }) => [
      name[language],
      count,
      step?.result.value ?? null,
      step?.result.interval?.low ?? null,
      step?.result.interval?.high ?? null,
      step?.result.n ?? null,
      step ? (bandOfResult(step.id, step.result)?.name[language] ?? null) : null,
    ]),
  }
}

/** Name of a rate between two stages. */
export const rateName = (id: string, language: Language): string =>
  kpiById(id)?.name[language] ?? id
