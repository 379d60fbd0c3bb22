import { Anchor, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { goalKind } from '#tracking/goal-records.ts'
import type { GoalTestAnswer } from '#tracking/goal-shapes.ts'
import { GOAL_TRIGGERS, type GoalTrigger } from '#tracking/goals.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { goalKeys, testGoal } from './goals-api.ts'
import { useGoalsTexts } from './goals-texts.ts'

type Props = { readonly trigger?: GoalTrigger; readonly pattern?: string }

const isTrigger = (value: unknown): value is GoalTrigger =>
  GOAL_TRIGGERS.some((trigger) => trigger === value)

/** The choices of "reached by", as the form of a goal has them. */
export function useTriggerChoices(): { value: GoalTrigger; label: string }[] {
  const text = useText()
  const choices = goalKind.fields.find(({ id }) => id === 'trigger')?.choices ?? []
  return choices.flatMap(({ value, label }) =>
    isTrigger(value) ? [{ value, label: text(label) }] : [],
  )
}

/** Which visits of the last days would have reached a goal, while one types its pattern. */
export function GoalTester({ trigger: first = 'address', pattern: given = '' }: Props) {
  const t = useGoalsTexts()
  const choices = useTriggerChoices()
  const [trigger, setTrigger] = useState<GoalTrigger>(first)
  const [pattern, setPattern] = useState(given)
  const [asked] = useDebouncedValue(pattern.trim(), 300)
  const tried = useQuery({
    queryKey: goalKeys.test(trigger, asked),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => testGoal(trigger, asked, signal),
  })
  return (
    <Panel title={t('test.title')} sentence={t('test.sentence')}>
      <Stack gap="md">
        <Group gap="md" align="flex-end" grow preventGrowOverflow={false}>
          <Select
            label={t('test.trigger')}
            data={choices}
            value={trigger}
            allowDeselect={false}
            onChange={(next) => isTrigger(next) && setTrigger(next)}
            maw={260}
          />
          <TextInput
            label={t('test.pattern')}
            placeholder={t('test.help')}
            value={pattern}
            onChange={(event) => setPattern(event.currentTarget.value)}
          />
        </Group>
        {tried.isError && <ErrorState error={tried.error} onRetry={() => void tried.refetch()} />}
        {asked !== '' && tried.data && <Answer answer={tried.data} onTake={setPattern} />}
      </Stack>
    </Panel>
  )
}

function Answer({
  answer,
  onTake,
}: {
  readonly answer: GoalTestAnswer
  readonly onTake: (pattern: string) => void
}) {
  const t = useGoalsTexts()
  const formats = useFormats()
  const { visits, events, fits, others } = answer
  const counts = { count: visits, shown: formats.number(visits), events: formats.number(events) }
  return (
    <>
      <Text fw={600} role="status">
        {visits === 0 && events > 0 ? t('test.server', counts) : t('test.result', counts)}
      </Text>
      {fits.length > 0 && (
        <section>
          <Text size="sm" c="dimmed" mb={4}>
            {t('test.fits')}
          </Text>
          <SimpleTable
            label={t('test.fits')}
            columns={[
              { id: 'name', label: t('test.name') },
              { id: 'events', label: t('test.events'), numeric: true },
              { id: 'last', label: t('test.last') },
            ]}
            rows={fits.map((fit) => [
              fit.name,
              formats.number(fit.events),
              formats.instant(fit.lastAt),
            ])}
          />
        </section>
      )}
      {fits.length === 0 && (
        <section>
          <Text size="sm" c="dimmed" mb={4}>
            {t(others.length === 0 ? 'test.others.empty' : 'test.others')}
          </Text>
          {others.length > 0 && (
            <SimpleTable
              label={t('test.others')}
              columns={[
                {
                  id: 'name',
                  label: t('test.name'),
                  format: (name) => (
                    <Anchor
                      component="button"
                      type="button"
                      size="sm"
                      title={t('test.take')}
                      onClick={() => onTake(String(name))}
                    >
                      {String(name)}
                    </Anchor>
                  ),
                },
                { id: 'events', label: t('test.events'), numeric: true },
              ]}
              rows={others.map((other) => [other.name, formats.number(other.events)])}
            />
          )}
        </section>
      )}
    </>
  )
}
