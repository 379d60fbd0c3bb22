import { Alert, Text } from '@mantine/core'
import { ClockIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { fetchAccruals, ledgerKeys } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

/** Accruals that have waited long for their invoice, in the cockpit; nothing when there are none. */
export function AccrualNotice() {
  const t = useLedgerTexts()
  const formats = useFormats()
  const accruals = useQuery({
    queryKey: ledgerKeys.accruals(''),
    enabled: useMay()('costs:read'),
    queryFn: ({ signal }) => fetchAccruals('', signal),
  })
  const waiting = accruals.data?.waiting
  if (!waiting || waiting.count === 0) return null
  return (
    <Alert color="attention" variant="light" mb="md" py="xs" icon={<ClockIcon size={16} />}>
      <Text size="sm" span>
        {t('accruals.notice', {
          count: waiting.count,
          amount: formats.moneyRounded(waiting.amount),
        })}{' '}
      </Text>
      <AppLink to="/costs/accruals" size="sm" underline="always">
        {t('accruals.open')}
      </AppLink>
    </Alert>
  )
}
