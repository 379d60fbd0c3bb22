import { Alert, Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { AlertIcon, InfoIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { bytesText } from '#safety/doctor-facts.ts'
import { BACKUP_PROBLEMS } from '#safety/problems.ts'
import type { BackupOverview, BackupRun } from '#safety/schema.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { Panel } from '../ui/panel.tsx'
import { Progress } from '../ui/progress.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { backupsKey, doctorKey, startBackup } from './safety-api.ts'
import { useSafetyTexts } from './texts.ts'

type Props = { readonly overview: BackupOverview }

/** The last, the next, what is wrong, and the button. */
export function StatusPanel({ overview }: Props) {
  const t = useSafetyTexts()
  const { folder, sameDisk, lastFailed, running, restored } = overview
  const formats = useFormats()
  return (
    <Panel title={t('now.title')} actions={<StartButton running={running !== null} />}>
      <Stack gap="md">
        {lastFailed && <Failure run={lastFailed} />}
        {running && <Running run={running} />}
        <Figures overview={overview} />
        <Text size="sm" component="div">
          {t('now.folder')}: <Breakable text={folder} />
        </Text>
        {sameDisk && (
          <Alert color="attention" variant="light" icon={<AlertIcon />}>
            {t('now.sameDisk')}
          </Alert>
        )}
        {restored && (
          <Alert color="petrol" variant="light" icon={<InfoIcon />}>
            {t('now.restored', {
              at: formats.instant(restored.at),
              createdAt: formats.instant(restored.createdAt),
            })}
          </Alert>
        )}
      </Stack>
    </Panel>
  )
}

function Figures({ overview: { lastDone, nextAt, schedule } }: Props) {
  const t = useSafetyTexts()
  const formats = useFormats()
  const isSoon = nextAt !== null && Date.parse(nextAt) <= Date.now()
  const next = schedule === 'off' ? t('now.off') : isSoon ? t('now.soon') : formats.instant(nextAt)
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" mx={-10}>
      <Figure
        label={t('now.last')}
        value={lastDone ? formats.instant(lastDone.endedAt) : t('now.none')}
        below={lastDone && <LastFile run={lastDone} />}
      />
      <Figure label={t('now.next')} value={next} />
    </SimpleGrid>
  )
}

/** How large it is, or that it is gone. */
function LastFile({ run: { bytes, fileState } }: { readonly run: BackupRun }) {
  const t = useSafetyTexts()
  const text = useText()
  if (fileState === 'missing') return <BandBadge tone="attention" label={t('state.missing')} />
  return (
    <Text size="sm" c="dimmed">
      {bytes === null ? '' : text(bytesText(bytes))}
    </Text>
  )
}

function Failure({ run }: { readonly run: BackupRun }) {
  const t = useSafetyTexts()
  const text = useText()
  const formats = useFormats()
  const { code, message } = run.problem ?? { code: 'other' as const, message: '' }
  return (
    <Alert
      color="bad"
      variant="light"
      icon={<AlertIcon />}
      title={t('now.failed', { at: formats.instant(run.endedAt) })}
    >
      <Text size="sm">{text(BACKUP_PROBLEMS[code])}</Text>
      {message !== '' && (
        <Text size="xs" mt={6} ff="monospace" component="div">
          <Breakable text={message} />
        </Text>
      )}
    </Alert>
  )
}

function Running({ run: { state, progress } }: { readonly run: BackupRun }) {
  const t = useSafetyTexts()
  return (
    <Progress
      label={state === 'waiting' ? t('now.waiting') : t('now.running')}
      done={progress?.done ?? 0}
      total={progress?.total ?? null}
    />
  )
}

function StartButton({ running }: { readonly running: boolean }) {
  const t = useSafetyTexts()
  const may = useMay()
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: startBackup,
    onSuccess: () => notifications.show({ message: t('now.started'), color: 'good' }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: backupsKey })
      await client.invalidateQueries({ queryKey: doctorKey })
    },
  })
  if (!may('safety:write')) return null
  const isUnderWay =
    start.error instanceof ApiError && start.error.code === 'safety.backup_under_way'
  return (
    <Stack gap="xs" align="flex-end">
      <Button onClick={() => start.mutate()} loading={start.isPending} disabled={running}>
        {t('now.start')}
      </Button>
      {start.isError && (
        <ErrorState error={start.error} {...(isUnderWay ? { text: t('refusal.underWay') } : {})} />
      )}
    </Stack>
  )
}
