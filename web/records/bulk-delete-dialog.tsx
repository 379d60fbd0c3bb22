import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { BulkOutcome } from './bulk-outcome.tsx'
import { type BulkMode, type BulkSelection, bulkDelete } from './lists-api.ts'
import { recordKeys } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { useDoneNotice } from './use-undo.tsx'

type Props = {
  readonly kind: RecordKind
  readonly target: BulkSelection
  readonly count: number
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Deletes many records after showing which of them cannot go. */
export function BulkDeleteDialog({ kind, target, count, onClose, onDone }: Props) {
  const t = useRecordTexts()
  const formats = useFormats()
  const client = useQueryClient()
  const notice = useDoneNotice()
  const [mode, setMode] = useState<BulkMode>('all_or_nothing')
  const preview = useQuery({
    queryKey: ['bulk-delete', kind.path, target],
    queryFn: () => bulkDelete(kind, { ...target, mode: 'preview' }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const remove = useMutation({
    mutationFn: () => bulkDelete(kind, { ...target, mode }),
    onSuccess: async (result) => {
      const message = t('bulk.deleted', {
        count: result.changed,
        shown: formats.number(result.changed, 0),
      })
      if (result.applied) notice(kind, message, result.action)
      onDone()
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    },
  })
  const result = preview.data
  const blocked =
    !result || result.changed === 0 || (result.refusedCount > 0 && mode === 'all_or_nothing')
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('bulk.delete.title', { count, shown: formats.number(count, 0) })}
    >
      <Stack gap="md">
        {preview.isPending && <Text size="sm">{t('bulk.checking')}</Text>}
        {preview.isError && <ErrorState error={preview.error} />}
        {remove.isError && <ErrorState error={remove.error} />}
        {result && (
          <BulkOutcome kind={kind} result={result} verb="delete" mode={mode} onMode={setMode} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('form.cancel')}
          </Button>
          <Button
            color="bad"
            loading={remove.isPending}
            disabled={blocked}
            onClick={() => remove.mutate()}
          >
            {t('bulk.delete.do', {
              count: result?.changed ?? count,
              shown: formats.number(result?.changed ?? count, 0),
            })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
