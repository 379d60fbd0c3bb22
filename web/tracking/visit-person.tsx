import { Button, Group, Loader, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { KNOWN_KINDS, type KnownKind, type VisitPeople } from '#tracking/identity-shapes.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { recordKeys } from '../records/records-api.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { EdgeLine } from './edge-line.tsx'
import classes from './people.module.css'
import { fetchPeopleOfVisit, linkVisit, peopleKeys, WAITING_MS } from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'

/** Who the visitor of a visit was, and the way to say so by hand. */
export function VisitPerson({ visit }: { readonly visit: string }) {
  const t = usePeopleTexts()
  const may = useMay()
  const [isLinking, setLinking] = useState(false)
  const found = useQuery({
    queryKey: peopleKeys.ofVisit(visit),
    queryFn: ({ signal }) => fetchPeopleOfVisit(visit, signal),
    refetchInterval: ({ state }) => (state.data?.isWaiting ? WAITING_MS : false),
  })
  const mayLink = found.data?.linkable === 'yes' && may('tracking:write')
  return (
    <section>
      <Group justify="space-between" mb={6} mih={26}>
        <Title order={3} size="h5">
          {t('visit.person')}
        </Title>
        {mayLink && !isLinking && (
          <Button size="compact-sm" variant="default" onClick={() => setLinking(true)}>
            {t('known.link')}
          </Button>
        )}
      </Group>
      {found.isPending && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {found.isError && (
        <ErrorState
          error={found.error}
          text={t('known.failed')}
          onRetry={() => void found.refetch()}
        />
      )}
      {found.data && <Known people={found.data} isLinking={isLinking} />}
      {found.data && mayLink && isLinking && (
        <LinkForm visit={visit} visits={found.data.visits} onClose={() => setLinking(false)} />
      )}
    </section>
  )
}

function Known({
  people: { items, linkable },
  isLinking,
}: {
  readonly people: VisitPeople
  readonly isLinking: boolean
}) {
  const t = usePeopleTexts()
  return (
    <>
      {items.length === 0 && !isLinking && (
        <Text size="sm" c="dimmed">
          {t(`visit.person.${linkable}`)}
        </Text>
      )}
      <ul className={classes.edges}>
        {items.map((edge) => (
          <EdgeLine key={edge.id} edge={edge} named />
        ))}
      </ul>
    </>
  )
}

function LinkForm({
  visit,
  visits,
  onClose,
}: {
  readonly visit: string
  readonly visits: number
  readonly onClose: () => void
}) {
  const t = usePeopleTexts()
  const text = useText()
  const client = useQueryClient()
  const [kind, setKind] = useState<KnownKind>('contact')
  const [id, setId] = useState('')
  const record = kindById(kind)
  const link = useMutation({
    mutationFn: () => linkVisit(Number(visit), { kind, id }),
    onSuccess: async () => {
      notifications.show({ color: 'good', message: t('link.done') })
      onClose()
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        link.mutate()
      }}
    >
      <Stack gap="sm" mt="sm">
        <Text size="sm">{t('visit.person.text', { count: visits })}</Text>
        <SegmentedControl
          size="xs"
          aria-label={t('visit.person.kind')}
          data={KNOWN_KINDS.map((value) => ({
            value,
            label: text(kindById(value)?.label ?? { de: value, en: value }),
          }))}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen)
            setId('')
          }}
        />
        {record && (
          <ReferencePicker
            key={kind}
            kind={record}
            label={text(record.label)}
            value={id}
            onChange={setId}
            required
          />
        )}
        {kind === 'account' && (
          <Text size="xs" c="dimmed">
            {t('visit.person.account')}
          </Text>
        )}
        {link.isError && <ErrorState error={link.error} />}
        <Group gap="sm">
          <Button type="submit" size="xs" disabled={id === ''} loading={link.isPending}>
            {t('link.do')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
