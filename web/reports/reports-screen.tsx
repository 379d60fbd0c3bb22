import { Alert, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReportView } from '#reports/shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useMay } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { NewReportPanel } from './new-report-panel.tsx'
import { ReportTable } from './report-table.tsx'
import { useReport, useReports } from './reports-api.ts'
import { SchedulesPanel } from './schedules-panel.tsx'
import { SendDrawer } from './send-drawer.tsx'
import { useReportTexts } from './texts.ts'

/** Reports: make one, open stored ones, send them, and who gets which when. */
export function ReportsScreen() {
  const t = useReportTexts()
  const may = useMay()
  const reports = useReports()
  const [search] = useSearchState()
  const opened = useReport(one(search, 'report'))
  const [sending, setSending] = useState<ReportView | null>(null)
  const mayWrite = may('reports:write')
  const onSend = mayWrite ? setSending : null
  const pages = reports.data?.pages
  const [first] = pages ?? []
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <Stack gap="md">
        {reports.isPending && <ScreenLoading />}
        {reports.isError && (
          <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
        )}
        {first && !first.mail && (
          <Alert color="attention" variant="light">
            {t('mail.off')}
          </Alert>
        )}
        {opened.isError && <ErrorState error={opened.error} text={t('opened.gone')} />}
        {opened.data && (
          <ReportTable title={t('opened.title')} reports={[opened.data]} onSend={onSend} />
        )}
        {first && mayWrite && <NewReportPanel suggested={first.suggested} />}
        {pages && (
          <ReportTable
            title={t('list.title')}
            reports={pages.flatMap(({ items }) => items)}
            onSend={onSend}
            {...(reports.hasNextPage && { onMore: () => void reports.fetchNextPage() })}
            loading={reports.isFetchingNextPage}
          />
        )}
        <SchedulesPanel />
      </Stack>
      <SendDrawer report={sending} onClose={() => setSending(null)} />
    </>
  )
}
