import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import {
  LANGUAGES,
  type Language,
  REPORT_KINDS,
  type ReportKind,
  RHYTHMS,
  type Rhythm,
} from '#reports/facts.ts'
import type { ScheduleInput, ScheduleView } from '#reports/shapes.ts'
import { useLanguage } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import {
  isRecipientError,
  useRecipients,
  useRemoveSchedule,
  useRestoreSchedule,
  useSaveSchedule,
} from './reports-api.ts'
import { useReportTexts } from './texts.ts'
import { useWayBack } from './use-way-back.ts'

type Props = { readonly schedule: ScheduleView | null; readonly onDone: () => void }

const START: Omit<ScheduleInput, 'name' | 'language'> = {
  kind: 'management',
  rhythm: 'month',
  day: 3,
  clock: '07:30',
  with_workbook: false,
  active: true,
  recipients: [],
}

/** What people choose of a schedule. */
const chosenOf = ({
  id: _,
  version: __,
  recipientNames: ___,
  nextAt: ____,
  nextPeriod: _____,
  failingSince: ______,
  ...chosen
}: ScheduleView): ScheduleInput => chosen

/** One schedule: which report, when, to whom. */
export function ScheduleForm({ schedule, onDone }: Props) {
  const t = useReportTexts()
  const shown = useLanguage()
  const people = useRecipients()
  const save = useSaveSchedule()
  const remove = useRemoveSchedule()
  const restore = useRestoreSchedule()
  const offerWayBack = useWayBack()
  const [input, setInput] = useState<ScheduleInput>(() =>
    schedule ? chosenOf(schedule) : { ...START, name: t('kind.management'), language: shown },
  )
  const set = (change: Partial<ScheduleInput>) => setInput((before) => ({ ...before, ...change }))
  // Somebody who may get none any more is still named, to be taken off.
  const gone = (schedule?.recipients ?? []).flatMap((value, index) =>
    people.data?.some((one) => one.value === value)
      ? []
      : [{ value, label: schedule?.recipientNames[index] ?? value }],
  )
  const done = (message: string, back: () => Promise<unknown>) => {
    offerWayBack(message, back)
    onDone()
  }
  const saved = ({ id, version }: ScheduleView) =>
    done(t('schedule.saved'), () =>
      schedule
        ? save.mutateAsync({ id, version, input: chosenOf(schedule) })
        : remove.mutateAsync(id),
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(
          { id: schedule?.id ?? null, version: schedule?.version ?? 0, input },
          { onSuccess: saved },
        )
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('schedule.name')}
          value={input.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          required
          maxLength={120}
        />
        <Select
          label={t('new.kind')}
          data={REPORT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={input.kind}
          allowDeselect={false}
          onChange={(value) => set({ kind: (value ?? 'management') as ReportKind })}
        />
        <Group grow>
          <Select
            label={t('schedule.rhythm')}
            data={RHYTHMS.map((value) => ({ value, label: t(`schedule.${value}`) }))}
            value={input.rhythm}
            allowDeselect={false}
            onChange={(value) => set({ rhythm: (value ?? 'month') as Rhythm })}
          />
          <Select
            label={t('new.language')}
            data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
            value={input.language}
            allowDeselect={false}
            onChange={(value) => set({ language: (value ?? 'de') as Language })}
          />
        </Group>
        <Group grow align="flex-start">
          <NumberInput
            label={t('schedule.day')}
            description={t('schedule.dayHint')}
            inputWrapperOrder={['label', 'input', 'description']}
            min={1}
            max={28}
            value={input.day}
            onChange={(value) => set({ day: Number(value) || 1 })}
          />
          <TextInput
            label={t('schedule.clock')}
            type="time"
            value={input.clock}
            onChange={(event) => set({ clock: event.currentTarget.value })}
            required
          />
        </Group>
        <MultiSelect
          label={t('send.to')}
          description={t('send.hint')}
          data={people.data ? [...people.data, ...gone] : []}
          value={input.recipients}
          onChange={(recipients) => set({ recipients })}
          searchable
          required
        />
        <Checkbox
          label={t('send.workbook')}
          checked={input.with_workbook}
          onChange={(event) => set({ with_workbook: event.currentTarget.checked })}
        />
        <Switch
          label={t('schedule.active')}
          checked={input.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        {save.isError && (
          <ErrorState
            error={save.error}
            {...(isRecipientError(save.error) && { text: t('send.refused') })}
          />
        )}
        {remove.isError && <ErrorState error={remove.error} />}
        <Group justify="space-between">
          <Button
            type="submit"
            loading={save.isPending}
            disabled={input.recipients.length === 0 || input.name.trim() === ''}
          >
            {t('schedule.save')}
          </Button>
          {schedule && (
            <Button
              variant="subtle"
              color="bad"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(schedule.id, {
                  onSuccess: () =>
                    done(t('schedule.removed'), () => restore.mutateAsync(schedule.id)),
                })
              }
            >
              {t('schedule.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
