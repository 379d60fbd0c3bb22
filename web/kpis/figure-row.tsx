import { Tooltip, UnstyledButton } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { ChangeMark } from './change-mark.tsx'
import classes from './cockpit.module.css'
import type { Comparison, View } from './cockpit-state.ts'
import { figureLine, figureText } from './figure-format.ts'
import { useFigureTexts } from './figure-texts.ts'
import { bandOfResult } from './result-band.ts'
import type { CockpitKpi, ShownResult } from './shapes.ts'
import { Sparkline } from './sparkline.tsx'
import { TargetTag } from './target-line.tsx'
import { useKpiTexts } from './texts.ts'

/** Band, small sample and young cohort behind the name of a figure. */
export function FigureTags({
  kpiId,
  result,
}: {
  readonly kpiId: string
  readonly result: ShownResult
}) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const band = bandOfResult(kpiId, result)
  return (
    <>
      {band && <BandBadge tone={band.tone} label={band.name[language]} />}
      {result.small && (
        <span className={classes['note']}>
          {t('cases', { count: formats.number(result.n ?? null) })}
        </span>
      )}
      {result.notes?.includes('immature_cohort') && (
        <span className={classes['note']}>{t('immature')}</span>
      )}
    </>
  )
}

type Props = {
  readonly kpi: CockpitKpi
  readonly view: View
  readonly comparisons: readonly Comparison[]
  readonly marks: readonly number[]
  readonly onOpen: () => void
}

/** One instrument: name and band, value, comparisons, trend. The whole row opens the calculation. */
export function FigureRow({ kpi, view, comparisons, marks, onOpen }: Props) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { current } = kpi
  const text = figureText(current.value, current.unit, formats, language)
  const name = kpi.name[language]
  return (
    <tr onClick={onOpen}>
      <td>
        <Tooltip
          label={texts.hint(kpi.id, current, view)}
          events={{ hover: true, focus: true, touch: false }}
        >
          <UnstyledButton
            className={classes['name'] ?? ''}
            fz="inherit"
            lh="inherit"
            onClick={(event) => {
              event.stopPropagation()
              onOpen()
            }}
            aria-label={t('explain.open', {
              name,
              value: figureLine(current.value, current.unit, formats, language),
            })}
          >
            <span>{name}</span>
            <FigureTags kpiId={kpi.id} result={current} />
            <TargetTag kpiId={kpi.id} result={current} />
            {current.value === null && (
              <span className={classes['note']}>{texts.shortReason(current.reason)}</span>
            )}
          </UnstyledButton>
        </Tooltip>
      </td>
      <td className="rk-number">
        <span className={current.small ? classes['quiet'] : classes['value']}>{text.value}</span>
        {text.unit !== '' && <span className={classes['unit']}>{text.unit}</span>}
      </td>
      <td>
        {current.value !== null && (
          <span className={classes['pair']}>
            {comparisons.map((comparison) => (
              <ChangeMark
                key={comparison}
                change={comparison === 'before' ? kpi.change : kpi.yearChange}
                unit={kpi.unit}
              />
            ))}
          </span>
        )}
      </td>
      <td>
        {kpi.trend.some((value) => value !== null) && (
          <Sparkline values={kpi.trend} marks={marks} label={t('trend.of', { name })} />
        )}
      </td>
    </tr>
  )
}
