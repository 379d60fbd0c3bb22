import { Alert, Button, Group, Loader, Select, Text } from '@mantine/core'
import { GraphIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { ratio } from '#kernel/ratio.ts'
import { periodName } from '#kpis/sentence.ts'
import type { TrafficAnswer } from '#tracking/traffic-shapes.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useMay } from '../platform/session.ts'
import { channelTexts } from '../records/channel-words.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import classes from './traffic.module.css'
import { ROWS, useTraffic } from './traffic-api.ts'
import { RowsPanel } from './traffic-rows.tsx'
import { SeriesPanel } from './traffic-series-panel.tsx'
import { type TrafficState, useTrafficState } from './traffic-state.ts'
import { useTrafficTexts } from './traffic-texts.ts'
import { useTrafficWords } from './traffic-words.ts'
import { UncountedPanel } from './uncounted-panel.tsx'
import { VisitsDrawer } from './visits-drawer.tsx'

/** Who visits the websites, where the visits come from and what they reach; every number opens. */
export function TrafficScreen() {
  const state = useTrafficState()
  const t = useTrafficTexts()
  const traffic = useTraffic({ ...state.query, by: state.by, limit: ROWS.shown })
  const answer = traffic.data
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={<Controls state={state} answer={answer} />}
      />
      {traffic.isError && (
        <ErrorState error={traffic.error} onRetry={() => void traffic.refetch()} />
      )}
      {traffic.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {answer && !traffic.isError && (
        <div className={traffic.isPlaceholderData ? classes['stale'] : undefined}>
          <Content answer={answer} state={state} />
        </div>
      )}
      <VisitsDrawer
        opened={state.opened}
        query={state.query}
        onVisit={(visit) => state.change({ visit }, { push: true })}
        onClose={state.close}
      />
    </>
  )
}

type Props = { readonly answer: TrafficAnswer; readonly state: TrafficState }

function Controls({
  state,
  answer,
}: {
  readonly state: TrafficState
  readonly answer: TrafficAnswer | undefined
}) {
  const { t, channelOf } = useTrafficWords(answer?.labels ?? {})
  const { change, chosen, website, channel } = state
  const websites = answer?.websites ?? []
  return (
    <>
      <PeriodControl
        chosen={chosen}
        onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
      />
      {websites.length > 1 && (
        <Select
          size="xs"
          w={170}
          aria-label={t('website')}
          placeholder={t('website.all')}
          clearable
          data={websites.map(({ number, name }) => ({ value: String(number), label: name }))}
          value={website === '' ? null : website}
          onChange={(value) => change({ website: value ?? undefined }, { push: true })}
        />
      )}
      <Select
        size="xs"
        w={190}
        aria-label={t('channel')}
        placeholder={t('channel.all')}
        clearable
        searchable
        data={[...channelTexts.keys()].map((value) => ({ value, label: channelOf(value) }))}
        value={channel === '' ? null : channel}
        onChange={(value) => change({ channel: value ?? undefined }, { push: true })}
      />
    </>
  )
}

function Content({ answer, state }: Props) {
  const t = useTrafficTexts()
  const { total, totalBefore, firstDay, waitingDays } = answer
  // Before our own script there may be counts of another program: the drawing shows them.
  const isEmpty = total.visits === 0 && totalBefore.visits === 0
  return (
    <>
      {waitingDays > 0 && (
        <Alert color="gray" role="status" mb="md" py="xs">
          {t('waiting', { count: waitingDays })}
        </Alert>
      )}
      {firstDay === null && !answer.uncounted?.pageViews && <NothingYet />}
      {firstDay !== null && <Summary answer={answer} />}
      <div className={classes['stack']}>
        <SeriesPanel state={state} total={total} isQuiet={isEmpty} />
        {total.visits > 0 && <RowsPanel answer={answer} state={state} />}
        {answer.uncounted && answer.uncounted.pageViews > 0 && (
          <UncountedPanel uncounted={answer.uncounted} />
        )}
        {firstDay !== null && total.visits === 0 && (
          <NothingHere firstDay={firstDay} state={state} />
        )}
      </div>
    </>
  )
}

function NothingYet() {
  const t = useTrafficTexts()
  const may = useMay()
  return (
    <EmptyState
      icon={<GraphIcon size={36} />}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        <>
          <Button renderRoot={(props) => <Link to={'/websites' as string} {...props} />}>
            {t('empty.install')}
          </Button>
          {may('imports:run') && (
            <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
              {t('empty.history')}
            </Button>
          )}
        </>
      }
    />
  )
}

function NothingHere({
  firstDay,
  state,
}: {
  readonly firstDay: string
  readonly state: TrafficState
}) {
  const { t, formats } = useTrafficWords({})
  return (
    <EmptyState
      title={t('empty.period.title')}
      text={t('empty.period.text', { day: formats.date(firstDay) })}
      actions={
        <Button
          variant="default"
          onClick={() =>
            state.change(
              {
                period: undefined,
                from: undefined,
                last: undefined,
                website: undefined,
                channel: undefined,
              },
              { push: true },
            )
          }
        >
          {t('empty.period.go')}
        </Button>
      }
    />
  )
}

/** The figures of the period, each beside the period before. */
function Summary({ answer }: { readonly answer: TrafficAnswer }) {
  const { t, formats, clock, language } = useTrafficWords(answer.labels)
  const { total, totalBefore, before } = answer
  const period = periodName(before as never, language)
  const against = (now: number | null, earlier: number | null) => {
    const change = now === null || earlier === null ? null : ratio(now - earlier, earlier)
    return (
      <Text size="xs" c="dimmed" className="rk-number">
        {change === null
          ? t('change.none')
          : signed(formats.rate(change, 0), Math.round(change * 100))}
      </Text>
    )
  }
  const points = (now: number | null, earlier: number | null) => {
    if (now === null || earlier === null) return against(now, earlier)
    const change = Math.round((now - earlier) * 100)
    return (
      <Text size="xs" c="dimmed" className="rk-number">
        {t('change.points', { change: signed(formats.number(change), change) })}
      </Text>
    )
  }
  const bounce = (counts: TrafficAnswer['total']) => ratio(counts.bounced, counts.visits)
  const duration = (counts: TrafficAnswer['total']) => ratio(counts.seconds, counts.visits)
  return (
    <>
      <div className={classes['figures']}>
        {(['visitors', 'visits', 'pageViews', 'goals'] as const).map((measure) => (
          <Figure
            key={measure}
            label={t(measure)}
            value={formats.number(total[measure])}
            {...((measure === 'visitors' || measure === 'visits') && {
              hint: t(`hint.${measure}`),
            })}
            below={against(total[measure], totalBefore[measure])}
          />
        ))}
        <Figure
          label={t('bounceRate')}
          value={formats.rate(bounce(total), 0)}
          hint={t('hint.bounceRate')}
          below={points(bounce(total), bounce(totalBefore))}
        />
        <Figure
          label={t('duration')}
          value={clock(duration(total))}
          unit={t('minutes')}
          hint={t('hint.duration')}
          below={against(duration(total), duration(totalBefore))}
        />
      </div>
      <Text size="xs" c="dimmed" mb="md">
        {t('change.before', { period })}
      </Text>
    </>
  )
}

/** A plus where it grew: the formats write only the minus. */
export const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text)
