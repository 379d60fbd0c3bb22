import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import { useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { AppLink } from '../ui/app-link.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { Blocker, ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'
import { useRun } from './use-import.ts'

/** Asks before an import is taken back. */
export function UndoDialog({
  view,
  onClose,
}: {
  readonly view: ImportView
  readonly onClose: () => void
}) {
  const t = useImportTexts()
  const run = useRun(view.id)
  return (
    <Modal opened onClose={onClose} title={t('undo.title')}>
      <Stack>
        <Text size="sm">{t('undo.text')}</Text>
        <Refusal error={run.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('undo.keep')}
          </Button>
          <Button
            color="bad"
            loading={run.isPending}
            onClick={() => run.mutate('undo', { onSuccess: onClose })}
          >
            {t('undo.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

const SHOWN_MAX = 50

/** What stands in the way of taking an import back: which records, changed or used by what. */
export function UndoRefused({ blockers }: { readonly blockers: readonly Blocker[] | null }) {
  const t = useImportTexts()
  if (blockers === null || blockers.length === 0) return null
  return (
    <Alert
      color="attention"
      variant="light"
      icon={<AlertIcon />}
      title={t('undo.refused.title')}
      role="alert"
    >
      <Text size="sm" mb="sm">
        {t('undo.refused.text')}
      </Text>
      <div className={classes.framed} style={{ background: 'var(--mantine-color-body)' }}>
        <table className={`${classes.table} ${classes.cards}`}>
          <thead>
            <tr>
              <th scope="col">{t('undo.record')}</th>
              <th scope="col">{t('undo.why')}</th>
              <th scope="col">{t('undo.who')}</th>
              <th scope="col">{t('undo.when')}</th>
            </tr>
          </thead>
          <tbody>
            {blockers.map((blocker) => (
              <BlockerRow key={`${blocker.recordId}-${blocker.byId ?? ''}`} blocker={blocker} />
            ))}
          </tbody>
        </table>
      </div>
      {blockers.length >= SHOWN_MAX && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('undo.refused.more')}
        </Text>
      )}
    </Alert>
  )
}

function BlockerRow({ blocker }: { readonly blocker: Blocker }) {
  const t = useImportTexts()
  const text = useText()
  const formats = useFormats()
  const kind = kindById(blocker.kind)
  const by = blocker.byKind ? kindById(blocker.byKind) : undefined
  const name = blocker.title === '' ? blocker.recordId.slice(0, 8) : blocker.title
  return (
    <tr>
      <td className={classes.head}>
        {kind ? <AppLink to={`/${kind.path}/${blocker.recordId}`}>{name}</AppLink> : name}
        {kind && (
          <Text size="xs" c="dimmed">
            {text(kind.label)}
          </Text>
        )}
      </td>
      <td data-label={t('undo.why')}>
        {blocker.reason === 'changed'
          ? t('undo.changed')
          : by
            ? t('undo.referenced', { kind: text(by.label) })
            : t('undo.referencedPlain')}
        {by && blocker.byId && (
          <>
            {' · '}
            <AppLink to={`/${by.path}/${blocker.byId}`}>{t('notes.openShort')}</AppLink>
          </>
        )}
      </td>
      <td data-label={t('undo.who')}>{blocker.by ?? formats.number(null)}</td>
      <td data-label={t('undo.when')}>{formats.instant(blocker.at)}</td>
    </tr>
  )
}
