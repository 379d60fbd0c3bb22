import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { HistoryIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { type Action, fetchActions, listKeys } from './lists-api.ts'
import { useRecordTexts } from './texts.ts'
import classes from './timeline.module.css'
import { useUndo } from './use-undo.tsx'

const KNOWN = ['create', 'update', 'delete', 'bulk_update', 'bulk_delete', 'merge'] as const
type Known = (typeof KNOWN)[number]
const isKnown = (type: string): type is Known => KNOWN.some((known) => known === type)

/** The latest changes by hand of a kind, deleted records among them, each with its way back. */
export function RecentChanges({ kind }: { readonly kind: RecordKind }) {
  const t = useRecordTexts()
  const [search, change] = useSearchState()
  const opened = one(search, 'row') === 'changes'
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('changes.title')}
        onClick={() => change({ row: 'changes' }, { push: true })}
      >
        <HistoryIcon size={18} />
      </ActionIcon>
      <SideDrawer
        opened={opened}
        onClose={() => change({ row: undefined })}
        title={t('changes.title')}
        width={520}
      >
        {opened && <Changes kind={kind} />}
      </SideDrawer>
    </>
  )
}

function Changes({ kind }: { readonly kind: RecordKind }) {
  const t = useRecordTexts()
  const query = useQuery({
    queryKey: listKeys.actions(kind),
    queryFn: ({ signal }) => fetchActions(kind, signal),
  })
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {query.data?.length === 0 ? t('changes.none') : t('changes.text')}
      </Text>
      <ol className={classes.timeline}>
        {(query.data ?? []).map((action) => (
          <Entry key={action.id} kind={kind} action={action} />
        ))}
      </ol>
    </Stack>
  )
}

function Entry({ kind, action }: { readonly kind: RecordKind; readonly action: Action }) {
  const t = useRecordTexts()
  const text = useText()
  const formats = useFormats()
  const undo = useUndo()
  const [busy, setBusy] = useState(false)
  const what = isKnown(action.type) ? t(`changes.${action.type}`) : action.type
  const many = `${formats.number(action.count, 0)} ${text(action.count === 1 ? kind.label : kind.plural)}`
  return (
    <li className={classes.entry}>
      <Group justify="space-between" wrap="nowrap" align="baseline" gap="sm">
        <Text size="sm" fw={500}>
          {what}: {action.title === '' ? many : action.title}
        </Text>
        <Text size="xs" c="dimmed" className="rk-number">
          {formats.instant(action.at)}
        </Text>
      </Group>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="xs" c="dimmed">
          {t('timeline.by', { actor: action.actor })}
          {action.undoneBy !== null && `, ${t('changes.undone', { by: action.undoneBy })}`}
        </Text>
        {action.undoable && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={busy}
            onClick={async () => {
              setBusy(true)
              await undo(kind, action.id)
              setBusy(false)
            }}
          >
            {t('undo.do')}
          </Button>
        )}
      </Group>
    </li>
  )
}
