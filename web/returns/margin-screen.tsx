import {
  Alert,
  Anchor,
  Button,
  Group,
  Loader,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { GraphIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { MARGIN_BY, type MarginAnswer } from '#crm/margin-shapes.ts'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useLanguage } from '../platform/language.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { BridgePanel } from './bridge-panel.tsx'
import { useMargin } from './margin-api.ts'
import { MarginDealsDrawer } from './margin-deals.tsx'
import { knownRevenue, marginRate } from './margin-figures.ts'
import { type MarginState, useMarginState } from './margin-state.ts'
import { GroupsPanel, MixPanel } from './mix-panels.tsx'
import { useReturnTexts } from './texts.ts'

/** From revenue to contribution margin, and why it changed: the mix effect. */
export function MarginScreen() {
  const t = useReturnTexts()
  const state = useMarginState()
  const margin = useMargin(state.query)
  return (
    <>
      <Header state={state} />
      {margin.isError && <ErrorState error={margin.error} onRetry={() => void margin.refetch()} />}
      {margin.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {margin.data && !margin.isError && <Content answer={margin.data} state={state} />}
    </>
  )
}

function Header({ state }: { readonly state: MarginState }) {
  const t = useReturnTexts()
  const { change } = state
  return (
    <PageHeader
      title={t('title')}
      sentence={t('subtitle')}
      actions={
        <Group gap="xs" align="flex-end">
          <Select
            size="xs"
            w={150}
            label={t('by')}
            allowDeselect={false}
            value={state.by}
            onChange={(by) => change({ by: by ?? undefined }, { push: true })}
            data={MARGIN_BY.map((value) => ({ value, label: t(`by.${value}`) }))}
          />
          <Select
            size="xs"
            w={160}
            label={t('against')}
            allowDeselect={false}
            value={state.against}
            onChange={(against) => change({ against: against ?? undefined }, { push: true })}
            data={(['before', 'year'] as const).map((value) => ({
              value,
              label: t(`against.${value}`),
            }))}
          />
          <PeriodControl
            chosen={state.chosen}
            onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
          />
        </Group>
      }
    />
  )
}

type ContentProps = { readonly answer: MarginAnswer; readonly state: MarginState }

function Content({ answer, state }: ContentProps) {
  const t = useReturnTexts()
  const formats = useFormats()
  const language = useLanguage()
  const { now } = answer
  const compared = periodName(answer.compared as Period, language)
  if (now.deals === 0 && answer.before.deals === 0) {
    return (
      <EmptyState
        icon={<GraphIcon size={36} />}
        title={t('empty.title')}
        text={t('empty.text')}
        actions={
          <Button renderRoot={(props) => <Link to={'/opportunities' as string} {...props} />}>
            {t('empty.action')}
          </Button>
        }
      />
    )
  }
  return (
    <Stack gap="lg">
      <Figures answer={answer} state={state} />
      {now.unknownDeals > 0 && (
        <Alert
          color="attention"
          variant="light"
          title={t('unknown.title', {
            count: now.unknownDeals,
            number: formats.number(now.unknownDeals),
          })}
        >
          {t('unknown.text', { amount: formats.money(now.unknownRevenue) })}{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => state.open({ line: 'unknown' })}
          >
            {t('unknown.open')}
          </Anchor>
        </Alert>
      )}
      <BridgePanel answer={answer} state={state} />
      <MixPanel answer={answer} compared={compared} />
      <GroupsPanel answer={answer} compared={compared} state={state} />
      <MarginDealsDrawer answer={answer} state={state} />
    </Stack>
  )
}

function Figures({ answer: { now, before }, state }: ContentProps) {
  const t = useReturnTexts()
  const formats = useFormats()
  const was = (value: string) => (
    <Text size="xs" c="dimmed">
      {t('figure.before', { value })}
    </Text>
  )
  const known = knownRevenue(now)
  const estimated = known === 0 ? null : now.estimatedRevenue / known
  return (
    <SimpleGrid
      cols={{ base: 2, sm: 3, lg: 5 }}
      className="rk-panel"
      p="md"
      style={{ alignItems: 'start' }}
    >
      <Figure
        label={t('figure.revenue')}
        value={formats.moneyRounded(now.revenue)}
        onOpen={() => state.open({ line: 'all' })}
        below={was(formats.moneyRounded(before.revenue))}
      />
      <Figure
        label={t('figure.grossProfit')}
        value={now.grossProfit === null ? null : formats.moneyRounded(now.grossProfit)}
        onOpen={() => state.open({ line: 'gross_profit' })}
        {...(now.grossProfit === null
          ? { reason: t('figure.grossProfit.unknown') }
          : { below: was(formats.moneyRounded(before.grossProfit)) })}
      />
      <Figure
        label={t('figure.margin')}
        value={formats.moneyRounded(now.margin)}
        onOpen={() => state.open({ line: 'margin' })}
        below={was(formats.moneyRounded(before.margin))}
      />
      <Figure
        label={t('figure.rate')}
        value={marginRate(now) === null ? null : formats.rate(marginRate(now))}
        onOpen={() => state.open({ line: 'margin' })}
        below={was(formats.rate(marginRate(before)))}
      />
      <Figure
        label={t('figure.estimated')}
        value={estimated === null ? null : formats.rate(estimated)}
        onOpen={() => state.open({ line: 'estimated' })}
        below={
          <Text size="xs" c="dimmed">
            {t('figure.estimated.below', { amount: formats.moneyRounded(now.estimatedRevenue) })}
          </Text>
        }
      />
    </SimpleGrid>
  )
}
