import { Button, Group, Loader, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { AlertIcon, ArrowLeftIcon } from '@primer/octicons-react'
import type { Visit, VisitAnswer, VisitList } from '#tracking/traffic-shapes.ts'
import type { Query } from '../platform/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import classes from './traffic.module.css'
import { useVisit, useVisits } from './traffic-api.ts'
import type { OpenVisits } from './traffic-state.ts'
import { type TrafficWords, useTrafficWords } from './traffic-words.ts'
import { VisitPerson } from './visit-person.tsx'

type Props = {
  readonly opened: OpenVisits | null
  /** Period and filters of the screen. */
  readonly query: Query
  /** Opens a visit, or with undefined goes back to the list. */
  readonly onVisit: (id: string | undefined) => void
  readonly onClose: () => void
}

/** The visits behind a number, and one of them with everything that happened; its state is in the address. */
export function VisitsDrawer({ opened, query, onVisit, onClose }: Props) {
  const { by = '', key = '', visit = '' } = opened ?? {}
  const isList = opened !== null && visit === ''
  // A number without a row (programs of every reason) opens with a part and no key.
  const asked = { ...query, by, ...(key !== '' && { key }) }
  const visits = useVisits(asked, isList)
  const labels = visits.data?.pages[0]?.labels ?? {}
  const words = useTrafficWords(labels)
  const name =
    key === '' ? words.t('visits.all') : words.t('visits.title', { name: words.keyOf(by, key) })
  return (
    <SideDrawer
      opened={opened !== null}
      onClose={onClose}
      width={680}
      title={visit === '' ? name : <BackButton onBack={() => onVisit(undefined)} words={words} />}
    >
      {visit !== '' && <OneVisit id={visit} />}
      {isList && (
        <>
          {visits.isError && (
            <ErrorState error={visits.error} onRetry={() => void visits.refetch()} />
          )}
          {visits.isPending && <Loader size="sm" role="status" aria-label={words.t('loading')} />}
          <ul className={classes['list']}>
            {visits.data?.pages
              .flatMap((page: VisitList) => page.items)
              .map((item) => (
                <li key={item.id}>
                  <ListedVisit visit={item} words={words} onOpen={() => onVisit(item.id)} />
                </li>
              ))}
          </ul>
          {visits.data?.pages[0]?.items.length === 0 && (
            <Text size="sm" c="dimmed">
              {words.t('visits.none')}
            </Text>
          )}
          {visits.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              mt="sm"
              loading={visits.isFetchingNextPage}
              onClick={() => void visits.fetchNextPage()}
            >
              {words.t('visits.more')}
            </Button>
          )}
        </>
      )}
    </SideDrawer>
  )
}

const BackButton = ({
  onBack,
  words,
}: {
  readonly onBack: () => void
  readonly words: TrafficWords
}) => (
  <Button size="xs" variant="subtle" leftSection={<ArrowLeftIcon size={14} />} onClick={onBack}>
    {words.t('visit.back')}
  </Button>
)

type VisitProps = { readonly visit: Visit; readonly words: TrafficWords }

function ListedVisit({ visit, words, onOpen }: VisitProps & { readonly onOpen: () => void }) {
  const { t, formats, channelOf, clock } = words
  const at = formats.instant(visit.startedAt)
  const size = [
    t('visits.pages', { count: visit.pages }),
    ...(visit.events > 0 ? [t('visits.events', { count: visit.events })] : []),
    `${clock(visit.seconds)} ${t('minutes')}`,
  ]
  return (
    <UnstyledButton
      className={classes['visit'] ?? ''}
      onClick={onOpen}
      aria-label={t('visits.open', { at })}
    >
      <span className={classes['visitHead']}>
        <Text size="sm" fw={600} span>
          {channelOf(visit.channel)}
        </Text>
        <Text size="sm" c="dimmed" span className="rk-number">
          {at}
        </Text>
      </span>
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {visit.landing ?? '–'}
      </Text>
      <Text size="xs" c="dimmed" component="div" style={{ overflowWrap: 'anywhere' }}>
        <Why visit={visit} words={words} /> · {size.join(' · ')}
      </Text>
      {visit.bot && <BotNote visit={visit} words={words} />}
    </UnstyledButton>
  )
}

/** The rule that fired and the input that decided. */
function Why({ visit, words }: VisitProps) {
  const rule = visit.ruleText[words.language]
  return <span>{visit.used ? `${rule}: ${visit.used}` : rule}</span>
}

const BotNote = ({ visit, words }: VisitProps) => (
  <Group gap={6} c="var(--mantine-color-text)" wrap="nowrap">
    <AlertIcon size={12} />
    <Text size="xs" span>
      {words.t('visit.bot')}: {words.botOf(visit.bot ?? '')}
    </Text>
  </Group>
)

function OneVisit({ id }: { readonly id: string }) {
  const found = useVisit(id)
  const words = useTrafficWords(found.data?.labels ?? {})
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <Loader size="sm" role="status" aria-label={words.t('loading')} />
  const { visit, events } = found.data
  return (
    <Stack gap="lg">
      <Title order={2}>
        {words.t('visit.title', { at: words.formats.instant(visit.startedAt) })}
      </Title>
      {visit.bot && <BotNote visit={visit} words={words} />}
      <WhyThisChannel visit={visit} words={words} />
      <VisitPerson visit={visit.id} />
      <Evidence visit={visit} words={words} />
      <Events events={events} words={words} />
    </Stack>
  )
}

type Fact = readonly [name: string, value: string | null | undefined]

const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={classes['facts']}>
    {facts
      .filter(([, value]) => value)
      .map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
  </dl>
)

function WhyThisChannel({ visit, words: { t, language, channelOf } }: VisitProps) {
  const number = visit.rule.split('.')[0] ?? ''
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {t('visit.why')}
      </Title>
      <Facts
        facts={[
          [t('by.channel'), channelOf(visit.channel)],
          [t('visit.rule'), `${number} · ${visit.ruleText[language]}`],
          [t('visit.used'), visit.used || t('visit.nothing')],
          [
            t('visit.lastNonDirect'),
            visit.channel === 'direct' && visit.lastNonDirect !== 'direct'
              ? channelOf(visit.lastNonDirect)
              : null,
          ],
        ]}
      />
    </section>
  )
}

function Evidence({ visit, words: { t, keyOf, consentOf } }: VisitProps) {
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {t('visit.evidence')}
      </Title>
      <Facts
        facts={[
          [t('visit.landing'), visit.landing],
          [
            // A direct visit with a host came back from where people only pass through.
            t(visit.channel === 'direct' ? 'visit.passed' : 'visit.referrer'),
            visit.referrerHost,
          ],
          [t('visit.source'), visit.source],
          [t('visit.medium'), visit.medium],
          [t('visit.campaign'), visit.campaign],
          [t('visit.content'), visit.content],
          [t('visit.term'), visit.term],
          [t('visit.clickIds'), visit.clickIds.join(', ')],
          [t('visit.consent'), consentOf(visit.consent)],
          [t('visit.device'), visit.device && keyOf('device', visit.device)],
          [t('visit.country'), visit.country && keyOf('country', visit.country)],
          [t('visit.language'), visit.language && keyOf('language', visit.language)],
        ]}
      />
    </section>
  )
}

/** Later than this (seconds) an event was kept back by the browser or the network. */
const LATE_SECONDS = 60

function Events({
  events,
  words: { t, formats, kindOf, clock },
}: {
  readonly events: VisitAnswer['events']
  readonly words: TrafficWords
}) {
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {t('visit.events')}
      </Title>
      <ol className={classes['list']}>
        {events.map(({ at, kind, page, name, target, lag }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened keeps its order
          <li key={place} className={classes['event']}>
            <span className="rk-number">{formats.instant(at).split(', ')[1]}</span>
            <span>{kindOf(kind)}</span>
            <span>
              {[name, target, page].filter(Boolean).join(' · ') || '–'}
              {lag > LATE_SECONDS && (
                <Text size="xs" c="dimmed">
                  {t('visit.late', { time: `${clock(lag)} ${t('minutes')}` })}
                </Text>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
