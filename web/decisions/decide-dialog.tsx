import {
  Button,
  Group,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { userKind } from '#access/user.ts'
import type { FigureWish } from '#decisions/shapes.ts'
import { isIsoDate, type Period } from '#kernel/period.ts'
import { kpiById } from '#kpis/registry.ts'
import { periodName } from '#kpis/sentence.ts'
import { valueFieldOf } from '#planning/target.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { ReferencePicker } from '../records/reference-picker.tsx'
import { DateField } from '../ui/date-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { decide, SHOWS_DECISIONS } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'
import { unitOf, useValueInput } from './use-value-input.ts'

type Props = {
  readonly onClose: () => void
  /** The figure it is about, kept with the decision. */
  readonly figure: FigureWish | null
  /** What it is of, where not of the whole company: a channel, a campaign. */
  readonly of?: string | null
  readonly grounds?: string
  readonly campaignId?: string | null
}

const EMPTY = { title: '', owner: '', due: '', direction: '', expected: '', check: '' }

/** A decision in half a minute: what, who, until when, what it is to do, when that is checked. */
export function DecideDialog({
  onClose,
  figure,
  of = null,
  grounds = '',
  campaignId = null,
}: Props) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const { user } = useMe()
  const client = useQueryClient()
  const values = useValueInput()
  const [inputs, setInputs] = useState({ ...EMPTY, grounds })
  const [tried, setTried] = useState(false)
  const set = (change: Partial<typeof inputs>) => setInputs({ ...inputs, ...change })
  const kpi = figure ? kpiById(figure.kpi) : undefined
  const expected = figure ? values.read(figure.kpi, inputs.expected) : null
  const effect = inputs.direction !== '' || inputs.expected !== ''
  const checkMissing = effect && !isIsoDate(inputs.check)
  const complete = inputs.title.trim() !== '' && !checkMissing && expected !== undefined
  const save = useMutation({
    mutationFn: () =>
      decide(
        {
          title: inputs.title.trim(),
          status: 'decided',
          grounds: inputs.grounds.trim() || null,
          decided_by_id: user.id,
          owner_id: inputs.owner || null,
          due_on: inputs.due || null,
          campaign_id: campaignId,
          ...(figure &&
            effect && {
              effect_kpi: figure.kpi,
              effect_direction: inputs.direction || null,
              [valueFieldOf(unitOf(figure.kpi))]: expected ?? null,
            }),
          check_on: inputs.check || null,
        },
        figure ? [figure] : [],
      ),
    onSuccess: async () => {
      notifications.show({ color: 'good', message: t('decide.saved') })
      onClose()
      await Promise.all(SHOWS_DECISIONS.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
  return (
    <Modal opened onClose={onClose} title={<b>{t('decide.title')}</b>} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (complete) save.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('decide.what')}
            required
            data-autofocus
            value={inputs.title}
            error={tried && inputs.title.trim() === ''}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <Textarea
            label={t('decide.grounds')}
            autosize
            minRows={2}
            value={inputs.grounds}
            onChange={(event) => set({ grounds: event.currentTarget.value })}
          />
          {figure && kpi && (
            <Text size="sm">
              {t('decide.figure')}:{' '}
              <b>
                {[
                  kpi.name[language],
                  ...(of ? [of] : []),
                  periodName(figure as unknown as Period, language),
                ].join(', ')}
              </b>
              .{' '}
              <Text span c="dimmed" size="sm">
                {t('decide.figure.kept')}
              </Text>
            </Text>
          )}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ReferencePicker
              kind={userKind}
              label={t('decide.owner')}
              value={inputs.owner}
              onChange={(owner) => set({ owner })}
            />
            <DateField
              label={t('decide.due')}
              value={inputs.due}
              onChange={(due) => set({ due })}
            />
            {figure && kpi && (
              <>
                <Select
                  label={t('decide.direction', { name: kpi.name[language] })}
                  clearable
                  data={(['rise', 'fall', 'hold'] as const).map((value) => ({
                    value,
                    label: t(`decide.${value}`),
                  }))}
                  value={inputs.direction || null}
                  onChange={(direction) => set({ direction: direction ?? '' })}
                />
                <TextInput
                  label={t('decide.expected')}
                  inputMode="decimal"
                  rightSection={values.suffix(figure.kpi)}
                  rightSectionWidth={48}
                  rightSectionPointerEvents="none"
                  value={inputs.expected}
                  error={expected === undefined && t('decide.expected.wrong')}
                  onChange={(event) => set({ expected: event.currentTarget.value })}
                />
              </>
            )}
            <DateField
              label={t('decide.check')}
              value={inputs.check}
              required={effect}
              error={tried && checkMissing ? t('decide.check.needed') : undefined}
              onChange={(check) => set({ check })}
            />
          </SimpleGrid>
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
