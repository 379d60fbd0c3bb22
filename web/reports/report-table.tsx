import { Anchor, Button, Group, Table, Text } from '@mantine/core'
import { FileIcon } from '@primer/octicons-react'
import type { ReportView } from '#reports/shapes.ts'
import { useText } from '../platform/language.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { fileUrl, useRemoveReport, useRestoreReport } from './reports-api.ts'
import { useReportTexts } from './texts.ts'
import { useWayBack } from './use-way-back.ts'

type Props = {
  readonly title: string
  readonly reports: readonly ReportView[]
  /** Null: the role may only read. */
  readonly onSend: ((report: ReportView) => void) | null
  /** Fetches older ones, where there are some. */
  readonly onMore?: () => void
  readonly loading?: boolean
}

/** Stored reports with their files, the newest first. */
export function ReportTable({ title, reports, onSend, onMore, loading = false }: Props) {
  const t = useReportTexts()
  const remove = useRemoveReport()
  const restore = useRestoreReport()
  const offerWayBack = useWayBack()
  if (reports.length === 0) {
    return (
      <Panel title={title}>
        <EmptyState
          icon={<FileIcon size={36} />}
          title={t('list.empty')}
          text={t('list.emptyText')}
        />
      </Panel>
    )
  }
  const removeOne = (id: string) =>
    remove.mutate(id, {
      onSuccess: () => offerWayBack(t('list.removed'), () => restore.mutateAsync(id)),
    })
  return (
    <Panel title={title}>
      {remove.isError && <ErrorState error={remove.error} />}
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing={8} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {(['report', 'made', 'sent', 'files'] as const).map((id) => (
                <Table.Th key={id} scope="col">
                  {t(`list.${id}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reports.map((report) => (
              <ReportRow key={report.id} report={report} onSend={onSend} onRemove={removeOne} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {onMore && (
        <Button mt="sm" size="xs" variant="default" loading={loading} onClick={onMore}>
          {t('list.more')}
        </Button>
      )}
    </Panel>
  )
}

type RowProps = {
  readonly report: ReportView
  readonly onSend: Props['onSend']
  readonly onRemove: (id: string) => void
}

function ReportRow({ report, onSend, onRemove }: RowProps) {
  const t = useReportTexts()
  const text = useText()
  const formats = useFormats()
  const name = `${t(`kind.${report.kind}`)} ${text(report.periodName)}`
  const file = (format: 'pdf' | 'html' | 'xlsx' | 'json', label: string) => (
    <Anchor
      href={fileUrl(report, format)}
      aria-label={t('list.file', { report: name, format: label })}
      {...(format === 'html' ? { target: '_blank', rel: 'noreferrer' } : { download: true })}
      size="sm"
    >
      {label}
    </Anchor>
  )
  const wasSent = report.deliveries.some(({ state }) => state === 'sent')
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`language.${report.language}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        {formats.instant(report.madeAt)}
        <Text size="xs" c="dimmed">
          {report.schedule === null
            ? (report.madeBy ?? t('list.byNobody'))
            : t(report.scheduleRemoved ? 'list.scheduleRemoved' : 'list.schedule', {
                name: report.schedule,
              })}
        </Text>
      </Table.Td>
      <Table.Td>
        <Deliveries report={report} />
      </Table.Td>
      <Table.Td>
        <Group gap="sm">
          {file('pdf', 'PDF')}
          {file('html', t('list.html'))}
          {file('xlsx', t('list.xlsx'))}
          {file('json', t('list.json'))}
          {onSend && (
            <Button size="compact-xs" variant="default" onClick={() => onSend(report)}>
              {t('list.send')}
            </Button>
          )}
          {onSend && !wasSent && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="bad"
              onClick={() => onRemove(report.id)}
            >
              {t('list.remove')}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

/** Why a mail did not go out, where it was not the mail server that said so. */
const REASONS = [
  ['reports.no_mail_server', 'list.noMailServer'],
  ['reports.recipient', 'list.noRecipient'],
  ['reports.removed', 'list.wasRemoved'],
] as const

/** How many mails went out, wait, failed; who got one on hover. */
function Deliveries({ report: { deliveries } }: { readonly report: ReportView }) {
  const t = useReportTexts()
  const of = (state: 'sent' | 'waiting' | 'failed') =>
    deliveries.filter((one) => one.state === state)
  const [sent, waiting, failed] = [of('sent'), of('waiting'), of('failed')]
  const error = failed[0]?.error ?? ''
  const known = REASONS.find(([code]) => code === error)
  const reason = known ? t(known[1]) : error
  if (deliveries.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('list.notSent')}
      </Text>
    )
  }
  return (
    <>
      {sent.length > 0 && (
        <Text size="sm" title={sent.map(({ recipient }) => recipient).join(', ')}>
          {t('list.sentTo', { count: sent.length })}
        </Text>
      )}
      {waiting.length > 0 && <Text size="sm">{t('list.waiting', { count: waiting.length })}</Text>}
      {failed.length > 0 && (
        <Text size="sm" c="bad">
          {t('list.failed', { count: failed.length, reason })}
        </Text>
      )}
    </>
  )
}
