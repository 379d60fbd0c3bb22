import { Badge, Button, Loader, Select, Text, UnstyledButton } from '@mantine/core'
import { BroadcastIcon, PauseIcon, PlayIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { addDays } from '#kernel/period.ts'
import type { LiveAnswer } from '#tracking/traffic-shapes.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { Chart } from '../ui/chart.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { Bars } from './bars.tsx'
import { useLiveTexts } from './live-texts.ts'
import classes from './traffic.module.css'
import { useLive } from './traffic-api.ts'
import { openedIn } from './traffic-state.ts'
import { type TrafficWords, useTrafficWords } from './traffic-words.ts'
import { VisitsDrawer } from './visits-drawer.tsx'

/** Who is on the websites now, and the latest hits with what gave them their channel. */
export function LiveScreen() {
  const t = useLiveTexts()
  const [search, change] = useSearchState()
  const [isRunning, setRunning] = useState(true)
  const { company } = useMe()
  const website = one(search, 'website')
  const live = useLive(website === '' ? {} : { website }, isRunning)
  const today = dayIn(new Date(), company.time_zone)
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <>
            {(live.data?.websites.length ?? 0) > 1 && (
              <WebsiteChoice
                websites={live.data?.websites ?? []}
                value={website}
                onChange={(value) => change({ website: value }, { push: true })}
              />
            )}
            <Button
              size="xs"
              variant="default"
              leftSection={isRunning ? <PauseIcon size={14} /> : <PlayIcon size={14} />}
              onClick={() => setRunning(!isRunning)}
            >
              {t(isRunning ? 'pause' : 'resume')}
            </Button>
          </>
        }
      />
      {live.isError && <ErrorState error={live.error} onRetry={() => void live.refetch()} />}
      {live.isPending && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {live.data && (
        <Content
          live={live.data}
          isRunning={isRunning}
          onOpen={(visit) => change({ open: 'channel', visit }, { push: true })}
        />
      )}
      <VisitsDrawer
        opened={openedIn(search)}
        query={{ from: addDays(today, -1), until: addDays(today, 1) }}
        onVisit={(visit) =>
          change(visit === undefined ? { open: undefined, visit } : { visit }, { push: true })
        }
        onClose={() => change({ open: undefined, visit: undefined }, { push: true })}
      />
    </>
  )
}

function WebsiteChoice({
  websites,
  value,
  onChange,
}: {
  readonly websites: LiveAnswer['websites']
  readonly value: string
  readonly onChange: (value: string | undefined) => void
}) {
  const { t } = useTrafficWords({})
  return (
    <Select
      size="xs"
      w={170}
      aria-label={t('website')}
      placeholder={t('website.all')}
      clearable
      data={websites.map(({ number, name }) => ({ value: String(number), label: name }))}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

type Props = {
  readonly live: LiveAnswer
  readonly isRunning: boolean
  readonly onOpen: (visit: string) => void
}

function Content({ live, isRunning, onOpen }: Props) {
  const t = useLiveTexts()
  const words = useTrafficWords(live.labels)
  const { formats, channelOf } = words
  const time = new Intl.DateTimeFormat(words.language === 'de' ? 'de-DE' : 'en-GB', {
    timeStyle: 'medium',
  }).format(new Date(live.at))
  if (live.hits.length === 0) return <NobodyThere />
  const mostVisitors = Math.max(1, ...live.channels.map(({ visitors }) => visitors))
  const mostViews = Math.max(1, ...live.pages.map(({ pageViews }) => pageViews))
  return (
    <>
      <div className={classes['figures']}>
        <Figure
          label={t('present')}
          value={formats.number(live.present)}
          size="lg"
          hint={t('present.hint')}
        />
        <Figure label={t('visitors')} value={formats.number(live.visitors)} />
        <Figure label={t('pageViews')} value={formats.number(live.pageViews)} />
      </div>
      <Text size="xs" c="dimmed" mb="sm" className="rk-number">
        {t(isRunning ? 'updated' : 'paused', { time })}
      </Text>
      <div className={classes['stack']}>
        <MinutesPanel live={live} />
        <div className={classes['pair']}>
          <Panel title={t('channels.title')}>
            <Bars
              bars={live.channels.map(({ channel, visitors }) => ({
                id: channel,
                name: channelOf(channel),
                share: visitors / mostVisitors,
                value: formats.number(visitors),
              }))}
            />
          </Panel>
          <Panel title={t('pages.title')}>
            <Bars
              isLong
              bars={live.pages.map(({ page, pageViews }) => ({
                id: page,
                name: page,
                share: pageViews / mostViews,
                value: formats.number(pageViews),
              }))}
            />
          </Panel>
        </div>
        <Panel title={t('hits.title')} sentence={t('hits.sentence')}>
          <ul className={classes['list']}>
            {live.hits.map((hit) => (
              <li key={`${hit.at} ${hit.visitId} ${hit.kind} ${hit.name}`}>
                <Hit hit={hit} words={words} onOpen={() => onOpen(hit.visitId)} />
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </>
  )
}

function NobodyThere() {
  const t = useLiveTexts()
  return (
    <EmptyState
      icon={<BroadcastIcon size={36} />}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <Button renderRoot={(props) => <Link to={'/websites' as string} {...props} />}>
          {t('empty.install')}
        </Button>
      }
    />
  )
}

function MinutesPanel({ live }: { readonly live: LiveAnswer }) {
  const t = useLiveTexts()
  const { formats } = useTrafficWords({})
  const { minutes, pageViews } = live
  const last = minutes.length - 1
  const names = minutes.map((_, place) =>
    place === last ? t('minutes.now') : t('minutes.ago', { count: last - place }),
  )
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 8, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow' } },
      xAxis: { type: 'category', data: names, axisLabel: { interval: 9, showMaxLabel: true } },
      yAxis: { type: 'value', min: 0, minInterval: 1, splitNumber: 3 },
      series: [{ type: 'bar', name: t('minutes.title'), data: [...minutes], barWidth: '70%' }],
    }),
    [minutes, names, t],
  )
  return (
    <Panel
      title={t('minutes.title')}
      sentence={t('minutes.sentence', {
        count: formats.number(pageViews),
        last: formats.number(minutes[last] ?? 0),
      })}
    >
      <Chart
        label={t('minutes.title')}
        option={option}
        table={{
          columns: [
            { id: 'minute', label: t('minutes.column') },
            { id: 'pages', label: t('minutes.title'), numeric: true },
          ],
          rows: minutes.map((count, place) => [names[place] ?? '', count]),
        }}
        fileName="live"
        height={160}
      />
    </Panel>
  )
}

type HitProps = {
  readonly hit: LiveAnswer['hits'][number]
  readonly words: TrafficWords
  readonly onOpen: () => void
}

function Hit({ hit, words, onOpen }: HitProps) {
  const t = useLiveTexts()
  const { channelOf, kindOf, botOf, formats, language } = words
  const what = [hit.name, hit.target, hit.page].filter(Boolean).join(' · ') || kindOf(hit.kind)
  const rule = hit.ruleText[language]
  return (
    <div className={classes['hit']}>
      <span className="rk-number">{formats.instant(hit.at).split(', ')[1]}</span>
      <span>{kindOf(hit.kind)}</span>
      <span>
        <UnstyledButton
          fz="inherit"
          c="var(--mantine-color-anchor)"
          ta="start"
          aria-label={t('hit.open', { what })}
          onClick={onOpen}
          style={{ overflowWrap: 'anywhere' }}
        >
          {what}
        </UnstyledButton>
        {hit.bot && (
          <Badge size="xs" variant="default" ml={6} tt="none">
            {botOf(hit.bot)}
          </Badge>
        )}
      </span>
      <span>
        {channelOf(hit.channel)}
        <Text size="xs" c="dimmed">
          {hit.used ? `${rule}: ${hit.used}` : rule}
        </Text>
      </span>
    </div>
  )
}
