import { Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { FileDrop } from '../ui/file-drop.tsx'
import { Progress } from '../ui/progress.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { importApi, importKeys } from './import-api.ts'
import { sizeText } from './recognition.ts'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'
import { useKinds } from './use-kinds.ts'

export const ACCEPT = '.csv,.tsv,.txt,.xlsx,.json,.gz'

/** Sends files with progress and cancel; `onSent` gets the answer. */
export function UploadDrop<T>({
  send,
  onSent,
}: {
  readonly send: (
    files: readonly File[],
    sending: { signal: AbortSignal; onProgress: (fraction: number) => void },
  ) => Promise<T>
  readonly onSent: (answer: T) => void
}) {
  const t = useImportTexts()
  const formats = useFormats()
  const { fileBytesMax } = useKinds()
  const [fraction, setFraction] = useState(0)
  const abort = useRef<AbortController | null>(null)
  const sending = useMutation({
    mutationFn: (files: readonly File[]) => {
      setFraction(0)
      abort.current = new AbortController()
      return send(files, { signal: abort.current.signal, onProgress: setFraction })
    },
    onSuccess: onSent,
  })
  const aborted = sending.error !== null && abort.current?.signal.aborted
  return (
    <Stack gap="sm">
      {sending.isPending ? (
        <Progress
          label={fraction < 1 ? t('new.uploading') : t('new.uploaded')}
          done={fraction}
          total={fraction < 1 ? 1 : null}
          showCount={false}
          onCancel={() => abort.current?.abort()}
        />
      ) : (
        <FileDrop
          accept={ACCEPT}
          hint={
            fileBytesMax === null
              ? ''
              : t('new.hint', { size: sizeText(fileBytesMax, formats.number) })
          }
          onFiles={(files) => sending.mutate(files)}
        />
      )}
      {!aborted && <Refusal error={sending.error} />}
    </Stack>
  )
}

/** The start of an import: drop files, and the next screen shows what they are. */
export function NewImport() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return (
    <UploadDrop
      send={(files, sending) => importApi.create(files, sending)}
      onSent={(view) => {
        client.setQueryData(importKeys.one(view.id), view)
        void client.invalidateQueries({ queryKey: importKeys.list })
        void navigate({ to: `/imports/${view.id}` })
      }}
    />
  )
}
