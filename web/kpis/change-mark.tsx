import { VisuallyHidden } from '@mantine/core'
import { AlertIcon, CheckCircleIcon } from '@primer/octicons-react'
import type { Unit } from '#kpis/unit.ts'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import classes from './cockpit.module.css'
import { changeText } from './figure-format.ts'
import type { ShownChange } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly change: ShownChange
  readonly unit: Unit
  /** In words instead of signs, where there is room. */
  readonly long?: boolean
}

/** Units whose change is told in per cent; from 0 there is no such number. */
const relativeUnits: ReadonlySet<Unit> = new Set([
  'money',
  'money_per_day',
  'count',
  'days',
  'minutes',
  'months',
  'years',
])

/** A change with its verdict: for the better, for the worse, or too small to tell. */
export function ChangeMark({ change, unit, long = false }: Props) {
  const t = useKpiTexts()
  const formats = useFormats()
  const language = useLanguage()
  const text =
    change.relative === null &&
    change.difference !== null &&
    change.difference !== 0 &&
    relativeUnits.has(unit)
      ? t('fromZero')
      : changeText(change, unit, formats, language)
  if (text === null) return <span className={`${classes['change']} ${classes['quiet']}`}>–</span>
  const unclear = change.verdict === 'no_clear_difference'
  if (unclear) {
    return (
      <span className={`${classes['change']} ${classes['quiet']}`}>
        {long ? `${text} · ${t('unclear')}` : `≈ ${text}`}
        {!long && <VisuallyHidden>, {t('unclear')}</VisuallyHidden>}
      </span>
    )
  }
  // What reads as no change is none, whatever its cents say.
  if (change.verdict === 'same' || !/[1-9]/.test(text)) {
    return <span className={`${classes['change']} ${classes['quiet']}`}>{t('unchanged')}</span>
  }
  if (change.good === null) return <span className={classes['change']}>{text}</span>
  const Sign = change.good ? CheckCircleIcon : AlertIcon
  return (
    <span className={`${classes['change']} ${change.good ? classes['good'] : classes['bad']}`}>
      <Sign size={11} />
      {text}
      {long ? (
        <span>· {t(change.good ? 'better' : 'worse')}</span>
      ) : (
        <VisuallyHidden>, {t(change.good ? 'better' : 'worse')}</VisuallyHidden>
      )}
    </span>
  )
}
