import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { RecordKind } from '#kernel/record.ts'
import { type RecordValues, recordKeys, updateRecord } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { undoChanges } from './undo.ts'

const SHOWN_MS = 8000

/** Says that a change is saved, and offers to take it back. */
export function useSavedNotice() {
  const t = useRecordTexts()
  const client = useQueryClient()
  return (kind: RecordKind, message: string, before: RecordValues, saved: RecordValues) => {
    const changes = undoChanges(kind, before, saved)
    const undo = async () => {
      notifications.hide(id)
      try {
        await updateRecord(kind, saved.id, {
          version: saved.version,
          changes,
          reason: t('undo.reason'),
        })
        notifications.show({ message: t('undo.done'), color: 'good' })
      } catch {
        notifications.show({ message: t('undo.failed'), color: 'bad' })
      }
      await client.invalidateQueries({ queryKey: recordKeys.all })
    }
    const id = notifications.show({
      color: 'good',
      autoClose: SHOWN_MS,
      message: (
        <Group justify="space-between" gap="sm" wrap="nowrap">
          <Text size="sm">{message}</Text>
          {Object.keys(changes).length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => void undo()}>
              {t('undo.do')}
            </Button>
          )}
        </Group>
      ),
    })
  }
}
