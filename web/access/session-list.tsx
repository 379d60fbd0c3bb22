import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { DeviceDesktopIcon, DeviceMobileIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Device } from '#access/device.ts'
import type { Sessions } from '#access/schema.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { accessKeys, endAllSessions, endSession, fetchSessions } from './access-api.ts'
import classes from './session-list.module.css'
import { useAccessTexts } from './texts.ts'

type Session = z.infer<typeof Sessions>['items'][number]

const MOBILE = ['iPhone', 'iPad', 'Android']

/** Where somebody is signed in, each with the way to end it: the own sessions, or those of a user. */
export function SessionList({ userId }: { readonly userId?: string }) {
  const t = useAccessTexts()
  const client = useQueryClient()
  const of = userId === undefined ? {} : { userId }
  const sessions = useQuery({
    queryKey: accessKeys.sessions(of),
    queryFn: ({ signal }) => fetchSessions(of, signal),
  })
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? endAllSessions(of) : endSession(of, id)),
    onSuccess: async (_result, id) => {
      notifications.show({
        message: id === null ? t('sessions.endedAll') : t('sessions.ended'),
        color: 'good',
      })
      await client.invalidateQueries({ queryKey: accessKeys.sessions(of) })
    },
  })
  const items = sessions.data?.items ?? []
  const others = items.filter((session) => !session.current)
  const manyLeft = userId === undefined ? others.length > 0 : items.length > 1
  return (
    <Panel
      title={t('sessions.title')}
      sentence={userId === undefined ? t('sessions.own') : t('sessions.theirs')}
      actions={
        manyLeft && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(null)}>
            {userId === undefined ? t('sessions.endOthers') : t('sessions.endAll')}
          </Button>
        )
      }
    >
      {sessions.isError && (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {end.isError && <ErrorState error={end.error} />}
      {sessions.isSuccess && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('sessions.none')}
        </Text>
      )}
      <ul className={classes.list}>
        {items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            busy={end.isPending}
            onEnd={() => end.mutate(session.id)}
          />
        ))}
      </ul>
    </Panel>
  )
}

type RowProps = {
  readonly session: Session
  readonly busy: boolean
  readonly onEnd: () => void
}

function SessionRow({ session, busy, onEnd }: RowProps) {
  const t = useAccessTexts()
  const formats = useFormats()
  const device = useDeviceName()(session.device)
  const Icon = MOBILE.includes(session.device.system ?? '') ? DeviceMobileIcon : DeviceDesktopIcon
  return (
    <li className={classes.row}>
      <Icon size={20} aria-hidden />
      <Stack gap={0} flex={1} miw={0}>
        <Group gap={8}>
          <Text size="sm" fw={500}>
            {device}
          </Text>
          {session.current && (
            <Badge variant="light" color="petrol" size="sm">
              {t('sessions.current')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {t('sessions.facts', {
            address: session.address ?? t('sessions.noAddress'),
            seen: formats.instant(session.seenAt),
            since: formats.instant(session.createdAt),
          })}
        </Text>
      </Stack>
      {!session.current && (
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          aria-label={t('sessions.endOf', { device })}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}

/** `Firefox auf Windows`; of a device that says little what there is. */
function useDeviceName(): (device: Device) => string {
  const t = useAccessTexts()
  return ({ browser, system }) => {
    if (browser !== null && system !== null) return t('sessions.device', { browser, system })
    return browser ?? system ?? t('sessions.unknownDevice')
  }
}
