import { notifications } from '@mantine/notifications'
import { useUndoNotice } from '../records/use-undo.tsx'
import { useReportTexts } from './texts.ts'

/** Says what was done and offers the way back; says too how going back went. */
export function useWayBack() {
  const t = useReportTexts()
  const notice = useUndoNotice()
  return (message: string, back: () => Promise<unknown>): void =>
    notice(message, async () => {
      try {
        await back()
        notifications.show({ message: t('undo.done'), color: 'good' })
      } catch {
        notifications.show({ message: t('undo.failed'), color: 'bad' })
      }
    })
}
