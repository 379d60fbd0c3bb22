import { Button, Group, Loader, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { EdgeList, KnownKind } from '#tracking/identity-shapes.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { LinkVisitDialog } from './link-visit-dialog.tsx'
import classes from './people.module.css'
import { fetchEdges, peopleKeys, removeLink, restoreLink } from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'
import { useTrafficWords } from './traffic-words.ts'

type Edge = EdgeList['items'][number]
type Device = EdgeList['visitors'][number]

type Props = { readonly kind: KnownKind; readonly id: string; readonly title: string }

/** A merge or its undoing is worked out within a second or two. */
const WAITING_MS = 1_000

/** Once links are worked out, what else stands on the page (touchpoints, history) is read again. */
function useWorkedOut(isWaiting: boolean): void {
  const client = useQueryClient()
  const waited = useRef(isWaiting)
  useEffect(() => {
    if (waited.current && !isWaiting) void client.invalidateQueries({ queryKey: recordKeys.all })
    waited.current = isWaiting
  }, [client, isWaiting])
}

/** As whom the visitors of a person or company are known, device by device, with what says so and since when. */
export function KnownVisitors({ kind, id, title }: Props) {
  const t = usePeopleTexts()
  const may = useMay()
  const [linking, setLinking] = useState(false)
  const query = useQuery({
    queryKey: peopleKeys.edges(kind, id),
    queryFn: ({ signal }) => fetchEdges(kind, id, signal),
    refetchInterval: ({ state }) => (state.data?.isWaiting ? WAITING_MS : false),
  })
  useWorkedOut(query.data?.isWaiting ?? false)
  const { visitors = [], items = [] } = query.data ?? {}
  const held = visitors.filter((device) => items.some((edge) => isOf(device, edge) && edge.holds))
  const visits = held.reduce((sum, device) => sum + device.visits, 0)
  return (
    <Panel
      title={t('known.title')}
      sentence={
        query.isSuccess &&
        t('known.sentence', { count: held.length, visits: t('device.visits', { count: visits }) })
      }
      actions={
        kind !== 'account' &&
        may('tracking:write') && (
          <Button size="compact-sm" variant="default" onClick={() => setLinking(true)}>
            {t('known.link')}
          </Button>
        )
      }
    >
      {query.isPending && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {query.isError && (
        <ErrorState
          error={query.error}
          text={t('known.failed')}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isSuccess && visitors.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(kind === 'account' ? 'known.none.account' : 'known.none.person')}
        </Text>
      )}
      <ul className={classes.devices}>
        {visitors.map((device) => (
          <li key={device.id} className={classes.device}>
            <DeviceLine device={device} />
            <ul className={classes.edges}>
              {items
                .filter((edge) => isOf(device, edge))
                .map((edge) => (
                  <EdgeLine key={edge.id} edge={edge} named={kind === 'account'} />
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {kind !== 'account' && (
        <LinkVisitDialog
          person={{ kind, id }}
          title={title}
          opened={linking}
          onClose={() => setLinking(false)}
        />
      )}
    </Panel>
  )
}

const isOf = (device: Device, edge: Edge): boolean => edge.visitor === device.id

const DEVICES = ['phone', 'tablet', 'desktop'] as const

function DeviceLine({ device }: { readonly device: Device }) {
  const t = usePeopleTexts()
  const formats = useFormats()
  const { consentOf } = useTrafficWords({})
  const known = DEVICES.find((one) => one === device.device) ?? 'unknown'
  const { firstAt, lastAt, withdrawnAt } = device
  return (
    <>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {t(`device.${known}`)} · {t('device.visits', { count: device.visits })}
        </Text>
        {firstAt && lastAt && (
          <Text size="xs" c="dimmed" className="rk-number">
            {t('device.seen', { from: formats.instant(firstAt), until: formats.instant(lastAt) })}
          </Text>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {withdrawnAt
          ? t('device.withdrawn', { at: formats.instant(withdrawnAt) })
          : t('device.consent', { what: consentOf(device.consent) })}
      </Text>
    </>
  )
}

function EdgeLine({ edge, named }: { readonly edge: Edge; readonly named: boolean }) {
  const t = usePeopleTexts()
  const text = useText()
  const formats = useFormats()
  const may = useMay()
  const change = useChange()
  const isRemoved = edge.removedAt !== null
  const what = [
    text(edge.label),
    edge.named && t('edge.named', { name: edge.named }),
    edge.notedBy && t('edge.by', { name: edge.notedBy }),
  ].filter(Boolean)
  return (
    <li className={classes.edge} {...(isRemoved && { 'data-removed': true })}>
      <div className={classes.fact}>
        {named && <WhoseLine edge={edge} />}
        <Text size="sm">
          {what.join(' ')}, {formats.instant(edge.at)}
        </Text>
        <Text size="xs" c="dimmed">
          {isRemoved
            ? t('edge.removed', {
                at: formats.instant(edge.removedAt),
                name: edge.removedBy ?? '–',
              })
            : holding(edge, t, formats.instant)}
        </Text>
        {edge.isShared && !isRemoved && <BandBadge tone="attention" label={t('edge.shared')} />}
      </div>
      {may('tracking:write') && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={change.isPending}
          onClick={() => change.mutate({ id: edge.id, isRemoved })}
        >
          {t(isRemoved ? 'edge.restore' : 'edge.remove')}
        </Button>
      )}
    </li>
  )
}

/** Since when and until when an edge says who it was, and how the company follows from it. */
function holding(
  { holds, from, until, accountBy }: Edge,
  t: ReturnType<typeof usePeopleTexts>,
  instant: (at: string) => string,
): string {
  if (!holds) return t('edge.silent')
  const since = from === null ? t('edge.since') : t('edge.from', { at: instant(from) })
  const stretch = until === null ? since : `${since} ${t('edge.until', { at: instant(until) })}`
  return accountBy === null ? stretch : `${stretch} · ${t(`account.${accountBy}`)}`
}

function WhoseLine({ edge: { person } }: { readonly edge: Edge }) {
  const t = usePeopleTexts()
  const path = person && kindById(person.kind)?.path
  return (
    <Text size="sm" fw={500}>
      {path ? (
        <AppLink to={`/${path}/${person.id}`}>{person.label || '–'}</AppLink>
      ) : (
        t('edge.company')
      )}
    </Text>
  )
}

/** Takes a link back, or links again; says so with the way back. */
function useChange() {
  const t = usePeopleTexts()
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: ({ id, isRemoved }: { readonly id: string; readonly isRemoved: boolean }) =>
      isRemoved ? restoreLink(id) : removeLink(id),
    onSuccess: async (_, { id, isRemoved }) => {
      await client.invalidateQueries({ queryKey: recordKeys.all })
      const note = notifications.show({
        color: 'good',
        message: (
          <Group justify="space-between" gap="sm" wrap="nowrap">
            <Text size="sm">{t(isRemoved ? 'restored' : 'removed')}</Text>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                notifications.hide(note)
                mutation.mutate({ id, isRemoved: !isRemoved })
              }}
            >
              {t('undo')}
            </Button>
          </Group>
        ),
      })
    },
  })
  return mutation
}
