import { useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { Chart } from '../ui/chart.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useRoiTexts } from './roi-texts.ts'
import { stepsOf, waterfallOption, waterfallTable } from './waterfall.ts'

const STEP_HEIGHT = 38

/** From all won revenue over what marketing is credited with to what is left. */
export function WaterfallPanel({ roi }: { readonly roi: RoiAnswer }) {
  const t = useRoiTexts()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const narrow = useMediaQuery('(max-width: 48em)') ?? false
  const { waterfall } = roi
  const costs = ['personnel', 'technology', 'media', 'external', 'production'] as const
  const nameOf = (id: string) => {
    const cost = costs.find((kind) => kind === id)
    return cost ? t(`cost.${cost}`) : t(`waterfall.${id}` as 'waterfall.revenue')
  }
  const steps = stepsOf(waterfall, nameOf)
  const end =
    waterfall.result === null
      ? t('waterfall.end.unknown')
      : t('waterfall.end', { result: formats.moneyRounded(waterfall.result) })
  return (
    <Panel
      title={t('waterfall.title')}
      sentence={t('waterfall.sentence', {
        revenue: formats.moneyRounded(waterfall.revenue),
        attributed: formats.moneyRounded(waterfall.attributed),
        end,
      })}
    >
      <Chart
        label={t('waterfall.label')}
        option={waterfallOption(steps, formats, scheme, narrow)}
        table={waterfallTable(
          steps,
          { step: t('waterfall.step'), amount: t('waterfall.amount') },
          formats,
        )}
        fileName={`roi-${roi.period.from}`}
        height={24 + steps.length * STEP_HEIGHT}
      />
    </Panel>
  )
}
