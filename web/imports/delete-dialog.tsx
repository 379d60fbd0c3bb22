import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { importApi, importKeys } from './import-api.ts'
import type { ImportView } from './import-shapes.ts'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'

type Props = { readonly view: ImportView; readonly onClose: () => void }

/** Deletes the files and the protocol of an import; says that records stay. */
export function DeleteDialog({ view, onClose }: Props) {
  const t = useImportTexts()
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => importApi.remove(view.id),
    onSuccess: async () => {
      await navigate({ to: '/imports' })
      client.removeQueries({ queryKey: importKeys.one(view.id) })
      void client.invalidateQueries({ queryKey: importKeys.list })
    },
  })
  return (
    <Modal opened onClose={onClose} title={t('import.deleteTitle')}>
      <Stack>
        <Text size="sm">{t('import.deleteText')}</Text>
        {view.state === 'committed' && (
          <Text size="sm" fw={500}>
            {t('import.deleteUndo')}
          </Text>
        )}
        <Refusal error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="bad" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
