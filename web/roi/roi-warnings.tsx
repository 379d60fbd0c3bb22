import { Alert } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import type { RoiAnswer, RoiWarning } from '#roi/answer-shapes.ts'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { useRoiTexts } from './roi-texts.ts'

/** What must be known before the figures are read; never hidden. */
export function RoiWarnings({ roi }: { readonly roi: RoiAnswer }) {
  const t = useRoiTexts()
  const formats = useFormats()
  const said = (warning: RoiWarning): string => {
    switch (warning.code) {
      case 'shorter_than_goal':
        return t('warning.shorter_than_goal', {
          months: warning.months,
          minimum: warning.minimumMonths,
        })
      case 'shorter_than_cycle':
        return t('warning.shorter_than_cycle', {
          days: formats.number(warning.days),
          cycle: formats.number(Math.round(warning.cycleDays)),
          basis: t(roi.cycleBasis === 'setting' ? 'warning.basis.setting' : 'warning.basis.median'),
        })
      case 'cost_incomplete':
        return t('warning.cost_incomplete', {
          kinds: warning.missing.map((kind) => t(`cost.${kind}`)).join(', '),
        })
      case 'few_leads_behind_rate':
        return t('warning.few_leads_behind_rate', { leads: formats.number(warning.leads) })
      default:
        return t(`warning.${warning.code}`)
    }
  }
  if (roi.warnings.length === 0) return null
  return (
    <Alert color="yellow" variant="light" py={8} mb="md" role="note" icon={<AlertIcon size={18} />}>
      <ul className={classes.list}>
        {roi.warnings.map((warning) => (
          <li key={warning.code}>{said(warning)}</li>
        ))}
      </ul>
    </Alert>
  )
}
