import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly kind: RecordKind
  /** The fields that need a reason; null closes the dialogue. */
  readonly fields: readonly string[] | null
  readonly saving: boolean
  readonly onClose: () => void
  readonly onReason: (reason: string) => void
}

/** Asks why something was changed that figures depend on. */
export function ReasonDialog({ kind, fields, saving, onClose, onReason }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const [reason, setReason] = useState('')
  const names = (fields ?? []).map((id) => {
    const field = kind.fields.find((candidate) => candidate.id === id)
    return field ? text(field.label) : id
  })
  return (
    <Modal opened={fields !== null} onClose={onClose} title={t('reason.title')}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          event.stopPropagation() // the dialogue is a child of the record's form
          onReason(reason.trim())
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t('reason.text', { fields: names.join(', ') })}</Text>
          <Textarea
            data-autofocus
            label={t('reason.label')}
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('form.cancel')}
            </Button>
            <Button type="submit" loading={saving} disabled={reason.trim() === ''}>
              {t('reason.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
