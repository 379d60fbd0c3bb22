import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { AlertIcon, CheckCircleIcon, InfoIcon } from '@primer/octicons-react'
import { useMay } from '../platform/session.ts'
import { useSearchState } from '../platform/url-state.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { CountsTable } from './counts-table.tsx'
import type { Counts } from './import-shapes.ts'
import { NotesBrowser, useLook } from './notes-browser.tsx'
import { Refusal } from './refusal.tsx'
import { RulesPanels } from './rules-panel.tsx'
import { RunProgress } from './run-progress.tsx'
import { verdictOf } from './run-summary.ts'
import {
  firstOpenFile,
  hasResult,
  hindranceOf,
  isEditable,
  isRunning,
  type StepProps,
} from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useRun } from './use-import.ts'

/** Step 3: the dry run and what it found. */
export function CheckStep({ view, onStep }: StepProps) {
  const look = useLook()
  const t = useImportTexts()
  const done =
    hasResult(view.state) &&
    view.counts !== null &&
    view.files.some(({ parts }) => parts.length > 0)
  const running = isRunning(view.state)
  return (
    <Stack gap="md">
      {running ? <RunProgress view={view} /> : <Start view={view} onStep={onStep} done={done} />}
      {done && !running && view.counts && (
        <>
          <Verdict counts={view.counts} />
          <Panel flush title={t(view.state === 'committed' ? 'counts.titleDone' : 'counts.title')}>
            <CountsTable view={view} onLook={look} />
          </Panel>
          <RulesPanels view={view} onLook={look} />
          <NotesBrowser view={view} />
        </>
      )}
    </Stack>
  )
}

function Start({ view, onStep, done }: StepProps & { readonly done: boolean }) {
  const t = useImportTexts()
  const may = useMay()
  const run = useRun(view.id)
  const [, change] = useSearchState()
  const hindrance = hindranceOf(view)
  if (!isEditable(view.state) || !may('imports:run')) return null
  const ready = view.state === 'ready'
  return (
    <Panel
      title={t('check.title')}
      sentence={t('check.sentence')}
      actions={
        <Group gap="sm">
          <Button
            variant={ready ? 'default' : 'filled'}
            disabled={hindrance !== null}
            loading={run.isPending}
            onClick={() => run.mutate('dry-run')}
          >
            {t(done ? 'check.again' : 'check.start')}
          </Button>
          {ready && <Button onClick={() => onStep('commit')}>{t('check.next')}</Button>}
        </Group>
      }
    >
      {hindrance !== null && (
        <Alert color="attention" variant="light" icon={<AlertIcon />} role="status">
          <Text size="sm">{t(`check.hindrance.${hindrance}`)}</Text>
          <Button
            size="xs"
            variant="default"
            mt="xs"
            onClick={() =>
              change(
                hindrance === 'no_files'
                  ? { step: 'files' }
                  : { step: 'mapping', file: firstOpenFile(view) },
                { push: true },
              )
            }
          >
            {t(hindrance === 'no_files' ? 'check.toFiles' : 'check.toMapping')}
          </Button>
        </Alert>
      )}
      {hindrance === null && !done && (
        <Text size="sm" c="dimmed">
          {t('check.runFirst')}
        </Text>
      )}
      <Refusal error={run.error} />
    </Panel>
  )
}

const LOOKS = {
  good: { color: 'good', Icon: CheckCircleIcon },
  nothing: { color: 'gray', Icon: InfoIcon },
  rejected: { color: 'attention', Icon: AlertIcon },
  none: { color: 'bad', Icon: AlertIcon },
} as const

function Verdict({ counts }: { readonly counts: Counts }) {
  const t = useImportTexts()
  const formats = useFormats()
  const verdict = verdictOf(counts)
  const { color, Icon } = LOOKS[verdict]
  return (
    <Alert color={color} variant="light" icon={<Icon />} role="status">
      <Text size="sm" fw={500}>
        {t(`check.summary.${verdict}`, {
          rows: formats.number(counts.read),
          rejected: formats.number(counts.rejected),
        })}
      </Text>
    </Alert>
  )
}
