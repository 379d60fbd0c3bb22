import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { RecordKind } from '#kernel/record.ts'
import { type RecordValues, recordKeys, type ShownRecord, updateRecord } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { undoChanges } from './undo.ts'
import { useDoneNotice } from './use-undo.tsx'

/**
 * Says that a change is saved, and offers to take it back: as an action of the server, or, for kinds that
 * keep none (users), by writing the old values again.
 */
export function useSavedNotice() {
  const t = useRecordTexts()
  const client = useQueryClient()
  const notice = useDoneNotice()
  return (
    kind: RecordKind,
    message: string,
    before: RecordValues,
    { record: saved, action = null }: Pick<ShownRecord, 'record' | 'action'>,
  ) => {
    const changes = undoChanges(kind, before, saved)
    if (action || Object.keys(changes).length === 0) {
      notice(kind, message, action)
      return
    }
    const writeBack = async () => {
      try {
        const { version } = saved
        await updateRecord(kind, saved.id, { version, changes, reason: t('undo.reason') })
        notifications.show({ message: t('undo.done'), color: 'good' })
      } catch {
        notifications.show({ message: t('undo.failed'), color: 'bad' })
      }
      await client.invalidateQueries({ queryKey: recordKeys.all })
    }
    notice(kind, message, null, writeBack)
  }
}
