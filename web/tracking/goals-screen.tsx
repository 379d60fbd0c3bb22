import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { GoalIcon, PlusIcon, UploadIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { z } from 'zod'
import { goalKind } from '#tracking/goal-records.ts'
import { GOAL_TRIGGERS } from '#tracking/goals.ts'
import { START_GOALS, type StartGoal } from '#tracking/start-goals.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { createRecord, fetchPage, recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { GoalTester, useTriggerChoices } from './goal-tester.tsx'
import { fetchGoalOverview, goalKeys } from './goals-api.ts'
import { useGoalsTexts } from './goals-texts.ts'

const QUERY = { limit: 200 }

const Goal = z.object({
  id: z.string(),
  name: z.string(),
  trigger: z.enum(GOAL_TRIGGERS),
  pattern: z.string(),
  counted: z.string(),
  value: z.number().nullable(),
  active: z.boolean().nullable(),
})
type Goal = z.infer<typeof Goal>

/** What visitors shall reach: its value, how often it was reached, and a place to try one. */
export function GoalsScreen() {
  const t = useGoalsTexts()
  const goals = useQuery({
    queryKey: recordKeys.list(goalKind, QUERY),
    queryFn: async ({ signal }) =>
      (await fetchPage(goalKind, QUERY, signal)).items.map((item) => Goal.parse(item)),
  })
  return (
    <>
      <PageHeader title={t('title')} sentence={t('subtitle')} actions={<Actions />} />
      {goals.isPending && <ScreenLoading />}
      {goals.isError && <ErrorState error={goals.error} onRetry={() => void goals.refetch()} />}
      {goals.data && (
        <Stack gap="lg">
          {goals.data.length === 0 ? (
            <EmptyState
              icon={<GoalIcon size={36} />}
              title={t('empty.title')}
              text={t('empty.text')}
            />
          ) : (
            <GoalTable goals={goals.data} />
          )}
          <StartValues goals={goals.data} />
          <GoalTester />
        </Stack>
      )}
    </>
  )
}

function Actions() {
  const t = useGoalsTexts()
  const may = useMay()
  return (
    <>
      {may('imports:run') && (
        <Button
          variant="default"
          leftSection={<UploadIcon size={16} />}
          renderRoot={(props) => <Link to="/imports" {...props} />}
        >
          {t('import')}
        </Button>
      )}
      {may('tracking:write') && (
        <Button
          leftSection={<PlusIcon size={16} />}
          renderRoot={(props) => <Link to={`/${goalKind.path}/new` as string} {...props} />}
        >
          {t('new')}
        </Button>
      )}
    </>
  )
}

function GoalTable({ goals }: { readonly goals: readonly Goal[] }) {
  const t = useGoalsTexts()
  const text = useText()
  const formats = useFormats()
  const triggers = useTriggerChoices()
  const overview = useQuery({
    queryKey: goalKeys.overview,
    queryFn: ({ signal }) => fetchGoalOverview(signal),
    refetchInterval: 60_000,
  })
  const items = overview.data?.items ?? []
  const of = new Map(items.map((item) => [item.id, item]))
  const reached = items.reduce((sum, item) => sum + item.reached, 0)
  const value = items.reduce((sum, item) => sum + item.value, 0)
  const counted = goalKind.fields.find(({ id }) => id === 'counted')?.choices ?? []
  const countedLabel = (id: string) => {
    const label = counted.find((one) => one.value === id)?.label
    return label ? text(label) : id
  }
  return (
    <Panel
      title={t('list.title')}
      sentence={
        overview.data &&
        (reached === 0
          ? t('list.none')
          : t('list.sentence', {
              reached: formats.number(reached),
              value: formats.moneyRounded(value),
            }))
      }
    >
      <SimpleTable
        label={t('list.title')}
        columns={[
          {
            id: 'name',
            label: t('column.name'),
            format: (name, row) => (
              <>
                <AppLink to={`/${goalKind.path}/${row[8]}`} size="sm" fw={600}>
                  {String(name)}
                </AppLink>
                {row[9] === 0 && (
                  <Text span size="sm" c="dimmed">
                    {' '}
                    · {t('inactive')}
                  </Text>
                )}
              </>
            ),
          },
          { id: 'value', label: t('column.value'), numeric: true },
          { id: 'by', label: t('column.by') },
          { id: 'counted', label: t('column.counted') },
          { id: 'reached', label: t('column.reached'), numeric: true },
          { id: 'sum', label: t('column.sum'), numeric: true },
          { id: 'ever', label: t('column.ever'), numeric: true },
          { id: 'last', label: t('column.last') },
        ]}
        rows={goals.map((goal) => {
          const seen = of.get(goal.id)
          const trigger = triggers.find((one) => one.value === goal.trigger)?.label
          return [
            goal.name,
            formats.moneyRounded(goal.value),
            `${trigger}: ${goal.pattern}`,
            countedLabel(goal.counted),
            seen && formats.number(seen.reached),
            seen && formats.moneyRounded(seen.value),
            seen && formats.number(seen.reachedEver),
            seen && (seen.lastAt ? formats.instant(seen.lastAt) : t('never')),
            goal.id,
            goal.active === false ? 0 : 1,
          ]
        })}
      />
    </Panel>
  )
}

/** Usual goals that are not there yet, one click each. */
function StartValues({ goals }: { readonly goals: readonly Goal[] }) {
  const t = useGoalsTexts()
  const text = useText()
  const may = useMay()
  const formats = useFormats()
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: ({ name, trigger, pattern, value }: StartGoal) =>
      createRecord(goalKind, { name: text(name), trigger, pattern, value, counted: 'once' }),
    onSuccess: async (_, { name }) => {
      notifications.show({ message: t('start.added', { name: text(name) }), color: 'good' })
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
  const missing = START_GOALS.filter(
    ({ trigger, pattern }) =>
      !goals.some((goal) => goal.trigger === trigger && goal.pattern === pattern),
  )
  if (missing.length === 0 || !may('tracking:write')) return null
  return (
    <Panel title={t('start.title')} sentence={t('start.sentence')}>
      <Stack gap="sm">
        <Group gap="sm">
          {missing.map((goal) => (
            <Button
              key={goal.pattern}
              variant="default"
              leftSection={<PlusIcon size={16} />}
              loading={add.isPending && add.variables === goal}
              onClick={() => add.mutate(goal)}
            >
              {t('start.add', {
                name: text(goal.name),
                value: formats.moneyRounded(goal.value),
              })}
            </Button>
          ))}
        </Group>
        {add.isError && <ErrorState error={add.error} />}
      </Stack>
    </Panel>
  )
}
