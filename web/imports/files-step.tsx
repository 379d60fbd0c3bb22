import { Button, Group, Stack, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { FileTable } from './file-table.tsx'
import { FormatPanel } from './format-panel.tsx'
import { importApi, importKeys } from './import-api.ts'
import type { ImportView } from './import-shapes.ts'
import { UploadDrop } from './new-import.tsx'
import { Questions } from './questions.tsx'
import { Refusal } from './refusal.tsx'
import { isEditable, type StepProps } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useCurrentFile } from './use-current-file.ts'
import { useShowView } from './use-import.ts'

/** Step 1: what the files are and how they are read. */
export function FilesStep({ view, onStep }: StepProps) {
  const t = useImportTexts()
  const may = useMay()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [file, choose] = useCurrentFile(view)
  const editable = isEditable(view.state) && may('imports:run')
  return (
    <Stack gap="md">
      <FileTable view={view} current={file} onChoose={choose} editable={editable} />
      {editable && (
        <Group justify="space-between" align="flex-start">
          <Button variant="default" onClick={() => setAdding(!adding)} aria-expanded={adding}>
            {t('files.add')}
          </Button>
          <Button onClick={() => onStep('mapping')}>{t('files.next')}</Button>
        </Group>
      )}
      {adding && editable && (
        <UploadDrop
          send={(files, sending) => importApi.addFiles(view.id, files, sending)}
          onSent={() => {
            setAdding(false)
            void client.invalidateQueries({ queryKey: importKeys.one(view.id) })
          }}
        />
      )}
      {file && (
        <section aria-label={file.name}>
          <Stack gap="md">
            {view.files.length > 1 && <Title order={2}>{file.name}</Title>}
            <Questions key={file.id} view={view} file={file} editable={editable} />
            <FormatPanel key={`format-${file.id}`} view={view} file={file} editable={editable} />
          </Stack>
        </section>
      )}
      <SourcePanel key={view.source} view={view} editable={editable} />
    </Stack>
  )
}

/** The engine's word for "nobody named it": then each file goes by the program its header tells. */
const UNNAMED = 'file'

/** The name under which the ids of rows are remembered. */
function SourcePanel({
  view,
  editable,
}: {
  readonly view: ImportView
  readonly editable: boolean
}) {
  const t = useImportTexts()
  const show = useShowView()
  const named = view.source === UNNAMED ? '' : view.source
  const [source, setSource] = useState(named)
  const detected = [...new Set(view.files.flatMap((file) => (file.source ? [file.source] : [])))]
  const rename = useMutation({
    mutationFn: () => importApi.rename(view.id, source.trim() || UNNAMED),
    onSuccess: show,
  })
  const changed = source.trim() !== named
  return (
    <Panel>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (changed) rename.mutate()
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('files.source')}
            description={t('files.sourceHelp')}
            value={source}
            placeholder={
              detected.length > 0
                ? t('files.sourceDetected', { name: detected.join(', ') })
                : t('files.sourceNone')
            }
            readOnly={!editable}
            maxLength={60}
            maw={640}
            flex={1}
            miw={240}
            inputWrapperOrder={['label', 'input', 'description']}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          {changed && editable && (
            <Button type="submit" variant="default" loading={rename.isPending}>
              {t('files.sourceSave')}
            </Button>
          )}
        </Group>
      </form>
      <Refusal error={rename.error} />
    </Panel>
  )
}
