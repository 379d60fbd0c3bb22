import { Alert, Button, Loader, Stack } from '@mantine/core'
import { CreditCardIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import type { Period } from '#kernel/period.ts'
import { dayIn, readPeriod, writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useMay, useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { useAllChannelNames } from '../tracking/use-all-channel-names.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useAllocation, useKeys } from './overhead-api.ts'
import { OverheadKeyForm } from './overhead-key-form.tsx'
import { AllocationTable, KeyTable, PoolTable } from './overhead-tables.tsx'
import { useOverheadTexts } from './overhead-texts.ts'

/** What each channel and campaign costs itself, what is spread on it, and by which key. */
export function OverheadScreen() {
  const t = useOverheadTexts()
  const [search, change] = useSearchState()
  const me = useMe()
  const address = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  const chosen = readPeriod(address, dayIn(new Date(), me.company.time_zone))
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <PeriodControl
            chosen={chosen}
            onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
          />
        }
      />
      <Content period={chosen.period} />
    </>
  )
}

function Content({ period }: { readonly period: Period }) {
  const t = useOverheadTexts()
  const [search, change] = useSearchState()
  const channelName = useAllChannelNames()
  const allocation = useAllocation(period)
  const close = () => change({ edit: undefined })
  if (allocation.isError) {
    return <ErrorState error={allocation.error} onRetry={() => void allocation.refetch()} />
  }
  if (!allocation.data) return <Loader size="sm" role="status" aria-label={t('loading')} />
  const { data } = allocation
  const isEmpty = data.channels.rows.length === 0 && data.channels.unallocated.cents === 0
  return (
    <Stack gap="lg">
      {isEmpty ? (
        <EmptyState
          icon={<CreditCardIcon size={36} />}
          title={t('empty.title')}
          text={t('empty.text')}
          actions={
            <Button renderRoot={(props) => <Link to={'/costs/new' as string} {...props} />}>
              {t('empty.action')}
            </Button>
          }
        />
      ) : (
        <>
          <AllocationTable allocation={data} dimension="channel" nameOf={channelName} />
          {data.campaigns.rows.length > 0 && (
            <AllocationTable
              allocation={data}
              dimension="campaign"
              nameOf={(key) => data.labels[key] ?? key}
            />
          )}
        </>
      )}
      <KeysPanel channelName={channelName} onChange={() => change({ edit: '1' }, { push: true })} />
      {data.pools.length > 0 && (
        <Panel title={t('pools.title')}>
          <PoolTable pools={data.pools} />
        </Panel>
      )}
      <SideDrawer opened={one(search, 'edit') === '1'} onClose={close} title={t('form.title')}>
        <OverheadKeyForm period={period} channelName={channelName} onDone={close} />
      </SideDrawer>
    </Stack>
  )
}

function KeysPanel({
  channelName,
  onChange,
}: {
  readonly channelName: (channel: string) => string
  readonly onChange: () => void
}) {
  const t = useOverheadTexts()
  const may = useMay()
  const keys = useKeys()
  if (!keys.data) return null
  return (
    <Panel
      title={t('keys.title')}
      sentence={t('keys.sentence')}
      actions={may('costs:write') && <Button onClick={onChange}>{t('keys.change')}</Button>}
    >
      <Stack gap="sm">
        <KeyTable keys={keys.data} channelName={channelName} />
        {keys.data.items.length > 0 && (
          <AppLink to="/overhead-keys" size="sm">
            {t('keys.all')}
          </AppLink>
        )}
        <Alert color="gray" py="xs">
          {t(`counts.${keys.data.counts}`)}{' '}
          {may('company:read') && (
            <AppLink to="/settings" size="sm" underline="always">
              {t('counts.change')}
            </AppLink>
          )}
        </Alert>
      </Stack>
    </Panel>
  )
}
