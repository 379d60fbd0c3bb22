import {
  ActionIcon,
  Button,
  Group,
  Modal,
  Stack,
  Switch,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core'
import { TrashIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '../platform/language.ts'
import { BandBadge, type Tone } from '../ui/band-badge.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { importApi, importKeys } from './import-api.ts'
import type { FileView, ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { kindsOf, originText, sizeText } from './recognition.ts'
import { Refusal } from './refusal.tsx'
import { type ImportTexts, useImportTexts } from './texts.ts'
import { useShowView } from './use-import.ts'
import { useKindName } from './use-kinds.ts'

/** Whether a file is ready, and if not, what is missing. */
export function fileStatus(file: FileView, t: ImportTexts): { tone: Tone; label: string } {
  if (file.error !== null) return { tone: 'bad', label: t('files.unreadable') }
  if (!file.included) return { tone: 'neutral', label: t('files.excluded') }
  if (file.questions.length > 0)
    return { tone: 'attention', label: t('files.questions', { count: file.questions.length }) }
  if (kindsOf(file).length === 0) return { tone: 'attention', label: t('files.unmapped') }
  if (file.mappingProblems.length > 0)
    return { tone: 'attention', label: t('files.problems', { count: file.mappingProblems.length }) }
  return { tone: 'good', label: t('files.ok') }
}

type Props = {
  readonly view: ImportView
  readonly current: FileView | undefined
  readonly onChoose: (file: FileView) => void
  readonly editable: boolean
}

/** The files of an import: what each was recognised as and what it lacks. */
export function FileTable({ view, current, onChoose, editable }: Props) {
  const t = useImportTexts()
  const [removing, setRemoving] = useState<FileView | null>(null)
  return (
    <Panel
      title={t('files.title')}
      sentence={t('files.sentence', { count: view.files.length })}
      flush
    >
      <div className={classes.scroller}>
        <table className={`${classes.table} ${classes.cards}`}>
          <thead>
            <tr>
              <th scope="col" style={{ minWidth: 240 }}>
                {t('files.name')}
              </th>
              <th scope="col">{t('files.recognised')}</th>
              <th scope="col" className={classes.number}>
                {t('files.rows')}
              </th>
              <th scope="col">{t('files.status')}</th>
              {editable && (
                <>
                  <th scope="col">{t('files.included')}</th>
                  <th scope="col">
                    <VisuallyHidden>{t('remove')}</VisuallyHidden>
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {view.files.map((file) => (
              <Row
                key={file.id}
                view={view}
                file={file}
                current={view.files.length > 1 && file.id === current?.id}
                onChoose={() => onChoose(file)}
                onRemove={() => setRemoving(file)}
                editable={editable}
              />
            ))}
          </tbody>
        </table>
      </div>
      {removing && <RemoveDialog view={view} file={removing} onClose={() => setRemoving(null)} />}
    </Panel>
  )
}

type RowProps = {
  readonly view: ImportView
  readonly file: FileView
  readonly current: boolean
  readonly onChoose: () => void
  readonly onRemove: () => void
  readonly editable: boolean
}

function Row({ view, file, current, onChoose, onRemove, editable }: RowProps) {
  const t = useImportTexts()
  const text = useText()
  const formats = useFormats()
  const kindName = useKindName()
  const show = useShowView()
  const include = useMutation({
    mutationFn: (included: boolean) => importApi.settle(view.id, file.id, { included }),
    onSuccess: show,
  })
  const status = fileStatus(file, t)
  const kinds = kindsOf(file).map(kindName)
  const selected = current ? { background: 'var(--rk-hover)' } : {}
  return (
    <tr style={selected}>
      <td className={classes.head}>
        <UnstyledButton
          onClick={onChoose}
          c={current ? 'inherit' : 'var(--mantine-color-anchor)'}
          fw={current ? 600 : 400}
          fz="sm"
          aria-current={current}
          style={{ overflowWrap: 'anywhere' }}
        >
          <span className={file.included ? undefined : classes.left}>
            <Breakable text={file.name} />
          </span>
        </UnstyledButton>
        <Text size="xs" c="dimmed">
          {sizeText(file.bytes, formats.number)}
        </Text>
      </td>
      <td className={classes.wide} data-label={t('files.recognised')}>
        {file.error === null && (
          <>
            <Text size="sm">{kinds.length > 0 ? kinds.join(' + ') : formats.number(null)}</Text>
            <Text size="xs" c="dimmed" maw={420}>
              {originText(file, text, t)}
            </Text>
          </>
        )}
      </td>
      <td className={classes.number} data-label={t('files.rows')}>
        <RowCount file={file} />
      </td>
      <td data-label={t('files.status')} style={{ whiteSpace: 'nowrap' }}>
        <BandBadge tone={status.tone} label={status.label} size="sm" />
      </td>
      {editable && (
        <>
          <td data-label={t('files.included')}>
            <Switch
              checked={file.included}
              disabled={file.error !== null || include.isPending}
              aria-label={t('files.include', { name: file.name })}
              onChange={(event) => include.mutate(event.currentTarget.checked)}
            />
          </td>
          <td className={classes.number}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('files.remove', { name: file.name })}
              onClick={onRemove}
            >
              <TrashIcon size={16} />
            </ActionIcon>
          </td>
        </>
      )}
    </tr>
  )
}

/** All rows once they are known, before that those of the sample. */
function RowCount({ file }: { readonly file: FileView }) {
  const t = useImportTexts()
  const formats = useFormats()
  if (file.rowsTotal !== null) return formats.number(file.rowsTotal)
  if (file.detection === null) return formats.number(null)
  const count = formats.number(file.detection.sampledRows)
  return file.detection.complete ? count : t('files.rowsUnknown', { count })
}

function RemoveDialog({
  view,
  file,
  onClose,
}: {
  readonly view: ImportView
  readonly file: FileView
  readonly onClose: () => void
}) {
  const t = useImportTexts()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => importApi.removeFile(view.id, file.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: importKeys.one(view.id) })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={t('files.removeTitle')}>
      <Stack>
        <Text size="sm">{t('files.removeText', { name: file.name })}</Text>
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
