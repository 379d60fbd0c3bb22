import { Alert, Badge, Group, Stack, Text } from '@mantine/core'
import { AlertIcon, ArrowLeftIcon } from '@primer/octicons-react'
import { REASON_TEXTS } from '#attribution/unattributed.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useLanguage, useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { patched } from '../platform/url-state.ts'
import { kindById } from '../records/kinds.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { CreditsPanel } from './deal-credits.tsx'
import classes from './journeys.module.css'
import { type DealJourney, type JourneyTouch, useDealJourney, useOwnModel } from './journeys-api.ts'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import { type LineEntry, lineOf, notCounting } from './touch-reason.ts'
import { useChannelNames } from './use-channel-names.ts'

type ScreenProps = { readonly opportunityId: string; readonly state: JourneysState }

/** How one deal came about: every touch, whether it counts, and what each model gives it. */
export function DealJourneyScreen({ opportunityId, state }: ScreenProps) {
  const journey = useDealJourney(opportunityId)
  const own = useOwnModel()
  const nameOf = useChannelNames(
    (journey.data?.touches ?? []).flatMap(({ channel, lastNonDirect }) =>
      lastNonDirect === null ? [channel] : [channel, lastNonDirect],
    ),
  )
  if (journey.isError) {
    return <ErrorState error={journey.error} onRetry={() => void journey.refetch()} />
  }
  if (journey.isPending || own.isPending) return <ScreenLoading />
  return (
    <>
      <Header journey={journey.data} state={state} />
      <Stack gap="md">
        <Missing journey={journey.data} own={own.data ?? ''} />
        <div className={classes['journey']}>
          <LinePanel journey={journey.data} nameOf={nameOf} />
          <Stack gap="md">
            <CreditsPanel
              journey={journey.data}
              own={own.data ?? ''}
              state={state}
              nameOf={nameOf}
            />
            <SelfReported journey={journey.data} />
          </Stack>
        </div>
      </Stack>
    </>
  )
}

function Header({
  journey,
  state,
}: {
  readonly journey: DealJourney
  readonly state: JourneysState
}) {
  const t = useJourneysTexts()
  const formats = useFormats()
  const may = useMay()
  const { outcome, openedAt, closedAt, amount, touches, accountId, opportunityId } = journey
  const counting = touches.filter(({ counts }) => counts)
  const others = touches.length - counting.length
  const [first] = counting
  const parts = [
    outcome === 'open' || closedAt === null
      ? t('deal.open', { at: formats.instant(openedAt) })
      : t(`deal.${outcome}`, { at: formats.instant(closedAt) }),
    amount === null ? '' : t('deal.amount', { amount: formats.money(amount) }),
    t('deal.counting', { count: counting.length }),
    others > 0 ? t('deal.notCounting', { count: others }) : '',
    first && closedAt !== null && outcome !== 'open'
      ? t('deal.span', { days: formats.days(wholeDays(first.at, closedAt)) })
      : '',
  ]
  return (
    <PageHeader
      eyebrow={
        <AppLink
          to="/journeys"
          search={patched(state.search, { deal: undefined, models: undefined })}
        >
          <ArrowLeftIcon size={14} /> {t('deal.back')}
        </AppLink>
      }
      title={journey.name}
      sentence={parts.filter((part) => part !== '').join(' · ')}
      actions={
        may('crm:read') && (
          <Group gap="md">
            <AppLink to={`/opportunities/${opportunityId}`} size="sm">
              {t('deal.record')}
            </AppLink>
            {accountId && (
              <AppLink to={`/accounts/${accountId}`} size="sm">
                {t('deal.account')}
              </AppLink>
            )}
          </Group>
        )
      }
    />
  )
}

const wholeDays = (from: string, until: string): number =>
  Math.floor((Date.parse(until) - Date.parse(from)) / 86_400_000)

/** Why nobody gets anything, and what to do. */
function Missing({ journey, own }: { readonly journey: DealJourney; readonly own: string }) {
  const t = useJourneysTexts()
  const text = useText()
  const formats = useFormats()
  const missing = journey.unattributed[own]
  if (!missing || missing.reason === null) return null
  const { why, todo } = REASON_TEXTS[missing.reason]
  return (
    <Alert
      color="attention"
      variant="light"
      role="note"
      icon={<AlertIcon size={18} />}
      title={
        missing.value === 0
          ? t('reason.title.none')
          : t('reason.title', { value: formats.money(missing.value) })
      }
    >
      {text(why)} {text(todo)}
    </Alert>
  )
}

function LinePanel({ journey, nameOf }: Omit<EntryProps, 'entry'>) {
  const t = useJourneysTexts()
  return (
    <Panel title={t('line.title')} sentence={t('line.sentence')}>
      <ol className={classes['line']}>
        {lineOf(journey).map((entry) => (
          <Entry
            key={entry.event ?? `${entry.touch.recordId} ${entry.at}`}
            entry={entry}
            journey={journey}
            nameOf={nameOf}
          />
        ))}
      </ol>
    </Panel>
  )
}

type EntryProps = {
  readonly entry: LineEntry
  readonly journey: DealJourney
  readonly nameOf: (channel: string) => string
}

function Entry({ entry, journey, nameOf }: EntryProps) {
  const t = useJourneysTexts()
  const formats = useFormats()
  if (entry.event !== null) {
    const amount = journey.amount === null ? '–' : formats.money(journey.amount)
    return (
      <li className={classes['entry']} data-event={entry.event}>
        <Head
          title={entry.event === 'won' ? t('line.won', { amount }) : t(`line.${entry.event}`)}
          at={entry.at}
        />
      </li>
    )
  }
  const { touch, number } = entry
  const why = notCounting(touch, journey)
  return (
    <li className={classes['entry']} data-counts={touch.counts} data-number={number ?? undefined}>
      <Head title={nameOf(touch.channel)} at={touch.at} />
      <Details touch={touch} nameOf={nameOf} />
      {touch.milestones.length > 0 && (
        <Group gap={6} mt={4}>
          {touch.milestones.map((milestone) => (
            <Badge key={milestone} variant="light" size="sm" tt="none">
              {t(`milestone.${milestone}`)}
            </Badge>
          ))}
        </Group>
      )}
      {why && (
        <Text size="xs" c="dimmed">
          {t(`line.not.${why}`)}
        </Text>
      )}
    </li>
  )
}

function Head({ title, at }: { readonly title: string; readonly at: string }) {
  const formats = useFormats()
  return (
    <Group gap={8} justify="space-between" align="baseline">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="xs" c="dimmed" className="rk-number">
        {formats.instant(at)}
      </Text>
    </Group>
  )
}

/** What kind of record it is, who it was, where it came from, and the way to it. */
function Details({ touch, nameOf }: Pick<EntryProps, 'nameOf'> & { readonly touch: JourneyTouch }) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const may = useMay()
  const kind = kindById(touch.kind)
  const facts = [
    touch.title ?? t(`line.kind.${touch.kind}`),
    touch.person,
    touch.isForm ? t('line.form') : null,
    touch.campaign === null ? null : t('line.campaign', { name: touch.campaign }),
    touch.source === null ? null : t('line.source', { name: touch.source }),
    touch.content,
  ].filter((fact) => fact !== null)
  return (
    <>
      <Text size="sm" lang={language}>
        {facts.join(' · ')}
      </Text>
      {touch.lastNonDirect !== null && (
        <Text size="xs" c="dimmed">
          {t('line.lastNonDirect', { channel: nameOf(touch.lastNonDirect) })}
        </Text>
      )}
      {kind && may(`${kind.area}:read`) && (
        <AppLink to={`/${kind.path}/${touch.recordId}`} size="xs">
          {t(`line.${touch.kind}`)}
        </AppLink>
      )}
    </>
  )
}

function SelfReported({ journey }: { readonly journey: DealJourney }) {
  const t = useJourneysTexts()
  const { selfReported } = journey
  return (
    <Panel title={t('selfReported.title')} sentence={t('selfReported.text')}>
      {selfReported.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('selfReported.none')}
        </Text>
      ) : (
        selfReported.map((said) => (
          <Text key={said} size="sm" fw={500}>
            „{said}“
          </Text>
        ))
      )}
    </Panel>
  )
}
