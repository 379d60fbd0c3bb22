import { Alert, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useBudgetAlarms } from './budget-api.ts'
import { useBudgetTexts } from './budget-texts.ts'
import { useBudgetWords } from './budget-words.ts'

/** Budgets that need somebody, in the cockpit and above the campaigns; nothing when all is well. */
export function BudgetNotice() {
  const t = useBudgetTexts()
  const formats = useFormats()
  const alarms = useBudgetAlarms(useMay()('costs:read'))
  const { campaignName, categoryName, stateName } = useBudgetWords(alarms.data?.labels ?? {})
  const [worst] = alarms.data?.items ?? []
  if (!alarms.data || !worst) return null
  const name = [
    campaignName(worst.campaignId),
    worst.month === null ? '' : formats.month(worst.month, 'long'),
    worst.category === null ? '' : categoryName(worst.category),
  ]
    .filter((part) => part !== '')
    .join(', ')
  return (
    <Alert
      color={worst.state === 'over' ? 'bad' : 'attention'}
      variant="light"
      mb="md"
      py="xs"
      icon={<AlertIcon size={16} />}
    >
      <Text size="sm" span fw={600}>
        {t('notice.text', { count: alarms.data.items.length })}.{' '}
      </Text>
      <Text size="sm" span>
        {t('notice.worst', {
          name,
          forecast: formats.moneyRounded(worst.forecast),
          planned: formats.moneyRounded(worst.planned),
          state: stateName(worst.state),
        })}{' '}
      </Text>
      <AppLink to="/budgets" size="sm" underline="always">
        {t('notice.open')}
      </AppLink>
    </Alert>
  )
}
