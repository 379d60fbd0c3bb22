import { Alert, Anchor } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import type { RoiWarning } from '#roi/answer-shapes.ts'
import { GOALS } from '#roi/goal-types.ts'
import type { Cycle } from '#roi/sales-cycle.ts'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { useRoiTexts } from './roi-texts.ts'

type Props = {
  readonly of: { readonly warnings: readonly RoiWarning[]; readonly cycleBasis: Cycle['basis'] }
  /** Opens the records of a number. */
  readonly onOpen?: (part: string) => void
}

/** What must be known before the figures are read; never hidden. */
export function RoiWarnings({ of: { warnings, cycleBasis }, onOpen }: Props) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const said = (warning: RoiWarning): string => {
    switch (warning.code) {
      case 'shorter_than_goal':
        return t('warning.shorter_than_goal', {
          count: warning.months,
          goal: GOALS[warning.goal].name[language],
          minimum: warning.minimumMonths,
        })
      case 'shorter_than_social_selling':
        return t('warning.shorter_than_social_selling', {
          count: warning.months,
          minimum: warning.minimumMonths,
        })
      case 'shorter_than_cycle':
        return t('warning.shorter_than_cycle', {
          count: warning.days,
          days: formats.number(warning.days),
          cycle: formats.number(Math.round(warning.cycleDays)),
          basis: t(cycleBasis === 'setting' ? 'warning.basis.setting' : 'warning.basis.median'),
        })
      case 'cost_incomplete':
        return t('warning.cost_incomplete', {
          kinds: warning.missing.map((kind) => t(`cost.${kind}`)).join(', '),
        })
      case 'few_leads_behind_rate':
        return t('warning.few_leads_behind_rate', {
          count: warning.leads,
          leads: formats.number(warning.leads),
        })
      case 'money_without_deal':
        return t('warning.money_without_deal', {
          count: warning.count,
          number: formats.number(warning.count),
          cents: formats.money(warning.cents),
        })
      default:
        return t(`warning.${warning.code}`)
    }
  }
  if (warnings.length === 0) return null
  return (
    <Alert color="yellow" variant="light" py={8} mb="md" role="note" icon={<AlertIcon size={18} />}>
      <ul className={classes.list}>
        {warnings.map((warning) => (
          <li key={warning.code}>
            {said(warning)}{' '}
            {onOpen && warning.code === 'money_without_deal' && (
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => onOpen('without_deal')}
              >
                {t('warning.open')}
              </Anchor>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
