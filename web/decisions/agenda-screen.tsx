import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { periodBefore } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { dayIn, readPeriod, writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { AgendaParts } from './agenda-parts.tsx'
import { useAgenda } from './decisions-api.ts'
import { HoldDialog } from './hold-dialog.tsx'
import { useDecisionTexts } from './texts.ts'

/** What a meeting about a period talks about. The period stands in the address. */
export function AgendaScreen() {
  const t = useDecisionTexts()
  const language = useLanguage()
  const may = useMay()
  const { company } = useMe()
  const [search, change] = useSearchState()
  const [holding, setHolding] = useState(false)
  const today = dayIn(new Date(), company.time_zone)
  const chosen = readPeriod(
    { period: one(search, 'period'), from: one(search, 'from'), last: one(search, 'last') },
    today,
  )
  const agenda = useAgenda(chosen.period)
  return (
    <>
      <PageHeader
        title={t('agenda.title')}
        sentence={t('agenda.sentence', {
          period: periodName(chosen.period, language),
          before: periodName(periodBefore(chosen.period), language),
        })}
        actions={
          <>
            <Button
              variant="default"
              renderRoot={(props) => <Link to={'/reviews' as string} {...props} />}
            >
              {t('agenda.reviews')}
            </Button>
            {may('decisions:write') && (
              <Button disabled={!agenda.data} onClick={() => setHolding(true)}>
                {t('agenda.hold')}
              </Button>
            )}
          </>
        }
      />
      <Group mb="md">
        <PeriodControl
          chosen={chosen}
          onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
        />
      </Group>
      {agenda.isPending && <ScreenLoading />}
      {agenda.isError && <ErrorState error={agenda.error} onRetry={() => void agenda.refetch()} />}
      {agenda.data && <AgendaParts agenda={agenda.data} />}
      {holding && (
        <HoldDialog period={chosen.period} today={today} onClose={() => setHolding(false)} />
      )}
    </>
  )
}
