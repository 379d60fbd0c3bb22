import { Anchor, Box, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { BeakerIcon } from '@primer/octicons-react'
import { useState } from 'react'
import { DEMO_CAVEAT } from '#demo/caveat.ts'
import type { DemoStatus } from '#demo/state.ts'
import { addDays, isoDate, type Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import type { SearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Progress } from '../ui/progress.tsx'
import classes from './demo.module.css'
import { useDemo, useDemoRun, useFollowDemo } from './demo-api.ts'
import { useDemoError } from './demo-error.ts'
import { useDemoTexts } from './texts.ts'

// The guide counts every deal of social media in full.
const SOCIAL = ['organic_social', 'paid_social']

const periodOf = ({ from, until }: { from: string; until: string }): Period => ({
  from: isoDate(from),
  until: isoDate(until),
})
const monthSearch = ({ from }: Period): SearchState => ({ period: from.slice(0, 7) })
const rangeSearch = ({ from, until }: Period): SearchState => ({ from, last: addDays(until, -1) })

/** Above every screen while the demo company is there: that nothing of it is real, and how to end it. */
export function DemoBanner() {
  const t = useDemoTexts()
  const status = useDemo().data
  useFollowDemo(status)
  if (!status || status.state === 'none' || status.state === 'failed') return null
  if (status.state === 'loaded') return <Loaded status={status} />
  return (
    <Box className={`rk-panel ${classes.running}`} mb="sm">
      <Progress
        label={t(status.state)}
        done={status.progress?.done ?? 0}
        total={status.progress?.total ?? null}
      />
    </Box>
  )
}

function Loaded({ status }: { readonly status: DemoStatus }) {
  const t = useDemoTexts()
  const may = useMay()
  const errorText = useDemoError()
  const [open, setOpen] = useState<'why' | 'remove' | null>(null)
  const error = errorText(status)
  return (
    <section className={classes.banner} aria-label={t('banner.name')}>
      <BeakerIcon size={16} className={classes.icon ?? ''} />
      <Text className={classes.text}>
        <b>{t('banner.name')}.</b> {t('banner.text', { company: status.company })}{' '}
        <Places status={status} />{' '}
        <Anchor component="button" inherit onClick={() => setOpen('why')}>
          {t('banner.why')}
        </Anchor>
        {error && (
          <Text span inherit c="bad" role="alert" display="block">
            {error}
          </Text>
        )}
      </Text>
      {may('demo:run') && (
        <Button size="compact-sm" variant="default" onClick={() => setOpen('remove')}>
          {t('remove')}
        </Button>
      )}
      {open === 'why' && <Why status={status} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveDialog onClose={() => setOpen(null)} />}
    </section>
  )
}

function Places({ status: { periods } }: { readonly status: DemoStatus }) {
  const t = useDemoTexts()
  const may = useMay()
  const language = useLanguage()
  if (!periods || !may('kpis:read')) return null
  const [last, funnel, year] = [
    periodOf(periods.last_month),
    periodOf(periods.published_month),
    periodOf(periods.published_year),
  ]
  return (
    <>
      <AppLink to="/cockpit" search={monthSearch(last)}>
        {t('banner.lastMonth', { period: periodName(last, language) })}
      </AppLink>
      {' · '}
      <AppLink to="/cockpit" search={monthSearch(funnel)}>
        {t('banner.funnel', { period: periodName(funnel, language) })}
      </AppLink>
      {' · '}
      <AppLink to="/cockpit" search={{ ...rangeSearch(year), channel: SOCIAL, model: LEAD_SOURCE }}>
        {t('banner.social')}
      </AppLink>
      {' · '}
    </>
  )
}

type DialogProps = { readonly onClose: () => void }

function Why({ status, onClose }: DialogProps & { readonly status: DemoStatus }) {
  const t = useDemoTexts()
  const language = useLanguage()
  const { periods } = status
  const name = (span: { from: string; until: string }) => periodName(periodOf(span), language)
  return (
    <Modal opened onClose={onClose} title={t('why.title')} size="lg">
      <Stack gap="sm">
        {periods && (
          <>
            <Text size="sm">{t('why.year', { period: name(periods.published_year) })}</Text>
            <Text size="sm">{t('why.funnel', { period: name(periods.published_month) })}</Text>
          </>
        )}
        <Text size="sm">{DEMO_CAVEAT[language]}</Text>
        <Text size="sm">{t('why.own')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('why.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function RemoveDialog({ onClose }: DialogProps) {
  const t = useDemoTexts()
  const errorText = useDemoError()
  const run = useDemoRun('remove')
  const error = run.error ? errorText(undefined, run.error) : null
  return (
    <Modal opened onClose={onClose} title={t('remove.title')}>
      <Stack>
        <Text size="sm">{t('remove.text')}</Text>
        {error && (
          <Text size="sm" c="bad" role="alert">
            {error}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('remove.keep')}
          </Button>
          <Button
            color="bad"
            loading={run.isPending}
            onClick={() => run.mutate(undefined, { onSuccess: onClose })}
          >
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
