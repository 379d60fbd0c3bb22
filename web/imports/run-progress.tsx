import { Text } from '@mantine/core'
import { useMay } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { Progress } from '../ui/progress.tsx'
import type { ImportView } from './import-shapes.ts'
import { Refusal } from './refusal.tsx'
import { type ImportTexts, useImportTexts } from './texts.ts'
import { useRun, useSecondsLeft } from './use-import.ts'

const PHASES = ['profile', 'rows', 'finish', 'undo'] as const

function labelOf(view: ImportView, t: ImportTexts): string {
  const run = t(
    view.state === 'dry_running' ? 'run.dry' : view.state === 'undoing' ? 'run.undo' : 'run.commit',
  )
  const phase = PHASES.find((one) => one === view.progress?.phase)
  return t(phase ? `run.phase.${phase}` : 'run.phase.other', { run })
}

/** A run under way: rows of total, time left, cancel. */
export function RunProgress({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const may = useMay()
  const run = useRun(view.id)
  const left = useSecondsLeft(view.progress)
  const cancellable = view.state !== 'undoing' && may('imports:run') && !run.isPending
  const { progress } = view
  return (
    <Panel>
      <Progress
        label={run.isPending || run.isSuccess ? t('run.cancelling') : labelOf(view, t)}
        done={progress?.done ?? 0}
        total={progress === null || progress.total === 0 ? null : progress.total}
        showCount={progress?.phase !== 'profile'}
        secondsLeft={left}
        {...(cancellable && !run.isSuccess ? { onCancel: () => run.mutate('cancel') } : {})}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {[...(progress?.file ? [t('run.file', { name: progress.file })] : []), t('run.leave')].join(
          ' · ',
        )}
      </Text>
      <Refusal error={run.error} />
    </Panel>
  )
}
