import { Tooltip } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import { useMay } from '../platform/session.ts'
import { useFormats } from '../ui/use-formats.ts'
import { useBudgetAlarms } from './budget-api.ts'
import { useBudgetTexts } from './budget-texts.ts'
import { useBudgetWords } from './budget-words.ts'

/** The mark of campaigns whose budget needs somebody, by id of the campaign. */
export function useBudgetMark(wanted: boolean): (campaignId: string) => ReactNode {
  const t = useBudgetTexts()
  const formats = useFormats()
  const may = useMay()
  const alarms = useBudgetAlarms(wanted && may('costs:read'))
  const { stateName } = useBudgetWords({})
  return (campaignId) => {
    const alarm = alarms.data?.items.find((one) => one.campaignId === campaignId)
    if (!alarm) return null
    const label = t('mark', {
      state: stateName(alarm.state),
      forecast: formats.moneyRounded(alarm.forecast),
      planned: formats.moneyRounded(alarm.planned),
    })
    return (
      <Tooltip label={label}>
        <span
          role="img"
          aria-label={label}
          style={{ color: `var(--rk-${alarm.state === 'over' ? 'bad' : 'attention'})` }}
        >
          <AlertIcon size={14} />
        </span>
      </Tooltip>
    )
  }
}
