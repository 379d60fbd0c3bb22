import { List, SimpleGrid, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { fetchSettings, type Settings, settingsKey } from '../company/settings-api.ts'
import { SettingsForm } from '../company/settings-form.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { BackupList } from './backup-list.tsx'
import { DoctorPanel } from './doctor-panel.tsx'
import classes from './safety.module.css'
import { backupsKey, useBackups } from './safety-api.ts'
import { StatusPanel } from './status-panel.tsx'
import { useSafetyTexts } from './texts.ts'

/** Backups and the state of the installation: the administrator's screen. */
export function SafetyScreen() {
  const t = useSafetyTexts()
  const backups = useBackups()
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <Stack gap="md">
        {backups.isPending && <ScreenLoading />}
        {backups.isError && (
          <ErrorState error={backups.error} onRetry={() => void backups.refetch()} />
        )}
        {backups.data && <StatusPanel overview={backups.data} />}
        {backups.data && <BackupList runs={backups.data.runs} />}
        <DoctorPanel />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          <SchedulePanel />
          <RestorePanel />
        </SimpleGrid>
      </Stack>
    </>
  )
}

/** The settings of the schedule, edited where one sees what they do. */
function SchedulePanel() {
  const t = useSafetyTexts()
  const client = useQueryClient()
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchSettings(signal),
  })
  const saved = () => void client.invalidateQueries({ queryKey: backupsKey })
  return (
    <Panel title={t('schedule.title')} sentence={t('schedule.sentence')}>
      {settings.isError && (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && <SettingsForm settings={ofSchedule(settings.data)} onSaved={saved} />}
    </Panel>
  )
}

const ofSchedule = ({ definitions, values }: Settings): Settings => ({
  definitions: definitions.filter(({ id }) => id.startsWith('backup_')),
  values,
})

function RestorePanel() {
  const t = useSafetyTexts()
  return (
    <Panel title={t('restore.title')} sentence={t('restore.sentence')}>
      <List type="ordered" size="sm" spacing={6}>
        <List.Item>{t('restore.1')}</List.Item>
        <List.Item>
          {t('restore.2')}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre className={classes.command} tabIndex={0}>
            {'./regelkreis restore --check DATEI\n./regelkreis restore DATEI'}
          </pre>
        </List.Item>
        <List.Item>{t('restore.3')}</List.Item>
      </List>
    </Panel>
  )
}
