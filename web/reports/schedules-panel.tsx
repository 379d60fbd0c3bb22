import { Button, Group, Table, Text } from '@mantine/core'
import { PlusIcon } from '@primer/octicons-react'
import { useState } from 'react'
import type { ScheduleView } from '#reports/shapes.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useSchedules } from './reports-api.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { useReportTexts } from './texts.ts'

/** Who gets which report when. */
export function SchedulesPanel() {
  const t = useReportTexts()
  const may = useMay()
  const schedules = useSchedules()
  const [edited, setEdited] = useState<ScheduleView | 'new' | null>(null)
  const mayWrite = may('reports:write')
  return (
    <Panel
      title={t('schedule.title')}
      sentence={t('schedule.sentence')}
      actions={
        mayWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<PlusIcon size={14} />}
            onClick={() => setEdited('new')}
          >
            {t('schedule.new')}
          </Button>
        )
      }
    >
      {schedules.isError && (
        <ErrorState error={schedules.error} onRetry={() => void schedules.refetch()} />
      )}
      {schedules.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('schedule.none')}
        </Text>
      )}
      {schedules.data && schedules.data.items.length > 0 && (
        <ScheduleTable items={schedules.data.items} onEdit={mayWrite ? setEdited : null} />
      )}
      <SideDrawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === 'new' || edited === null ? t('schedule.new') : edited.name}
        width={460}
      >
        {edited !== null && (
          <ScheduleForm
            schedule={edited === 'new' ? null : edited}
            onDone={() => setEdited(null)}
          />
        )}
      </SideDrawer>
    </Panel>
  )
}

type TableProps = {
  readonly items: readonly ScheduleView[]
  readonly onEdit: ((schedule: ScheduleView) => void) | null
}

function ScheduleTable({ items, onEdit }: TableProps) {
  const t = useReportTexts()
  const text = useText()
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing={8} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('schedule.name')}</Table.Th>
            <Table.Th scope="col">{t('schedule.column.report')}</Table.Th>
            <Table.Th scope="col">{t('schedule.column.to')}</Table.Th>
            <Table.Th scope="col">{t('schedule.column.next')}</Table.Th>
            <Table.Th scope="col" aria-label={t('schedule.edit')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((schedule) => (
            <Table.Tr key={schedule.id}>
              <Table.Td fw={500}>{schedule.name}</Table.Td>
              <Table.Td>
                {t(`kind.${schedule.kind}`)}, {t(`schedule.${schedule.rhythm}`)}
              </Table.Td>
              <Table.Td>{schedule.recipientNames.join(', ')}</Table.Td>
              <Table.Td>
                {schedule.nextAt && schedule.nextPeriod
                  ? `${text(schedule.nextPeriod)}: ${formats.instant(schedule.nextAt)}`
                  : t('schedule.rests')}
                {schedule.failingSince && (
                  <Text size="xs" c="bad">
                    {t('schedule.failing', { since: formats.instant(schedule.failingSince) })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group justify="flex-end">
                  {onEdit && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t('schedule.editOf', { name: schedule.name })}
                      onClick={() => onEdit(schedule)}
                    >
                      {t('schedule.edit')}
                    </Button>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
