import { Alert, Box, Button, Group, Loader, Text } from '@mantine/core'
import { BroadcastIcon, InfoIcon } from '@primer/octicons-react'
import { wilson } from '#kpis/interval.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { many, one } from '../platform/url-state.ts'
import { kindById } from '../records/kinds.ts'
import { ReferencesPicker } from '../records/reference-picker.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { InfluenceDeals, InfluenceMonths, InfluenceTable } from './influence-panels.tsx'
import { useInfluenceTexts } from './influence-texts.ts'
import classes from './journeys.module.css'
import { type Influence, useInfluence } from './journeys-api.ts'
import { EmptyActions } from './journeys-empty.tsx'
import { JourneysHeader } from './journeys-header.tsx'
import { type JourneysState, useJourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import { useJourneyWords } from './journeys-words.ts'

const DEALS = 10

/** The share of won deals that chosen channels touched, social media unless others are chosen. */
export function InfluenceScreen() {
  const t = useInfluenceTexts()
  const state = useJourneysState()
  const channels = many(state.search, 'channels')
  const influence = useInfluence({ ...state.query, channels, limit: DEALS })
  const [first] = influence.data?.pages ?? []
  return (
    <>
      <JourneysHeader title={t('title')} sentence={t('subtitle')} state={state} />
      {influence.isError && (
        <ErrorState error={influence.error} onRetry={() => void influence.refetch()} />
      )}
      {influence.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {first && !influence.isError && (
        <div className={influence.isPlaceholderData ? classes['stale'] : undefined}>
          <ChannelChoice answer={first} state={state} />
          {first.total.conversions === 0 ? (
            <EmptyState
              icon={<BroadcastIcon size={36} />}
              title={t('empty.title')}
              text={t('empty.text')}
              actions={<EmptyActions period={first.period} state={state} />}
            />
          ) : (
            <>
              <Result answer={first} state={state} />
              <div className={classes['panels']}>
                <div className={classes['wide']}>
                  <InfluenceMonths answer={first} />
                </div>
                <div className={classes['wide']}>
                  <InfluenceTable answer={first} />
                </div>
                {first.deals.count > 0 && first.conversion === 'won' && (
                  <div className={classes['wide']}>
                    <InfluenceDeals
                      pages={influence.data?.pages ?? []}
                      loading={influence.isFetchingNextPage}
                      onMore={influence.hasNextPage ? () => void influence.fetchNextPage() : null}
                    />
                  </div>
                )}
              </div>
            </>
          )}
        </div>
      )}
    </>
  )
}

type Props = { readonly answer: Influence; readonly state: JourneysState }

/** Which channels are meant; the default is shown as a choice, so that it can be changed from there. */
function ChannelChoice({ answer, state }: Props) {
  const t = useInfluenceTexts()
  const kind = kindById('channel')
  const isOwn = one(state.search, 'channels') !== ''
  return (
    <Group align="flex-end" gap="xs" mb="md">
      {kind && (
        <Box flex="1 1 300px" maw={820}>
          <ReferencesPicker
            size="sm"
            kind={kind}
            label={t('channels')}
            values={answer.channels.map(({ channel }) => channel)}
            onChange={(channels) => state.change({ channels }, { push: true })}
          />
        </Box>
      )}
      {isOwn && (
        <Button
          variant="default"
          onClick={() => state.change({ channels: undefined }, { push: true })}
        >
          {t('channels.reset')}
        </Button>
      )}
    </Group>
  )
}

/** The big figure, the sentence, and what it is not. */
function Result({ answer, state }: Props) {
  const t = useInfluenceTexts()
  const journeys = useJourneysTexts()
  const words = useJourneyWords(answer)
  const { formats, hasValue } = words
  const { total, together, rules } = answer
  const interval = wilson(together.conversions, total.conversions)
  const of = words.ofText(together.conversions, total.conversions)
  const share = words.share(together.conversions, total.conversions)
  const valueShare = words.share(together.value, total.value)
  const lookback =
    rules.lookbackDays === null
      ? t('sentence.unlimited')
      : t('sentence.lookback', { days: formats.number(rules.lookbackDays) })
  return (
    <>
      <div className={`${classes['figures']} ${classes['sums']}`}>
        <Figure
          size="lg"
          label={t('figure.share', { what: journeys(`column.${answer.conversion}`) })}
          value={share}
          below={<Text size="sm">{of}</Text>}
          reason={
            interval &&
            t('figure.interval', {
              low: formats.rate(interval.low, 0),
              high: formats.rate(interval.high, 0),
            })
          }
          hint={t('figure.interval.hint')}
        />
        {hasValue && (
          <Figure
            size="lg"
            label={t(answer.conversion === 'won' ? 'figure.value.won' : 'figure.value')}
            value={formats.moneyRounded(together.value)}
            below={
              <Text size="sm">
                {t('figure.valueOf', {
                  total: formats.moneyRounded(total.value),
                  share: valueShare,
                })}
              </Text>
            }
          />
        )}
      </div>
      <Text mb="sm">
        {together.conversions === 0
          ? t('sentence.none', { of })
          : t('sentence', {
              ...{ share, lookback, what: journeys(`column.${answer.conversion}`) },
              part: formats.number(together.conversions),
              n: formats.number(total.conversions),
            })}{' '}
        {hasValue &&
          together.conversions > 0 &&
          t('sentence.value', {
            value: formats.moneyRounded(together.value),
            total: formats.moneyRounded(total.value),
            share: valueShare,
          })}
      </Text>
      <Alert
        color="petrol"
        variant="light"
        py={8}
        mb="md"
        role="note"
        icon={<InfoIcon size={18} />}
      >
        <Text size="sm" span>
          {t('note')}{' '}
        </Text>
        <AppLink to="/attribution" search={writePeriod(state.chosen)} size="sm" underline="always">
          {t('note.link')}
        </AppLink>
      </Alert>
    </>
  )
}
