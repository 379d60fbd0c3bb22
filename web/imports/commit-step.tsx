import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { CheckCircleIcon, ShieldCheckIcon } from '@primer/octicons-react'
import { useMay } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { Counts, ImportView } from './import-shapes.ts'
import { Refusal } from './refusal.tsx'
import { RunProgress } from './run-progress.tsx'
import { byKind, createdByKind, createdCount } from './run-summary.ts'
import { isRunning, type StepProps } from './steps.ts'
import { useImportTexts } from './texts.ts'
import { useRun } from './use-import.ts'
import { useKindName } from './use-kinds.ts'

/** Step 4: what will be written, then the run itself. */
export function CommitStep({ view, onStep }: StepProps) {
  const t = useImportTexts()
  const may = useMay()
  const run = useRun(view.id)
  if (isRunning(view.state)) return <RunProgress view={view} />
  if (view.state === 'committed' || view.state === 'undone') {
    return (
      <Alert color="good" variant="light" icon={<CheckCircleIcon />} title={t('commit.done')}>
        <Button size="xs" variant="default" mt="xs" onClick={() => onStep('result')}>
          {t('commit.toResult')}
        </Button>
      </Alert>
    )
  }
  if (view.state !== 'ready' || view.counts === null) return null
  return (
    <Panel title={t('commit.title')} sentence={t('commit.ready')}>
      <Stack gap="md">
        <WhatHappens view={view} counts={view.counts} />
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <ShieldCheckIcon size={18} />
          <Text size="sm" c="dimmed">
            {t('commit.safe')}
          </Text>
        </Group>
        <Refusal error={run.error} />
        {may('imports:run') && (
          <Group>
            <Button
              loading={run.isPending}
              onClick={() => run.mutate('commit', { onSuccess: () => onStep('result') })}
            >
              {t('commit.start')}
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function WhatHappens({ view, counts }: { readonly view: ImportView; readonly counts: Counts }) {
  const t = useImportTexts()
  const formats = useFormats()
  const created = createdCount(view)
  const kindName = useKindName()
  const lines = [
    ['commit.new', counts.new, byKind(view, 'new')],
    ['commit.changed', counts.changed, byKind(view, 'changed')],
    ['commit.created', created, createdByKind(view)],
    ['commit.same', counts.same, byKind(view, 'same')],
    ['commit.rejected', counts.rejected, byKind(view, 'rejected')],
  ] as const
  const shown = lines.filter(([, count]) => count > 0)
  return (
    <>
      {counts.new + counts.changed + created === 0 && <Text size="sm">{t('commit.empty')}</Text>}
      <List size="sm" spacing={4}>
        {shown.map(([key, count, kinds]) => (
          <List.Item key={key}>
            {t(key, { count, number: formats.number(count) })}
            {(kinds.length > 1 || key === 'commit.created') && (
              <Text size="sm" c="dimmed">
                {kinds
                  .map((one) => `${formats.number(one.count)} ${kindName(one.kind)}`)
                  .join(', ')}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </>
  )
}
