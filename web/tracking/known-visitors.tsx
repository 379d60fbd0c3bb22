import { Button, Group, Loader, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { EdgeList, KnownKind } from '#tracking/identity-shapes.ts'
import { useMay } from '../platform/session.ts'
import { recordKeys } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { EdgeLine } from './edge-line.tsx'
import { LinkVisitDialog } from './link-visit-dialog.tsx'
import classes from './people.module.css'
import { fetchEdges, peopleKeys, WAITING_MS } from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'
import { useTrafficWords } from './traffic-words.ts'

type Edge = EdgeList['items'][number]
type Device = EdgeList['visitors'][number]

type Props = { readonly kind: KnownKind; readonly id: string; readonly title: string }

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
      <LinkVisitDialog
        whom={{ kind, id }}
        title={title}
        opened={linking}
        onClose={() => setLinking(false)}
      />
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
