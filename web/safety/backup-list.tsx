import { Stack, Text } from '@mantine/core'
import { bytesText } from '#safety/doctor-facts.ts'
import { BACKUP_PROBLEMS } from '#safety/problems.ts'
import type { BackupRun } from '#safety/schema.ts'
import { useText } from '../platform/language.ts'
import { BandBadge, type Tone } from '../ui/band-badge.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Panel } from '../ui/panel.tsx'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useSafetyTexts } from './texts.ts'

/** What became of each backup. */
export function BackupList({ runs }: { readonly runs: readonly BackupRun[] }) {
  const t = useSafetyTexts()
  const columns = useColumns(runs)
  return (
    <Panel title={t('list.title')} sentence={t('list.sentence')} flush>
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {t('list.empty')}
        </Text>
      ) : (
        <SimpleTable
          label={t('list.title')}
          columns={columns}
          rows={runs.map((run) => [
            run.requestedAt,
            run.cause,
            run.id,
            run.bytes,
            run.rows,
            run.file,
          ])}
          maxHeight={420}
        />
      )}
    </Panel>
  )
}

function useColumns(runs: readonly BackupRun[]): SimpleColumn[] {
  const t = useSafetyTexts()
  const text = useText()
  const formats = useFormats()
  const runOf = (row: readonly unknown[]) => runs.find(({ id }) => id === row[2])
  const causeOf = (run: BackupRun | undefined) =>
    run === undefined || run.cause === 'person' ? run?.actorName : t(`cause.${run.cause}`)
  return [
    { id: 'at', label: t('list.at'), format: (value) => formats.instant(String(value)) },
    { id: 'cause', label: t('list.cause'), format: (_, row) => causeOf(runOf(row)) },
    { id: 'result', label: t('list.result'), format: (_, row) => <Result run={runOf(row)} /> },
    {
      id: 'bytes',
      label: t('list.bytes'),
      numeric: true,
      format: (value) => (typeof value === 'number' ? text(bytesText(value)) : '–'),
    },
    {
      id: 'rows',
      label: t('list.rows'),
      numeric: true,
      format: (value) => formats.number(typeof value === 'number' ? value : null),
    },
    {
      id: 'file',
      label: t('list.file'),
      format: (value) => (value === null ? '–' : <Breakable text={nameOf(String(value))} />),
    },
  ]
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? path

const TONES: Readonly<Record<BackupRun['state'], Tone>> = {
  waiting: 'neutral',
  running: 'neutral',
  done: 'good',
  failed: 'bad',
}

function Result({ run }: { readonly run: BackupRun | undefined }) {
  const t = useSafetyTexts()
  const text = useText()
  if (run === undefined) return null
  if (run.fileState === 'removed') return <BandBadge tone="neutral" label={t('state.removed')} />
  if (run.fileState === 'missing') return <BandBadge tone="attention" label={t('state.missing')} />
  return (
    <Stack gap={0} align="flex-start">
      <BandBadge tone={TONES[run.state]} label={t(`state.${run.state}`)} />
      {run.problem && (
        <Text size="xs" c="dimmed">
          {text(BACKUP_PROBLEMS[run.problem.code])}
        </Text>
      )}
    </Stack>
  )
}
