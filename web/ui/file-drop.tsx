import { Box, Button, FileButton, Stack, Text } from '@mantine/core'
import { UploadIcon } from '@primer/octicons-react'
import { type DragEvent, useState } from 'react'
import { useUiTexts } from './texts.ts'

type Props = {
  readonly onFiles: (files: File[]) => void
  /** For the file dialogue: '.csv,.xlsx'. */
  readonly accept?: string
  readonly multiple?: boolean
  readonly disabled?: boolean
  /** Which files, how large. */
  readonly hint?: string
}

/** A place to drop files on, with a button that does the same. */
export function FileDrop({ onFiles, accept, multiple = true, disabled = false, hint }: Props) {
  const t = useUiTexts()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (!disabled && files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  return (
    <Box
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      p="xl"
      style={{
        border: `1.5px dashed ${over ? 'var(--mantine-color-anchor)' : 'var(--rk-strong-line)'}`,
        borderRadius: 8,
        background: over ? 'var(--rk-hover)' : 'var(--rk-ground)',
      }}
    >
      <Stack align="center" gap="xs">
        <UploadIcon size={28} />
        <Text fw={500} ta="center">
          {over ? t('file.release') : t('file.drop')}
        </Text>
        <FileButton
          onChange={(files) => {
            const list = files === null ? [] : Array.isArray(files) ? files : [files]
            if (list.length > 0) onFiles(list)
          }}
          {...(accept === undefined ? {} : { accept })}
          multiple={multiple}
          inputProps={{ 'aria-label': t('file.choose') }}
        >
          {(props) => (
            <Button {...props} variant="default" disabled={disabled}>
              {t('file.choose')}
            </Button>
          )}
        </FileButton>
        {hint && (
          <Text size="xs" c="dimmed" ta="center">
            {hint}
          </Text>
        )}
      </Stack>
    </Box>
  )
}
