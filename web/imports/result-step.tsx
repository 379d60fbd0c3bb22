import { Button, Group, Stack } from '@mantine/core'
import { MeterIcon, UndoIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import { fetchPage, recordKeys } from '../records/records-api.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { CountsTable } from './counts-table.tsx'
import type { ImportView } from './import-shapes.ts'
import { NotesBrowser, useLook } from './notes-browser.tsx'
import { RulesPanels } from './rules-panel.tsx'
import { RunProgress } from './run-progress.tsx'
import { leadingDate, writtenKinds } from './run-summary.ts'
import { isRunning, type StepProps } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { UndoDialog, UndoRefused } from './undo-dialog.tsx'
import { useKindName } from './use-kinds.ts'

/** Step 5: what was written, where to look at it, and the way back. */
export function ResultStep({ view }: StepProps) {
  const t = useImportTexts()
  const formats = useFormats()
  const look = useLook()
  if (isRunning(view.state)) return <RunProgress view={view} />
  const when =
    view.state === 'undone'
      ? t('result.undoneWhen', { when: formats.instant(view.undoneAt) })
      : t('result.when', { when: formats.instant(view.committedAt) })
  return (
    <Stack gap="md">
      <UndoRefused blockers={view.undoBlockers} />
      {view.state === 'committed' && <NextSteps view={view} />}
      <Panel
        flush
        title={t('counts.titleDone')}
        sentence={when}
        actions={view.state === 'committed' && <Undo view={view} />}
      >
        <CountsTable view={view} onLook={look} />
      </Panel>
      <RulesPanels view={view} onLook={look} />
      <NotesBrowser view={view} />
    </Stack>
  )
}

function Undo({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const may = useMay()
  const [open, setOpen] = useState(false)
  if (!may('imports:run')) return null
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<UndoIcon size={16} />}
        onClick={() => setOpen(true)}
      >
        {t('undo.action')}
      </Button>
      {open && <UndoDialog view={view} onClose={() => setOpen(false)} />}
    </>
  )
}

/** The month of the latest record of the import's leading kind, `yyyy-mm`; null while unknown. */
function useMonthOfData(view: ImportView): string | null {
  const formats = useFormats()
  const leading = leadingDate(writtenKinds(view))
  const kind = leading ? kindById(leading.kind) : undefined
  const query = { sort: `-${leading?.field}`, limit: 1 }
  const latest = useQuery({
    queryKey: kind ? recordKeys.list(kind, query) : ['records', 'none'],
    queryFn: ({ signal }) => (kind ? fetchPage(kind, query, signal) : null),
    enabled: kind !== undefined,
    meta: { import: view.id },
  })
  const value = latest.data?.items[0]?.[leading?.field ?? '']
  if (typeof value !== 'string') return null
  return formats.date(value) === '–' ? null : value.slice(0, 7)
}

function NextSteps({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const formats = useFormats()
  const may = useMay()
  const kindName = useKindName()
  const month = useMonthOfData(view)
  const kinds = writtenKinds(view).flatMap((id) => {
    const kind = kindById(id)
    return kind && may(`${kind.area}:read`) ? [kind] : []
  })
  return (
    <Panel
      title={t('result.recordsTitle')}
      sentence={
        view.counts &&
        t('result.sentence', {
          new: formats.number(view.counts.new),
          changed: formats.number(view.counts.changed),
          same: formats.number(view.counts.same),
          rejected: formats.number(view.counts.rejected),
        })
      }
    >
      <Group gap="sm">
        {may('kpis:read') && (
          <Button
            leftSection={<MeterIcon size={18} />}
            renderRoot={(props) => (
              <Link
                to="/cockpit"
                search={(month === null ? {} : { period: month }) as never}
                {...props}
              />
            )}
          >
            {month === null
              ? t('result.cockpitPlain')
              : t('result.cockpit', { month: formats.month(`${month}-01`) })}
          </Button>
        )}
        {kinds.map((kind) => (
          <Button
            key={kind.id}
            variant="default"
            renderRoot={(props) => <Link to={`/${kind.path}`} {...props} />}
          >
            {t('result.records', { kind: kindName(kind.id) })}
          </Button>
        ))}
        <Button variant="subtle" renderRoot={(props) => <Link to="/imports" {...props} />}>
          {t('result.another')}
        </Button>
      </Group>
    </Panel>
  )
}
