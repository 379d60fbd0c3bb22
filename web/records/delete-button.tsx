import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { TrashIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { RecordKind } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { recordKinds } from './kinds.ts'
import { deleteRecord, type RecordValues, recordKeys } from './records-api.ts'
import { hasRuleText, ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'
import { useDoneNotice } from './use-undo.tsx'

type Props = {
  readonly kind: RecordKind
  readonly record: RecordValues
  readonly title: string
}

/** Deletes after a question; a refusal says what still depends on the record. */
export function DeleteButton({ kind, record, title }: Props) {
  const t = useRecordTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure(false)
  const notice = useDoneNotice()
  const back = () => navigate({ to: `/${kind.path}/${record.id}` })
  const remove = useMutation({
    mutationFn: () => deleteRecord(kind, record.id, record.version),
    onSuccess: async ({ action }) => {
      notice(kind, t('delete.done', { title }), action, action ? back : undefined)
      await navigate({ to: `/${kind.path}`, replace: true })
      client.removeQueries({ queryKey: recordKeys.one(kind, record.id) })
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
  const close = () => {
    dialog.close()
    remove.reset()
  }
  return (
    <>
      <Button variant="default" leftSection={<TrashIcon size={16} />} onClick={dialog.open}>
        {t('detail.delete')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('delete.title', { title })}>
        <Stack gap="md">
          {remove.isError ? (
            <Refused error={remove.error} />
          ) : (
            <Text size="sm">{t(kind.id === 'user' ? 'delete.text.final' : 'delete.text')}</Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {t('form.cancel')}
            </Button>
            <Button
              color="bad"
              loading={remove.isPending}
              disabled={remove.isError}
              onClick={() => remove.mutate()}
            >
              {t(kind.id === 'user' ? 'delete.do.final' : 'delete.do')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

function Refused({ error }: { readonly error: unknown }) {
  const t = useRecordTexts()
  const text = useText()
  if (!(error instanceof ApiError) || error.code !== 'records.in_use') {
    const known = error instanceof ApiError && hasRuleText(error.code)
    return <ErrorState error={error} {...(known ? { text: text(ruleText(error.code)) } : {})} />
  }
  const table = String(error.detail.by ?? '')
  const dependent = recordKinds.find((kind) => kind.table.replaceAll('"', '') === table)
  return (
    <Alert
      color="attention"
      variant="light"
      role="alert"
      title={t('delete.inUse', { kinds: dependent ? text(dependent.plural) : table })}
    >
      <Text size="sm">{t('delete.inUse.todo')}</Text>
    </Alert>
  )
}
