import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EdgeList } from '#tracking/identity-shapes.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './people.module.css'
import { removeLink, restoreLink } from './people-api.ts'
import { usePeopleTexts } from './people-texts.ts'

type Edge = EdgeList['items'][number]

/** One thing that says who a visitor was, with the way to take it back; `named` says whom it names, too. */
export function EdgeLine({ edge, named }: { readonly edge: Edge; readonly named: boolean }) {
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

/** The person; where nobody is known the company. */
function WhoseLine({ edge: { person, account } }: { readonly edge: Edge }) {
  const t = usePeopleTexts()
  const known = person ?? (account && { kind: 'account', ...account })
  const path = known && kindById(known.kind)?.path
  return (
    <Group gap={8}>
      {path && (
        <Text size="sm" fw={500}>
          <AppLink to={`/${path}/${known.id}`}>{known.label || '–'}</AppLink>
        </Text>
      )}
      {person === null && (
        <Text size="sm" c="dimmed">
          {t('edge.company')}
        </Text>
      )}
    </Group>
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
