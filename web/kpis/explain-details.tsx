import type { Period } from '#kernel/period.ts'
import { addDays } from '#kernel/period.ts'
import type { Kpi } from '#kpis/define.ts'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { type CockpitState, chosenOf, LIST_FILTERS, SINGLE_FILTERS } from './cockpit-state.ts'
import classes from './explain.module.css'
import { exactLine } from './figure-format.ts'
import { useFigureTexts } from './figure-texts.ts'
import type { Explanation } from './shapes.ts'
import { isKpiTextKey, useKpiTexts } from './texts.ts'

type Props = {
  readonly explanation: Explanation
  readonly kpi: Kpi
  readonly state: CockpitState
}

/** Interval, cases, period, view, filters, source: what one must know to quote the figure. */
export function ExplainDetails({
  explanation: { attribution, result, period, view },
  kpi,
  state,
}: Props) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const exact = (value: number) => exactLine(value, result.unit, formats, language)
  const filters = [...LIST_FILTERS, ...SINGLE_FILTERS].filter(
    (id) => chosenOf(state.search, id).length > 0,
  )
  const variantKey = `variant.${result.variant ?? ''}`
  const rows: readonly (readonly [string, string | null])[] = [
    [
      t('explain.period'),
      `${formats.date(period.from)} – ${formats.date(addDays((period as Period).until, -1))}`,
    ],
    [t('explain.view'), `${t(`view.${view}`)}: ${t(`view.${view}.hint`)}`],
    [
      t('explain.filters'),
      filters.length === 0
        ? t('explain.filters.none')
        : filters.map((id) => t(`filter.${id}`)).join(', '),
    ],
    [t('explain.interval'), texts.interval(result) ?? t('explain.interval.none')],
    [
      t('explain.estimate'),
      result.estimate
        ? t('explain.estimate.value', {
            value: exact(result.estimate.value),
            low: exact(result.estimate.low),
            high: exact(result.estimate.high),
            days: formats.number(result.estimate.atDays),
          })
        : null,
    ],
    [t('explain.n'), result.n == null ? null : formats.number(result.n)],
    [
      t('explain.variant'),
      result.variant
        ? isKpiTextKey(variantKey)
          ? t(variantKey as 'variant.fixed')
          : result.variant
        : null,
    ],
    [
      t('explain.model'),
      result.notes?.some((note) => note === 'by_model' || note === 'simple_attribution')
        ? attribution.name[language]
        : null,
    ],
    [t('explain.source'), t('explain.source.value', { id: kpi.source })],
  ]
  return (
    <dl className={classes['details']}>
      {rows.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
