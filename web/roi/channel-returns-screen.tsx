import {
  Alert,
  Button,
  Group,
  Loader,
  SegmentedControl,
  Text,
  useComputedColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { GraphIcon, InfoIcon, SlidersIcon } from '@primer/octicons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import { NOTES } from '#kpis/result.ts'
import { periodName } from '#kpis/sentence.ts'
import { COMPARED } from '#roi/channel-query.ts'
import { type Channels, ChannelsAnswer } from '#roi/channel-shapes.ts'
import { WORTHS } from '#roi/cohort-query.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { filterCount } from '../kpis/cockpit-state.ts'
import { ExplainDrawer } from '../kpis/explain-drawer.tsx'
import { FilterBar } from '../kpis/filter-bar.tsx'
import { ModelChoice } from '../kpis/model-choice.tsx'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useKpiTexts } from '../kpis/texts.ts'
import { api, type Query } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Chart } from '../ui/chart.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { rangeOption, rangeRows, rangeTable } from './channel-returns-chart.ts'
import { type ChannelState, NO_DEALS, useChannelState } from './channel-returns-state.ts'
import { ChannelTable } from './channel-returns-table.tsx'
import { useChannelTexts } from './channel-returns-texts.ts'
import classes from './cohort.module.css'
import { CreditedDealsDrawer } from './cohort-deals.tsx'
import { RoiWarnings } from './roi-warnings.tsx'

const useChannels = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'channel-returns', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/roi/channels', ChannelsAnswer, { query, signal }),
  })

/** What channels cost and brought, by the model in use and by all of them. */
export function ChannelReturnsScreen() {
  const t = useChannelTexts()
  const state = useChannelState()
  const channels = useChannels(state.query)
  const answer = channels.data && narrowed(channels.data, state.only)
  return (
    <>
      <Header state={state} answer={answer} />
      {channels.isError && (
        <ErrorState error={channels.error} onRetry={() => void channels.refetch()} />
      )}
      {channels.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {answer && !channels.isError && (
        <div className={channels.isPlaceholderData ? classes.stale : undefined}>
          {answer.rows.length === 0 ? (
            <EmptyState
              icon={<GraphIcon size={36} />}
              title={t('empty.title')}
              text={t('empty.text')}
              actions={
                <Group gap="md">
                  <AppLink to="/imports">{t('empty.import')}</AppLink>
                  <AppLink to="/costs">{t('empty.costs')}</AppLink>
                </Group>
              }
            />
          ) : (
            <>
              <RoiWarnings of={answer} />
              <Result answer={answer} />
              <div className={classes.panels}>
                {answer.by !== 'content' && <Ranges answer={answer} />}
                <ChannelTable answer={answer} state={state} />
                <Notes answer={answer} />
              </div>
            </>
          )}
        </div>
      )}
      <CreditedDealsDrawer
        opened={state.deals !== ''}
        onClose={() => state.change(NO_DEALS, { push: true })}
        query={state.dealsQuery(state.deals)}
        said={state.deals}
      />
      <ExplainDrawer state={state.explaining} cockpit={undefined} />
    </>
  )
}

/** The rows that are chosen in the filters; the total stays that of all. */
const narrowed = (answer: Channels, only: readonly string[]): Channels =>
  only.length === 0
    ? answer
    : { ...answer, rows: answer.rows.filter(({ key }) => only.includes(key)) }

function Header({ state, answer }: { state: ChannelState; answer: Channels | undefined }) {
  const t = useChannelTexts()
  const common = useKpiTexts()
  const { search, change, chosen, by } = state
  const count = filterCount(search)
  const [open, filters] = useDisclosure(count > 0)
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <>
            <PeriodControl
              chosen={chosen}
              onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('worth.label')}
              value={state.worth ?? answer?.worth ?? 'margin'}
              data={WORTHS.map((value) => ({ value, label: t(`worth.${value}`) }))}
              onChange={(worth) => change({ worth }, { push: true })}
            />
            <Button
              size="xs"
              variant={count > 0 ? 'light' : 'default'}
              leftSection={<SlidersIcon size={14} />}
              aria-expanded={open}
              onClick={filters.toggle}
            >
              {count === 0 ? common('filter.open') : common('filter.open_active', { count })}
            </Button>
          </>
        }
      />
      {open && (
        <FilterBar state={state} withComparison={false}>
          <ModelChoice state={state} />
        </FilterBar>
      )}
      <div className={classes.choice}>
        <SegmentedControl
          size="xs"
          aria-label={t('by.label')}
          value={by}
          data={COMPARED.map((value) => ({ value, label: t(`by.${value}`) }))}
          onChange={(value) =>
            change({ by: value === 'channel' ? undefined : value }, { push: true })
          }
        />
      </div>
    </>
  )
}

/** The sentence on everything, and why a good ROAS can lose money. */
function Result({ answer }: { readonly answer: Channels }) {
  const t = useChannelTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { total, worth, unknown, models } = answer
  const money = formats.moneyRounded
  const cost = total.figures.cost?.value ?? null
  const said = {
    period: periodName(answer.period as Period, language),
    value: money(total.figures[worth]?.value),
    worth: t(`worth.${worth}`),
    model: answer.attribution.name[language],
    cost: money(cost),
    roi: formats.rate(total.roi, 0),
  }
  const lost = unknown.value + unknown.unattributed
  return (
    <>
      <Text mb="sm" data-sentence>
        {t(cost ? 'sentence' : 'sentence.free', said)}{' '}
        {total.range &&
          t('sentence.range', {
            count: models.length,
            low: formats.rate(total.range.lowest.roi, 0),
            high: formats.rate(total.range.highest.roi, 0),
          })}{' '}
        {unknown.total > 0 &&
          t('sentence.unknown', {
            total: money(unknown.total),
            unknown: money(lost),
            share: formats.rate(ratio(lost, unknown.total), 0),
          })}
      </Text>
      <Ads answer={answer} />
    </>
  )
}

function Ads({ answer: { total } }: { readonly answer: Channels }) {
  const t = useChannelTexts()
  const formats = useFormats()
  const { ads } = total
  if (!ads) return null
  const euro = (value: number | null) =>
    formats.money(value === null ? null : Math.round(value * 100))
  const isBad = ads.verdict === 'loses' || ads.verdict === 'even'
  return (
    <Alert
      color={isBad ? 'attention' : 'petrol'}
      variant="light"
      py={8}
      mb="md"
      role="note"
      icon={<InfoIcon size={18} />}
      title={t('ads.title')}
    >
      <Text size="sm" data-ads>
        {t(`ads.${ads.verdict}`, {
          one: formats.moneyRounded(100),
          roas: euro(ads.roas),
          margin: euro(ads.marginRoas),
          result: euro(ads.resultPerEuro === null ? null : Math.abs(ads.resultPerEuro)),
          breakEven: formats.number(ads.breakEvenRoas, 2),
        })}
        {ads.isDeceptive && ` ${t('ads.deceptive')}`}
      </Text>
    </Alert>
  )
}

function Ranges({ answer }: { readonly answer: Channels }) {
  const t = useChannelTexts()
  const language = useLanguage()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const names = new Map(answer.models.map(({ model, label }) => [model, label[language]]))
  const rows = rangeRows(
    answer,
    ({ label }) => label[language],
    (word) => names.get(word) ?? word,
  ).slice(0, 25)
  const words = {
    name: t(`by.${answer.by}`),
    low: t('range.low'),
    high: t('range.high'),
    own: t('range.own'),
    lowModel: t('range.lowModel'),
    highModel: t('range.highModel'),
  }
  return (
    <Panel title={t('range.title')} sentence={t(rows.length > 0 ? 'range.sentence' : 'range.none')}>
      {rows.length > 0 && (
        <Chart
          label={t('range.title')}
          option={rangeOption(rows, words, formats, scheme)}
          table={rangeTable(rows, words, formats)}
          fileName={`roi-bereich-${answer.period.from}`}
          height={44 + 30 * rows.length}
        />
      )}
    </Panel>
  )
}

/** What must be known of cost and margin before anybody compares. */
const SAID = ['cost_incomplete', 'with_spread', 'estimated_margin'] as const

function notesOf({ rows, total }: Channels) {
  const given = [total, ...rows].flatMap(({ figures }) =>
    Object.values(figures).flatMap(({ notes }) => notes ?? []),
  )
  return SAID.filter((code) => given.includes(code))
}

function Notes({ answer }: { readonly answer: Channels }) {
  const t = useChannelTexts()
  const language = useLanguage()
  return (
    <Text size="xs" c="dimmed" className={classes.note ?? ''}>
      {t('note.model', {
        name: answer.attribution.name[language],
        count: answer.models.length,
      })}{' '}
      {answer.by !== 'content' && `${t('note.horizon')} `}
      {t(answer.by === 'content' ? 'note.content' : 'note.unknown')}{' '}
      {notesOf(answer).map((code) => (
        <span key={code}>{NOTES[code][language]} </span>
      ))}
    </Text>
  )
}
