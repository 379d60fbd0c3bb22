import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { RecordKind } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { undoAction } from './lists-api.ts'
import { recordKeys } from './records-api.ts'
import { hasRuleText, ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'

const SHOWN_MS = 12_000

/** Takes a change by hand back and says how that went. True when it worked. */
export function useUndo() {
  const t = useRecordTexts()
  const text = useText()
  const client = useQueryClient()
  const why = (error: unknown): string => {
    if (!(error instanceof ApiError)) return t('undo.failed')
    const newer = error.problems.find(({ rule }) => rule === 'records.changed_since')?.detail
    if (newer?.title) {
      return t('undo.changed', { title: String(newer.title), by: String(newer.by) })
    }
    return hasRuleText(error.code) ? text(ruleText(error.code)) : t('undo.failed')
  }
  return async (kind: RecordKind, action: string): Promise<boolean> => {
    try {
      await undoAction(kind, action)
      notifications.show({ message: t('undo.done'), color: 'good' })
      return true
    } catch (error) {
      notifications.show({ message: why(error), color: 'bad', autoClose: SHOWN_MS })
      return false
    } finally {
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    }
  }
}

/** Says what was done, and offers to take it back where there is a way. */
export function useUndoNotice() {
  const t = useRecordTexts()
  return (message: string, undo: (() => Promise<void>) | null): void => {
    const takeBack = async () => {
      notifications.hide(id)
      await undo?.()
    }
    const id = notifications.show({
      color: 'good',
      autoClose: SHOWN_MS,
      message: (
        <Group justify="space-between" gap="sm" wrap="nowrap">
          <Text size="sm">{message}</Text>
          {undo && (
            <Button size="compact-sm" variant="subtle" onClick={() => void takeBack()}>
              {t('undo.do')}
            </Button>
          )}
        </Group>
      ),
    })
  }
}

/**
 * Says what was done, and offers to take it back: the action, and then `afterwards`. Without an action
 * `afterwards` alone is the way back; without either there is none.
 */
export function useDoneNotice() {
  const notice = useUndoNotice()
  const undo = useUndo()
  return (
    kind: RecordKind,
    message: string,
    action: string | null,
    afterwards?: () => void | Promise<void>,
  ): void => {
    const takeBack = async () => {
      if (action === null || (await undo(kind, action))) await afterwards?.()
    }
    notice(message, action === null && !afterwards ? null : takeBack)
  }
}
