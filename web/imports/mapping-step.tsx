import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { CheckIcon, PlusIcon } from '@primer/octicons-react'
import { useState } from 'react'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { FileTabs } from './file-tabs.tsx'
import type { FileView, ImportView } from './import-shapes.ts'
import { withNewPart, withoutPart, withPart } from './mapping-state.ts'
import { PartEditor } from './part-editor.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { ProposalBar } from './proposal-bar.tsx'
import { Questions } from './questions.tsx'
import { Refusal } from './refusal.tsx'
import { isEditable, type StepProps } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useCurrentFile } from './use-current-file.ts'
import { type FileSettings, useFileSettings } from './use-import.ts'
import { useKinds } from './use-kinds.ts'

/** Step 2: which column becomes which field. */
export function MappingStep({ view, onStep }: StepProps) {
  const t = useImportTexts()
  const may = useMay()
  const [file, choose] = useCurrentFile(view)
  const editable = isEditable(view.state) && may('imports:run')
  if (!file) return null
  return (
    <Stack gap="md">
      <FileTabs view={view} current={file} onChoose={choose} />
      {file.error || file.detection === null ? (
        <Text size="sm" c="dimmed">
          {t('mapping.unreadable')}
        </Text>
      ) : (
        <FileMapping key={file.id} view={view} file={file} editable={editable} />
      )}
      {editable && (
        <Group justify="flex-end">
          <Button onClick={() => onStep('check')}>{t('mapping.next')}</Button>
        </Group>
      )}
    </Stack>
  )
}

type FileProps = { readonly view: ImportView; readonly file: FileView; readonly editable: boolean }

function FileMapping({ view, file, editable }: FileProps) {
  const settings = useFileSettings(view, file)
  const { mappings } = settings
  const hasKind = mappings.some(({ kind }) => kind)
  return (
    <Stack gap="md">
      <Questions view={view} file={file} editable={editable} />
      {hasKind ? (
        <>
          <Group justify="space-between" align="flex-end">
            <ProposalBar view={view} file={file} settings={settings} editable={editable} />
            <SaveState settings={settings} />
          </Group>
          {mappings.map((mapping, index) => (
            <PartEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: the position of a part is what it is known by
              key={`${index}-${mapping.kind ?? ''}`}
              file={file}
              index={index}
              mapping={mapping}
              parts={mappings.length}
              editable={editable}
              problems={
                settings.unsaved ? [] : file.mappingProblems.filter((p) => p.part === index)
              }
              onChange={(next) => settings.change(withPart(mappings, index, next))}
              onRemove={() => settings.change(withoutPart(mappings, index))}
            />
          ))}
          {editable && <AddPart settings={settings} />}
        </>
      ) : (
        <ChooseKind file={file} settings={settings} editable={editable} />
      )}
      <Refusal error={settings.error} />
      {hasKind && <PreviewPanel view={view} file={file} stale={settings.unsaved} />}
    </Stack>
  )
}

/** Every change is saved at once; this says so. */
function SaveState({ settings }: { readonly settings: FileSettings }) {
  const t = useImportTexts()
  return (
    <Text
      size="xs"
      c="dimmed"
      role="status"
      display="flex"
      style={{ gap: 4, alignItems: 'center' }}
    >
      {settings.saving ? (
        t('mapping.saving')
      ) : settings.error ? null : (
        <>
          <CheckIcon size={14} /> {t('mapping.allSaved')}
        </>
      )}
    </Text>
  )
}

/** Nothing was recognised: what is a row of this file? */
function ChooseKind({
  file,
  settings,
  editable,
}: {
  readonly file: FileView
  readonly settings: FileSettings
  readonly editable: boolean
}) {
  const t = useImportTexts()
  const text = useText()
  const { kinds } = useKinds()
  const choose = (kind: string) => {
    const guess = file.proposals.find(
      ({ mappings }) => mappings.length === 1 && mappings[0]?.kind === kind,
    )
    const format = settings.mappings[0]?.format
    const [first] = guess?.mappings ?? []
    settings.change([{ columns: {}, ...first, kind, ...(format ? { format } : {}) }])
  }
  return (
    <Panel>
      <Title order={2}>{t('mapping.kindTitle')}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('mapping.kindText')}
      </Text>
      <Select
        label={t('mapping.kind')}
        placeholder={t('mapping.kindChoose')}
        data={kinds.map(({ kind, plural }) => ({ value: kind, label: text(plural) }))}
        value={null}
        searchable
        disabled={!editable}
        maw={360}
        onChange={(kind) => kind !== null && choose(kind)}
      />
    </Panel>
  )
}

/** A second kind from the same rows: a campaign and its costs. */
function AddPart({ settings }: { readonly settings: FileSettings }) {
  const t = useImportTexts()
  const text = useText()
  const { kinds } = useKinds()
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<PlusIcon size={16} />}
          onClick={() => setOpen(true)}
        >
          {t('mapping.addPart')}
        </Button>
      </Group>
    )
  }
  return (
    <Select
      label={t('mapping.addPart')}
      description={t('mapping.addPartText')}
      placeholder={t('mapping.kindChoose')}
      data={kinds.map(({ kind, plural }) => ({ value: kind, label: text(plural) }))}
      value={null}
      searchable
      maw={560}
      onChange={(kind) => kind !== null && settings.change(withNewPart(settings.mappings, kind))}
    />
  )
}
