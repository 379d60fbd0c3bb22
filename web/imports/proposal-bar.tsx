import { Button, Group, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../platform/language.ts'
import { importApi, importKeys } from './import-api.ts'
import type { FileView, ImportView, Proposal } from './import-shapes.ts'
import { chosenFormat, sameMappings, withFormat } from './mapping-state.ts'
import { NameDialog } from './name-dialog.tsx'
import { useImportTexts } from './texts.ts'
import type { FileSettings } from './use-import.ts'

type Props = {
  readonly view: ImportView
  readonly file: FileView
  readonly settings: FileSettings
  readonly editable: boolean
}

const ORDER = ['preset', 'remembered', 'saved', 'guess'] as const

/** Takes over a proposal (known export, saved mapping, guess), or saves the mapping under a name. */
export function ProposalBar({ file, settings, editable }: Props) {
  const t = useImportTexts()
  const text = useText()
  const [saving, setSaving] = useState(false)
  const key = (proposal: Proposal) => `${proposal.source}:${proposal.id ?? ''}`
  const current = file.proposals.find((proposal) =>
    sameMappings(withFormat(proposal.mappings, chosenFormat(settings.mappings)), [
      ...settings.mappings,
    ]),
  )
  const take = (value: string | null) => {
    const proposal = file.proposals.find((one) => key(one) === value)
    if (!proposal) return
    const format = chosenFormat(settings.mappings)
    settings.send({
      mappings: withFormat(proposal.mappings, format),
      origin: { source: proposal.source, id: proposal.id },
    })
  }
  const data = ORDER.flatMap((source) => {
    const items = file.proposals
      .filter((proposal) => proposal.source === source)
      .map((proposal) => ({ value: key(proposal), label: text(proposal.name) }))
    return items.length === 0 ? [] : [{ group: t(`mapping.proposalGroup.${source}`), items }]
  })
  return (
    <Group gap="sm" align="flex-end">
      {data.length > 0 && (
        <Select
          label={t('mapping.proposal')}
          data={data}
          value={current ? key(current) : null}
          placeholder={t('mapping.proposalNone')}
          disabled={!editable}
          w={{ base: '100%', xs: 320 }}
          searchable
          onChange={take}
        />
      )}
      {editable && (
        <Button variant="default" onClick={() => setSaving(true)}>
          {t('mapping.saveAs')}
        </Button>
      )}
      {saving && <SaveDialog file={file} settings={settings} onClose={() => setSaving(false)} />}
    </Group>
  )
}

function SaveDialog({
  file,
  settings,
  onClose,
}: {
  readonly file: FileView
  readonly settings: FileSettings
  readonly onClose: () => void
}) {
  const t = useImportTexts()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (name: string) =>
      importApi.saveMapping({ name, mappings: settings.mappings, fileId: file.id }),
    onSuccess: (_saved, name) => {
      void client.invalidateQueries({ queryKey: importKeys.mappings })
      notifications.show({ message: t('mapping.saved', { name }), color: 'good' })
      onClose()
    },
  })
  return (
    <NameDialog
      title={t('mapping.saveTitle')}
      text={t('mapping.saveText')}
      action={t('save')}
      start=""
      saving={save.isPending}
      error={save.error}
      onSave={save.mutate}
      onClose={onClose}
    />
  )
}
