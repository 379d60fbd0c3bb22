import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { BeakerIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { TEST_MARK, TEST_PATH } from '#tracking/website.ts'
import type { RecentEvents, SeenDomain } from '#tracking/website-shapes.ts'
import { useMe } from '../platform/session.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { eventLabel, hostState, latestHost, timeOfDay } from './website-check.ts'
import { fetchRecent, type Website, websiteKeys } from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

const POLL_MS = 5_000

/** Does the script work: from which hosts visits came, what came in just now, and the way to the test page. */
export function ScriptCheck({ website }: { readonly website: Website }) {
  const t = useWebsitesTexts()
  const formats = useFormats()
  const recent = useQuery({
    queryKey: websiteKeys.recent(website.id),
    queryFn: ({ signal }) => fetchRecent(website.id, signal),
    refetchInterval: POLL_MS,
  })
  const latest = latestHost(recent.data?.hosts ?? [])
  return (
    <Panel
      title={t('check.title')}
      sentence={
        recent.data &&
        (latest
          ? t('check.sentence', { at: formats.instant(latest.lastAt), host: latest.host })
          : t('check.none'))
      }
      actions={
        <Button
          component="a"
          href={`${TEST_PATH}?website=${website.id}`}
          target="_blank"
          rel="noopener"
          leftSection={<BeakerIcon size={16} />}
        >
          {t('check.test')}
        </Button>
      }
    >
      <Stack gap="md">
        {website.active === false && (
          <Alert color="attention" variant="light">
            {t('check.inactive')}
          </Alert>
        )}
        {recent.isError && !recent.data && (
          <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />
        )}
        {recent.data && (
          <>
            <Hosts recent={recent.data} />
            <Recent recent={recent.data} isStrict={website.before_consent === 'strict'} />
          </>
        )}
      </Stack>
    </Panel>
  )
}

const TONES = { fine: 'good', old: 'attention', silent: 'attention', foreign: 'attention' } as const

function Hosts({ recent }: { readonly recent: RecentEvents }) {
  const t = useWebsitesTexts()
  const formats = useFormats()
  const states = recent.hosts.map((host) => hostState(host, recent.currentVersion))
  const told = (['old', 'silent', 'foreign'] as const).filter((state) => states.includes(state))
  return (
    <div>
      <SimpleTable
        label={t('check.hosts')}
        columns={[
          { id: 'host', label: t('check.host') },
          { id: 'last', label: t('check.last') },
          { id: 'visits', label: t('check.visits'), numeric: true },
          { id: 'version', label: t('check.version') },
          {
            id: 'state',
            label: t('check.state'),
            format: (_, row) => {
              const state = states[Number(row[5])] ?? 'fine'
              return <BandBadge tone={TONES[state]} label={t(`check.${state}`)} />
            },
          },
        ]}
        rows={recent.hosts.map((host: SeenDomain, index) => [
          host.host,
          host.lastAt && formats.instant(host.lastAt),
          formats.number(host.visits),
          host.scriptVersion,
          null,
          index,
        ])}
      />
      {told.map((state) => (
        <Text key={state} size="xs" c="dimmed" mt={6}>
          <b>{t(`check.${state}`)}:</b> {t(`check.${state}.hint`)}
        </Text>
      ))}
    </div>
  )
}

const SHOWN = 12

function Recent({
  recent,
  isStrict,
}: {
  readonly recent: RecentEvents
  readonly isStrict: boolean
}) {
  const t = useWebsitesTexts()
  const { time_zone: timeZone } = useMe().company
  const items = recent.items.slice(0, SHOWN)
  return (
    <section aria-live="polite">
      <Title order={3}>{t('recent.title')}</Title>
      <Text size="sm" c="dimmed" mb={6}>
        {items.length === 0 ? t('recent.none') : t('recent.sentence')}
        {isStrict && ` ${t('recent.strict')}`}
      </Text>
      {items.length > 0 && (
        <SimpleTable
          label={t('recent.title')}
          columns={[
            { id: 'time', label: t('recent.time'), numeric: true },
            { id: 'what', label: t('recent.what') },
            { id: 'page', label: t('recent.page') },
            { id: 'consent', label: t('recent.consent') },
            { id: 'mark', label: t('recent.mark') },
          ]}
          rows={items.map((event) => [
            timeOfDay(event.at, timeZone),
            eventLabel(event, t),
            `${event.host ?? ''}${event.path ?? ''}`,
            t(`consent.${event.consent}` as 'consent.n'),
            event.bot && t(event.bot === TEST_MARK ? 'mark.test' : 'mark.bot'),
          ])}
        />
      )}
    </section>
  )
}
