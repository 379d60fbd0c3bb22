import { Anchor, useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { MarginAnswer } from '#crm/margin-shapes.ts'
import { type Step, waterfallOption } from '../roi/waterfall.ts'
import { Chart, type ChartTable } from '../ui/chart.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useLineName } from './line-name.ts'
import { knownRevenue, marginRate } from './margin-figures.ts'
import type { MarginState } from './margin-state.ts'
import { useReturnTexts } from './texts.ts'

const STEP_HEIGHT = 38

type Props = { readonly answer: MarginAnswer; readonly state: MarginState }

/** The way from revenue to margin as bars; the table also says what of each is estimated. */
export function BridgePanel({ answer, state }: Props) {
  const t = useReturnTexts()
  const formats = useFormats()
  const nameOf = useLineName()
  const scheme = useComputedColorScheme('light')
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  const { now } = answer
  const known = knownRevenue(now)
  const steps: Step[] = [
    { id: 'revenue', label: t('line.revenue'), cents: known, isSum: true },
    ...now.lines.map(({ id, cents }) => ({ id, label: nameOf(id), cents: -cents, isSum: false })),
    { id: 'margin', label: t('line.margin'), cents: now.margin, isSum: true },
  ]
  const openStep = (index: number) => {
    const step = steps[index]
    if (step) state.open({ line: step.id })
  }
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value * 100 : null)
  const table: ChartTable = {
    columns: [
      {
        id: 'step',
        label: t('bridge.step'),
        // What a bar opens on a click, a keyboard opens here.
        format: (name) => (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => openStep(steps.findIndex(({ label }) => label === name))}
          >
            {name}
          </Anchor>
        ),
      },
      { id: 'amount', label: t('bridge.amount'), numeric: true, format: money },
      { id: 'estimated', label: t('bridge.estimated'), numeric: true, format: money },
      { id: 'deals', label: t('bridge.deals'), numeric: true },
    ],
    rows: [
      [t('line.revenue'), known / 100, null, now.deals - now.unknownDeals],
      ...now.lines.map(({ id, cents, estimated, deals }) => [
        nameOf(id),
        -cents / 100,
        -estimated / 100,
        deals,
      ]),
      [t('line.margin'), now.margin / 100, null, now.deals - now.unknownDeals],
    ],
  }
  return (
    <Panel
      title={t('bridge.title')}
      sentence={t('bridge.sentence', {
        revenue: formats.moneyRounded(known),
        margin: formats.moneyRounded(now.margin),
        rate: formats.rate(marginRate(now)),
        estimated: formats.rate(known === 0 ? null : now.estimatedRevenue / known),
      })}
    >
      <Chart
        label={t('bridge.label')}
        option={waterfallOption(steps, formats, scheme, narrow)}
        table={table}
        onSelect={({ dataIndex }) => openStep(dataIndex)}
        fileName={`deckungsbeitrag-${answer.period.from}`}
        height={24 + steps.length * STEP_HEIGHT}
      />
    </Panel>
  )
}
