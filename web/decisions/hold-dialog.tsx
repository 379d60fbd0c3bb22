import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isIsoDate, type Period } from '#kernel/period.ts'
import { useMe } from '../platform/session.ts'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { holdReview, SHOWS_DECISIONS } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'

const ANSWERS = ['right', 'adjust', 'open'] as const

/** Keeps the meeting: the answer to the standing item, minutes, and the agenda as it is. */
export function HoldDialog({
  period,
  today,
  onClose,
}: {
  readonly period: Period
  readonly today: string
  readonly onClose: () => void
}) {
  const t = useDecisionTexts()
  const { user } = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [heldOn, setHeldOn] = useState(today)
  const [answer, setAnswer] = useState<string>('right')
  const [note, setNote] = useState('')
  const [minutes, setMinutes] = useState('')
  const save = useMutation({
    mutationFn: () =>
      holdReview({
        period,
        held_on: heldOn,
        owner_id: user.id,
        criteria_answer: answer,
        criteria_note: note.trim() || null,
        minutes: minutes.trim() || null,
      }),
    onSuccess: async ({ id }) => {
      notifications.show({ color: 'good', message: t('hold.saved') })
      await Promise.all(SHOWS_DECISIONS.map((queryKey) => client.invalidateQueries({ queryKey })))
      await navigate({ to: `/reviews/${id}` as string })
    },
  })
  return (
    <Modal opened onClose={onClose} title={<b>{t('hold.title')}</b>} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (isIsoDate(heldOn)) save.mutate()
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('hold.sentence')}
          </Text>
          <DateField label={t('hold.on')} value={heldOn} onChange={setHeldOn} clearable={false} />
          <Select
            label={t('hold.answer')}
            allowDeselect={false}
            data={ANSWERS.map((value) => ({ value, label: t(`hold.${value}`) }))}
            value={answer}
            onChange={(value) => setAnswer(value ?? 'open')}
          />
          {answer === 'adjust' && (
            <Textarea
              label={t('hold.note')}
              autosize
              minRows={2}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          )}
          <Textarea
            label={t('hold.minutes')}
            autosize
            minRows={4}
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
          />
          {save.isError && <ErrorState error={save.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('decide.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('decide.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
