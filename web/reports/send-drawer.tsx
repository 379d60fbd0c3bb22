import { Button, Checkbox, MultiSelect, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ReportView } from '#reports/shapes.ts'
import { useText } from '../platform/language.ts'
import { newId } from '../platform/new-id.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { isRecipientError, useRecipients, useSendReport } from './reports-api.ts'
import { useReportTexts } from './texts.ts'

type Props = { readonly report: ReportView | null; readonly onClose: () => void }

/** Sends a stored report to people who are chosen now. */
export function SendDrawer({ report, onClose }: Props) {
  const t = useReportTexts()
  return (
    <SideDrawer opened={report !== null} onClose={onClose} title={t('send.title')} width={460}>
      {report && <SendForm report={report} onDone={onClose} />}
    </SideDrawer>
  )
}

function SendForm({
  report,
  onDone,
}: {
  readonly report: ReportView
  readonly onDone: () => void
}) {
  const t = useReportTexts()
  const text = useText()
  const people = useRecipients()
  const send = useSendReport()
  const [recipients, setRecipients] = useState<string[]>([])
  const [workbook, setWorkbook] = useState(false)
  // A second press, or a try after a lost answer, is the same request.
  const [request] = useState(newId)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate(
          { id: report.id, recipients, with_workbook: workbook, request_id: request },
          {
            onSuccess: () => {
              notifications.show({ message: t('send.done'), color: 'good' })
              onDone()
            },
          },
        )
      }}
    >
      <Stack gap="sm">
        <Text size="sm" fw={500}>
          {t(`kind.${report.kind}`)} {text(report.periodName)}
        </Text>
        <MultiSelect
          label={t('send.to')}
          description={t('send.hint')}
          data={people.data ?? []}
          value={recipients}
          onChange={setRecipients}
          searchable
          required
        />
        <Checkbox
          label={t('send.workbook')}
          checked={workbook}
          onChange={(event) => setWorkbook(event.currentTarget.checked)}
        />
        {send.isError && (
          <ErrorState
            error={send.error}
            {...(isRecipientError(send.error) && { text: t('send.refused') })}
          />
        )}
        <Button type="submit" loading={send.isPending} disabled={recipients.length === 0}>
          {t('send.submit')}
        </Button>
      </Stack>
    </form>
  )
}
