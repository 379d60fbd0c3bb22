import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { PlusIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { trackingChangeKind } from '#tracking/records.ts'
import { api, nothing } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { kpiKeys } from './cockpit-api.ts'
import { dayIn } from './cockpit-period.ts'
import type { TrackingChange } from './shapes.ts'
import { useKpiTexts } from './texts.ts'
import classes from './trust-panel.module.css'

/** Notes on what changed in measuring; each becomes a mark in all trends. */
export function Diary({ changes }: { readonly changes: readonly TrackingChange[] }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const may = useMay()
  const [adding, form] = useDisclosure(false)
  return (
    <>
      {changes.length === 0 && (
        <Text size="xs" c="dimmed" mb="xs">
          {t('diary.none')}
        </Text>
      )}
      <ul className={classes['notes']}>
        {changes.map(({ id, date, title, detail }) => (
          <li key={id}>
            <span className="rk-number">{formats.date(date)}</span>
            <span>
              <AppLink to={`/${trackingChangeKind.path}/${id}`} fz="inherit">
                {detail || title[language]}
              </AppLink>
              {detail && (
                <Text size="xs" c="dimmed">
                  {title[language]}
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
      {adding && <DiaryForm onDone={form.close} />}
      {!adding && may('tracking:write') && (
        <Button
          size="xs"
          variant="default"
          mt="xs"
          leftSection={<PlusIcon size={14} />}
          onClick={form.open}
        >
          {t('diary.add')}
        </Button>
      )}
    </>
  )
}

function DiaryForm({ onDone }: { readonly onDone: () => void }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const client = useQueryClient()
  const { company } = useMe()
  const [date, setDate] = useState<string>(dayIn(new Date(), company.time_zone))
  const [kind, setKind] = useState('script')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const choices = trackingChangeKind.fields.find((field) => field.id === 'kind')?.choices ?? []
  const save = useMutation({
    mutationFn: () =>
      api.post(`/api/${trackingChangeKind.path}`, { date, kind, note: note.trim() }, nothing),
    onSuccess: async () => {
      notifications.show({ message: t('diary.saved'), color: 'good' })
      await Promise.all([
        client.invalidateQueries({ queryKey: kpiKeys.all }),
        client.invalidateQueries({ queryKey: recordKeys.kind(trackingChangeKind) }),
      ])
      onDone()
    },
  })
  const complete = date !== '' && note.trim() !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (complete) save.mutate()
      }}
    >
      <Stack gap="xs" mt="xs">
        {save.isError && <ErrorState error={save.error} />}
        <Group gap="xs" grow>
          <DateField
            size="xs"
            label={t('diary.date')}
            value={date}
            onChange={setDate}
            clearable={false}
            error={asked && date === '' ? t('diary.required') : undefined}
          />
          <Select
            size="xs"
            label={t('diary.kind')}
            data={choices.map(({ value, label }) => ({ value, label: label[language] }))}
            value={kind}
            onChange={(value) => setKind(value ?? 'other')}
          />
        </Group>
        <TextInput
          size="xs"
          label={t('diary.note')}
          placeholder={t('diary.note.placeholder')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={asked && note.trim() === '' ? t('diary.required') : undefined}
          data-autofocus
        />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={save.isPending}>
            {t('diary.save')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
            {t('diary.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
