import { Alert, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReportView } from '#reports/shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useMay } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { NewReportPanel } from './new-report-panel.tsx'
import { ReportTable } from './report-table.tsx'
import { useReports } from './reports-api.ts'
import { SchedulesPanel } from './schedules-panel.tsx'
import { SendDrawer } from './send-drawer.tsx'
import { useReportTexts } from './texts.ts'

/** Reports: make one, open stored ones, send them, and who gets which when. */
export function ReportsScreen() {
  const t = useReportTexts()
  const may = useMay()
  const reports = useReports()
  const [sending, setSending] = useState<ReportView | null>(null)
  const mayWrite = may('reports:write')
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <Stack gap="md">
        {reports.isPending && <ScreenLoading />}
        {reports.isError && (
          <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
        )}
        {reports.data && !reports.data.mail && <Alert color="yellow">{t('mail.off')}</Alert>}
        {reports.data && mayWrite && <NewReportPanel suggested={reports.data.suggested} />}
        {reports.data && (
          <ReportTable reports={reports.data.items} onSend={mayWrite ? setSending : null} />
        )}
        <SchedulesPanel />
      </Stack>
      <SendDrawer report={sending} onClose={() => setSending(null)} />
    </>
  )
}
