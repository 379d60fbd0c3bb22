import { Button, Group, Paper, Text } from '@mantine/core'
import { PencilIcon, TrashIcon, XIcon } from '@primer/octicons-react'
import { useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { useSearchState } from '../platform/url-state.ts'
import { useFormats } from '../ui/use-formats.ts'
import { BulkDeleteDialog } from './bulk-delete-dialog.tsx'
import { BulkDialog } from './bulk-dialog.tsx'
import { isFixed } from './kinds.ts'
import { listQuery } from './list-state.ts'
import type { BulkSelection } from './lists-api.ts'
import type { RecordPage } from './records-api.ts'
import { NOTHING_SELECTED, type Selection, selectedCount } from './selection.ts'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly kind: RecordKind
  readonly selection: Selection
  readonly onChange: (selection: Selection) => void
  /** Hits of the filter, and how many of them are loaded. */
  readonly page: Pick<RecordPage, 'count' | 'countCapped'>
  readonly loaded: number
}

/** What can be done with the ticked rows. */
export function BulkBar({ kind, selection, onChange, page, loaded }: Props) {
  const t = useRecordTexts()
  const formats = useFormats()
  const [search] = useSearchState()
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const count = selectedCount(selection, page.count)
  if (count === 0) return null
  const { limit: _limit, sort: _sort, ...filter } = listQuery(kind, search)
  const target: BulkSelection = selection.everyHit
    ? { filter, expected: page.count }
    : { ids: [...selection.ids] }
  const done = () => {
    setOpen(null)
    onChange(NOTHING_SELECTED)
  }
  const more = !selection.everyHit && page.count > loaded && count >= loaded
  return (
    <Paper withBorder px="sm" py={6} role="region" aria-label={t('bulk.title')}>
      <Group gap="sm">
        <Text size="sm" fw={500} role="status">
          {t('bulk.count', { count, shown: formats.number(count, 0) })}
        </Text>
        {more && !page.countCapped && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => onChange({ ...selection, everyHit: true })}
          >
            {t('bulk.every', { shown: formats.number(page.count, 0) })}
          </Button>
        )}
        {more && page.countCapped && (
          <Text size="xs" c="dimmed">
            {t('bulk.tooMany', { shown: formats.number(page.count, 0) })}
          </Text>
        )}
        <Group gap="xs" ml="auto">
          <Button
            size="compact-md"
            variant="default"
            leftSection={<PencilIcon size={14} />}
            onClick={() => setOpen('edit')}
          >
            {t('bulk.edit')}
          </Button>
          {!isFixed(kind) && (
            <Button
              size="compact-md"
              variant="default"
              leftSection={<TrashIcon size={14} />}
              onClick={() => setOpen('delete')}
            >
              {t('detail.delete')}
            </Button>
          )}
          <Button
            size="compact-md"
            variant="subtle"
            leftSection={<XIcon size={14} />}
            onClick={() => onChange(NOTHING_SELECTED)}
          >
            {t('bulk.clear')}
          </Button>
        </Group>
      </Group>
      {open === 'edit' && (
        <BulkDialog
          kind={kind}
          target={target}
          count={count}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      )}
      {open === 'delete' && (
        <BulkDeleteDialog
          kind={kind}
          target={target}
          count={count}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      )}
    </Paper>
  )
}
