import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf } from '#kernel/zone.ts'
import type { UnknownVisits } from '#tracking/identity-shapes.ts'
import { ApiError } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { recordKeys } from '../records/records-api.ts'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './people.module.css'
import { fetchUnknownVisits, type LinkTarget, linkVisit, peopleKeys } from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'
import { useTrafficWords } from './traffic-words.ts'

type Props = {
  readonly whom: LinkTarget
  readonly title: string
  readonly opened: boolean
  readonly onClose: () => void
}

/** Finds the visit of somebody whom one knows, or of a company, and links its visitor to them. */
export function LinkVisitDialog({ whom, title, opened, onClose }: Props) {
  const t = usePeopleTexts()
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('link.title', { title })}>
      {opened && <Choice whom={whom} title={title} onClose={onClose} />}
    </Modal>
  )
}

function Choice({ whom, title, onClose }: Omit<Props, 'opened'>) {
  const t = usePeopleTexts()
  const { company } = useMe()
  const client = useQueryClient()
  const [until, setUntil] = useState<string>(() => dayOf(Date.now(), company.time_zone))
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const found = useQuery({
    queryKey: peopleKeys.unknown(until, q),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchUnknownVisits(until, q, signal),
  })
  const link = useMutation({
    mutationFn: (visit: number) => linkVisit(visit, whom),
    onSuccess: async () => {
      notifications.show({ color: 'good', message: t('link.done') })
      onClose()
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
  const refused = link.error instanceof ApiError && link.error.code === 'tracking.no_consent'
  return (
    <Stack gap="sm">
      <Text size="sm">{t('link.text', { title })}</Text>
      <Group gap="sm" align="flex-end">
        <DateField label={t('link.until')} value={until} onChange={setUntil} clearable={false} />
        <TextInput
          label={t('link.q')}
          value={typed}
          maxLength={200}
          style={{ flex: '1 1 200px' }}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Group>
      {link.isError && (
        <ErrorState error={link.error} {...(refused ? { text: t('link.refused') } : {})} />
      )}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {found.data?.items.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t('link.none')}
        </Text>
      )}
      <ul className={classes.devices}>
        {found.data?.items.map((visit) => (
          <UnknownVisit
            key={visit.id}
            visit={visit}
            labels={found.data.labels}
            pending={link.isPending && link.variables === visit.id}
            onLink={() => link.mutate(visit.id)}
          />
        ))}
      </ul>
    </Stack>
  )
}

function UnknownVisit({
  visit,
  labels,
  pending,
  onLink,
}: {
  readonly visit: UnknownVisits['items'][number]
  readonly labels: UnknownVisits['labels']
  readonly pending: boolean
  readonly onLink: () => void
}) {
  const t = usePeopleTexts()
  const formats = useFormats()
  const words = useTrafficWords(labels)
  const at = formats.instant(visit.startedAt)
  const facts = [
    words.channelOf(visit.channel),
    visit.campaign,
    visit.device && words.keyOf('device', visit.device),
    words.t('visits.pages', { count: visit.pages }),
    t('link.visits', { count: visit.visits }),
  ]
  return (
    <li className={classes.device}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div className={classes.fact}>
          <Text size="sm" fw={500}>
            {at} · {visit.landing ?? '–'}
          </Text>
          <Text size="xs" c="dimmed">
            {facts.filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          style={{ flexShrink: 0 }}
          aria-label={t('link.do.at', { at })}
          loading={pending}
          onClick={onLink}
        >
          {t('link.do')}
        </Button>
      </Group>
    </li>
  )
}
