import { Button, Group, Loader, Text } from '@mantine/core'
import { GitMergeIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { one } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { DealJourneyScreen } from './deal-journey.tsx'
import { DealList } from './deal-list.tsx'
import classes from './journeys.module.css'
import { type Paths, usePaths } from './journeys-api.ts'
import { EmptyActions } from './journeys-empty.tsx'
import { JourneysHeader } from './journeys-header.tsx'
import {
  DurationPanel,
  FlowPanel,
  LengthPanel,
  MatrixPanel,
  PathsPanel,
} from './journeys-panels.tsx'
import { type JourneysState, useJourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import { useJourneyWords } from './journeys-words.ts'

/** Which ways lead to a conversion; with `deal` in the address the way of one. */
export function JourneysScreen() {
  const state = useJourneysState()
  const deal = one(state.search, 'deal')
  return deal === '' ? (
    <Overview state={state} />
  ) : (
    <DealJourneyScreen key={deal} opportunityId={deal} state={state} />
  )
}

function Overview({ state }: { readonly state: JourneysState }) {
  const t = useJourneysTexts()
  const paths = usePaths(state.query)
  return (
    <>
      <JourneysHeader title={t('title')} sentence={t('subtitle')} state={state} />
      {paths.isError && <ErrorState error={paths.error} onRetry={() => void paths.refetch()} />}
      {paths.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {paths.data && !paths.isError && (
        <div className={paths.isPlaceholderData ? classes['stale'] : undefined}>
          {paths.data.total.conversions === 0 ? (
            <EmptyJourneys paths={paths.data} state={state} />
          ) : (
            <Content paths={paths.data} state={state} />
          )}
        </div>
      )}
    </>
  )
}

type Props = { readonly paths: Paths; readonly state: JourneysState }

function Content({ paths, state }: Props) {
  const words = useJourneyWords(paths)
  return (
    <>
      <Summary paths={paths} state={state} />
      <div className={classes['panels']}>
        <div className={classes['wide']}>
          <FlowPanel paths={paths} words={words} />
        </div>
        <div className={classes['wide']}>
          <PathsPanel paths={paths} words={words} />
        </div>
        <LengthPanel paths={paths} words={words} />
        <DurationPanel paths={paths} words={words} />
        <div className={classes['wide']}>
          <MatrixPanel paths={paths} words={words} />
        </div>
        {state.conversion === 'won' && (
          <div className={classes['wide']}>
            <DealList state={state} />
          </div>
        )}
      </div>
    </>
  )
}

/** How many, how long, and how many without a touch. */
function Summary({ paths, state }: Props) {
  const t = useJourneysTexts()
  const { formats, hasValue } = useJourneyWords(paths)
  const { total, unattributed, medianDays, medianTouches, pathCount } = paths
  const why = { ...writePeriod(state.chosen), panel: 'unattributed' }
  return (
    <div className={classes['figures']}>
      <Figure label={t(`column.${state.conversion}`)} value={formats.number(total.conversions)} />
      {hasValue && <Figure label={t('summary.value')} value={formats.moneyRounded(total.value)} />}
      <Figure
        label={t('summary.days')}
        value={formats.days(medianDays === null ? null : Math.round(medianDays))}
        below={<Quiet text={t('summary.days.below')} />}
      />
      <Figure
        label={t('summary.touches')}
        value={formats.number(medianTouches)}
        below={<Quiet text={t('summary.touches.below', { count: formats.number(pathCount) })} />}
      />
      <Figure
        label={t('summary.none')}
        value={formats.number(unattributed.conversions)}
        below={
          unattributed.conversions > 0 && state.conversion === 'won' ? (
            <AppLink to="/attribution" search={why} size="xs">
              {t('summary.none.why')}
            </AppLink>
          ) : (
            <Quiet text={t('summary.none.below')} />
          )
        }
      />
    </div>
  )
}

const Quiet = ({ text }: { readonly text: string }) => (
  <Text size="xs" c="dimmed">
    {text}
  </Text>
)

function EmptyJourneys({ paths, state }: Props) {
  const t = useJourneysTexts()
  const isUntouched = paths.unattributed.conversions > 0
  return (
    <EmptyState
      icon={<GitMergeIcon size={36} />}
      title={t('empty.title')}
      text={isUntouched ? t('empty.untouched') : t('empty.text')}
      actions={
        <>
          {isUntouched && (
            <Button
              renderRoot={(props) => (
                <Link
                  to="/attribution"
                  search={{ ...writePeriod(state.chosen), panel: 'unattributed' } as never}
                  {...props}
                />
              )}
            >
              {t('empty.untouched.go')}
            </Button>
          )}
          <EmptyActions period={paths.period} state={state} />
        </>
      }
    />
  )
}
