import { SegmentedControl, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { useLanguage } from '../platform/language.ts'
import { Chart } from '../ui/chart.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { CockpitState } from './cockpit-state.ts'
import { FigureTags } from './figure-row.tsx'
import { useFigureTexts } from './figure-texts.ts'
import { funnelOption, funnelTable, rateName, STAGE_KPI } from './funnel-option.ts'
import classes from './funnel-panel.module.css'
import type { Funnel, FunnelStage } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

type Props = { readonly funnel: Funnel; readonly period: Period; readonly state: CockpitState }

/** From visitor to won: bars with the rates between them, each with its band. */
export function FunnelPanel({ funnel, period, state }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const phone = useMediaQuery('(max-width: 48em)') ?? false
  const immature = funnel.stages.some((stage) =>
    stage.rate?.result.notes?.includes('immature_cohort'),
  )
  const open = (kpi: string) => state.open(kpi, { view: funnel.view })
  return (
    <Panel
      title={t('funnel.title')}
      sentence={funnel.sentence[language]}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={`${t('funnel.title')}: ${t('view.label')}`}
          value={state.funnelView}
          onChange={(value) =>
            state.change({ funnel_view: value === 'period' ? 'period' : undefined }, { push: true })
          }
          data={[
            { value: 'cohort', label: t('view.cohort') },
            { value: 'period', label: t('view.period') },
          ]}
        />
      }
    >
      <Chart
        label={t('funnel.chart', { period: periodName(period, language) })}
        option={funnelOption(funnel, formats, language, phone)}
        table={funnelTable(funnel, columnTexts(t), formats, language)}
        fileName={`trichter-${period.from}`}
        height={210}
        overlay={<BarButtons funnel={funnel} onOpen={open} />}
      />
      <ol className={classes['rates']}>
        {funnel.stages.map(
          (stage, index) =>
            stage.rate && (
              <li key={stage.id} style={{ '--column': index * 2 } as React.CSSProperties}>
                <RateButton rate={stage.rate} view={funnel.view} onOpen={open} />
              </li>
            ),
        )}
      </ol>
      <Text size="xs" c="dimmed" mt={6}>
        {funnel.view === 'cohort' && t('funnel.cohort')} {immature && t('funnel.immature')}
      </Text>
    </Panel>
  )
}

const columnTexts = (t: ReturnType<typeof useKpiTexts>) => ({
  stage: t('funnel.stage'),
  count: t('funnel.count'),
  rate: t('funnel.rate'),
  band: t('funnel.band'),
  low: t('funnel.low'),
  high: t('funnel.high'),
})

/** The bars are drawn on a canvas; these make each one a button for mouse and keyboard. */
function BarButtons({
  funnel,
  onOpen,
}: {
  readonly funnel: Funnel
  readonly onOpen: (kpi: string) => void
}) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  return (
    <div className={classes['bars']}>
      {funnel.stages.map((stage) => {
        const name = stage.name[language]
        const button = (
          <UnstyledButton
            key={stage.id}
            onClick={() => onOpen(STAGE_KPI[stage.id])}
            aria-label={t('explain.open', { name, value: formats.number(stage.count) })}
          />
        )
        return stage.count === null ? (
          <Tooltip key={stage.id} label={texts.reason(stage.reason)}>
            {button}
          </Tooltip>
        ) : (
          button
        )
      })}
    </div>
  )
}

type RateProps = {
  readonly rate: NonNullable<FunnelStage['rate']>
  readonly view: Funnel['view']
  readonly onOpen: (kpi: string) => void
}

function RateButton({ rate: { id, result }, view, onOpen }: RateProps) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const name = rateName(id, language)
  const value = formats.rate(result.value)
  return (
    <Tooltip
      label={texts.hint(id, result, view)}
      events={{ hover: true, focus: true, touch: false }}
    >
      <UnstyledButton
        className={classes['rate'] ?? ''}
        onClick={() => onOpen(id)}
        aria-label={t('explain.open', { name, value })}
      >
        <span className={classes['rateName']}>{name}</span>
        <span className={`rk-number ${result.small ? classes['quiet'] : classes['value']}`}>
          {value}
        </span>
        <span className={classes['tags']}>
          {result.value === null ? (
            <span className={classes['note']}>{texts.shortReason(result.reason)}</span>
          ) : (
            <FigureTags kpiId={id} result={result} />
          )}
        </span>
        {result.estimate && result.notes?.includes('immature_cohort') && (
          <span className={classes['note']}>
            {t('funnel.estimate', {
              value: formats.rate(result.estimate.value),
              low: formats.rate(result.estimate.low, 0),
              high: formats.rate(result.estimate.high, 0),
            })}
          </span>
        )}
      </UnstyledButton>
    </Tooltip>
  )
}
