import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly title: string
  /** What the name does; absent where the title says it. */
  readonly text?: string
  /** Word of the button. */
  readonly action: string
  readonly start: string
  readonly saving: boolean
  readonly error: unknown
  readonly onSave: (name: string) => void
  readonly onClose: () => void
}

/** Asks for the name of a mapping. */
export function NameDialog({ title, text, action, start, saving, error, onSave, onClose }: Props) {
  const t = useImportTexts()
  const [name, setName] = useState(start)
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSave(name.trim())
        }}
      >
        <Stack>
          {text !== undefined && <Text size="sm">{text}</Text>}
          <TextInput
            label={t('saved.name')}
            value={name}
            data-autofocus
            required
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Refusal error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={saving}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
