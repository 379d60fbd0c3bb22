import { Anchor, useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { COST_KINDS } from '#costs/completeness.ts'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { Chart } from '../ui/chart.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'
import { partOfStep, stepsOf, waterfallOption, waterfallTable } from './waterfall.ts'

const STEP_HEIGHT = 38

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

/** From all won revenue over what marketing is credited with to what is left. */
export function WaterfallPanel({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  const { waterfall } = roi
  const nameOf = (id: string) => {
    const cost = COST_KINDS.find((kind) => kind === id)
    return cost ? t(`cost.${cost}`) : t(`waterfall.${id}` as 'waterfall.revenue')
  }
  const steps = stepsOf(waterfall, nameOf)
  const table = waterfallTable(
    steps,
    { step: t('waterfall.step'), amount: t('waterfall.amount') },
    formats,
  )
  const [nameColumn, ...columns] = table.columns
  const { open } = state
  const openStep = (index: number) => {
    const step = steps[index]
    if (step) open(partOfStep(step.id))
  }
  const end =
    waterfall.result === null
      ? t('waterfall.end.unknown')
      : t('waterfall.end', { result: formats.moneyRounded(waterfall.result) })
  return (
    <Panel
      title={t('waterfall.title')}
      sentence={t(`waterfall.sentence.${waterfall.of}`, {
        revenue: formats.moneyRounded(waterfall.revenue),
        attributed: formats.moneyRounded(waterfall.attributed),
        end,
      })}
    >
      <Chart
        label={t('waterfall.label')}
        option={waterfallOption(steps, formats, scheme, narrow)}
        onSelect={({ dataIndex }) => openStep(dataIndex)}
        table={{
          rows: table.rows,
          columns: [
            {
              id: 'step',
              label: nameColumn?.label ?? '',
              // What a bar opens on a click, a keyboard opens here.
              format: (name) => (
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  onClick={() => openStep(steps.findIndex((one) => one.label === name))}
                >
                  {name}
                </Anchor>
              ),
            },
            ...columns,
          ],
        }}
        fileName={`roi-${roi.period.from}`}
        height={24 + steps.length * STEP_HEIGHT}
      />
    </Panel>
  )
}
