import { Alert, Anchor, Button, Text } from '@mantine/core'
import { MeterIcon, UploadIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { isIsoDate, monthOf } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LoadDemo } from '../demo/load-demo.tsx'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { useLatestDay } from './cockpit-api.ts'
import { writePeriod } from './cockpit-period.ts'
import { type CockpitState, filterCount } from './cockpit-state.ts'
import { useKpiTexts } from './texts.ts'

/** Nothing at all: how to begin. Nothing in this period: where the data are. */
export function EmptyCockpit({ state }: { readonly state: CockpitState }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const may = useMay()
  const latest = useLatestDay(true)
  if (latest.isPending) return null
  const day = latest.data ?? ''
  if (isIsoDate(day)) {
    const period = monthOf(day)
    const name = periodName(period, language)
    return (
      <EmptyState
        icon={<MeterIcon size={36} />}
        title={t('empty.period.title', { period: periodName(state.chosen.period, language) })}
        text={
          filterCount(state.search) > 0
            ? t('empty.filtered.text')
            : t('empty.period.text', { latest: name })
        }
        actions={
          <Button
            onClick={() =>
              state.change({ ...writePeriod({ kind: 'month', period }) }, { push: true })
            }
          >
            {t('empty.period.go', { latest: name })}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<MeterIcon size={36} />}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <>
          {may('imports:run') && (
            <Button
              leftSection={<UploadIcon size={16} />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              {t('empty.import')}
            </Button>
          )}
          {may('leads:write') && (
            <Button
              variant="default"
              renderRoot={(props) => <Link to={'/leads/new' as string} {...props} />}
            >
              {t('empty.create')}
            </Button>
          )}
          <LoadDemo variant="default" />
        </>
      }
    />
  )
}

/** Above a period in which nothing happened: where the newest data are. */
export function QuietNotice({ state }: { readonly state: CockpitState }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const latest = useLatestDay(true)
  const day = latest.data ?? ''
  if (!isIsoDate(day)) return null
  const period = monthOf(day)
  const name = periodName(period, language)
  return (
    <Alert color="petrol" variant="light" py={6} mb="xs" role="note">
      <Text size="sm" span>
        {t('quiet', { period: periodName(state.chosen.period, language) })}{' '}
        {t('empty.period.text', { latest: name })}{' '}
      </Text>
      <Anchor
        component="button"
        size="sm"
        onClick={() => state.change({ ...writePeriod({ kind: 'month', period }) }, { push: true })}
      >
        {t('empty.period.go', { latest: name })}
      </Anchor>
    </Alert>
  )
}
