import { ActionIcon, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { PencilIcon, TrashIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { importApi, importKeys } from './import-api.ts'
import type { SavedMapping } from './import-shapes.ts'
import classes from './imports.module.css'
import { NameDialog } from './name-dialog.tsx'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'
import { useKindName } from './use-kinds.ts'

type Named = SavedMapping & { readonly name: string }
type Open = { readonly what: 'rename' | 'remove'; readonly mapping: Named } | null

/** Mappings under a name: proposed by themselves, renamed and deleted here. */
export function SavedMappingsPanel() {
  const t = useImportTexts()
  const [open, setOpen] = useState<Open>(null)
  const query = useQuery({
    queryKey: importKeys.mappings,
    queryFn: ({ signal }) => importApi.mappings({ signal }),
  })
  const named = (query.data ?? []).filter((mapping): mapping is Named => mapping.name !== null)
  return (
    <Panel title={t('saved.title')} sentence={t('saved.sentence')}>
      <Refusal error={query.error} onRetry={() => void query.refetch()} />
      {query.data && named.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('saved.empty')}
        </Text>
      )}
      <ul className={classes.plain}>
        {named.map((mapping) => (
          <Entry key={mapping.id} mapping={mapping} onOpen={setOpen} />
        ))}
      </ul>
      {open?.what === 'rename' && (
        <RenameDialog mapping={open.mapping} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'remove' && (
        <RemoveDialog mapping={open.mapping} onClose={() => setOpen(null)} />
      )}
    </Panel>
  )
}

function Entry({
  mapping,
  onOpen,
}: {
  readonly mapping: Named
  readonly onOpen: (open: Open) => void
}) {
  const t = useImportTexts()
  const kindName = useKindName()
  const formats = useFormats()
  const may = useMay()
  const kinds = [...new Set(mapping.mappings.flatMap(({ kind }) => (kind ? [kindName(kind)] : [])))]
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" py={4} gap="xs">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" truncate>
            {mapping.name}
          </Text>
          <Text size="xs" c="dimmed">
            {[...kinds, t('saved.changed', { when: formats.instant(mapping.updatedAt) })].join(
              ' · ',
            )}
          </Text>
        </div>
        {may('imports:run') && (
          <Group gap={2} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('saved.rename', { name: mapping.name })}
              onClick={() => onOpen({ what: 'rename', mapping })}
            >
              <PencilIcon size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('saved.remove', { name: mapping.name })}
              onClick={() => onOpen({ what: 'remove', mapping })}
            >
              <TrashIcon size={16} />
            </ActionIcon>
          </Group>
        )}
      </Group>
    </li>
  )
}

type DialogProps = { readonly mapping: Named; readonly onClose: () => void }

function useMappingChange(onClose: () => void) {
  const client = useQueryClient()
  return {
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: importKeys.mappings })
      onClose()
    },
  }
}

function RenameDialog({ mapping, onClose }: DialogProps) {
  const t = useImportTexts()
  const rename = useMutation({
    mutationFn: (name: string) => importApi.renameMapping(mapping.id, name),
    ...useMappingChange(onClose),
  })
  return (
    <NameDialog
      title={t('saved.rename', { name: mapping.name })}
      action={t('rename')}
      start={mapping.name}
      saving={rename.isPending}
      error={rename.error}
      onSave={rename.mutate}
      onClose={onClose}
    />
  )
}

function RemoveDialog({ mapping, onClose }: DialogProps) {
  const t = useImportTexts()
  const remove = useMutation({
    mutationFn: () => importApi.removeMapping(mapping.id),
    ...useMappingChange(onClose),
  })
  return (
    <Modal opened onClose={onClose} title={t('saved.removeTitle')}>
      <Stack>
        <Text size="sm">{t('saved.removeText', { name: mapping.name })}</Text>
        <Refusal error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="bad" onClick={() => remove.mutate()} loading={remove.isPending}>
            {t('remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
