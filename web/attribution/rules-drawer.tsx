import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CreditsAnswer } from '#attribution/answer-shapes.ts'
import type { Period } from '#kernel/period.ts'
import type { Field, Values } from '#kernel/record.ts'
import { periodName } from '#kpis/sentence.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { fetchSettings, settingsKey, settingsShape } from '../company/settings-api.ts'
import { api } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import { FieldEditor } from '../records/field-editor.tsx'
import { changesOf, type EditorValue, editorOf, isDirty } from '../records/form-state.ts'
import { ruleText } from '../records/rules.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Progress } from '../ui/progress.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { attributionKey, useProgress } from './attribution-api.ts'
import type { AttributionState } from './attribution-state.ts'
import { BeforeAfter } from './before-after.tsx'
import { ruleFields, rulesQuery } from './rule-changes.ts'
import { useAttributionTexts } from './texts.ts'

/** The rules that hold for every figure: a change is looked at first, then saved, then everything is worked out. */
export function RulesDrawer({ state }: { readonly state: AttributionState }) {
  const t = useAttributionTexts()
  const isOpen = state.panel === 'rules'
  return (
    <SideDrawer
      opened={isOpen}
      onClose={() => state.change({ panel: undefined }, { push: true })}
      title={<b>{t('change.title')}</b>}
      width={760}
    >
      {isOpen && <Rules period={state.chosen.period} />}
    </SideDrawer>
  )
}

function Rules({ period }: { readonly period: Period }) {
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchSettings(signal),
  })
  if (settings.isError) {
    return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
  }
  if (!settings.data) return <ScreenLoading />
  return (
    <RulesForm
      fields={ruleFields(settings.data.definitions)}
      values={settings.data.values}
      period={period}
    />
  )
}

type FormProps = {
  readonly fields: readonly Field[]
  readonly values: Values
  readonly period: Period
}

function RulesForm({ fields, values, period }: FormProps) {
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const editor = { language, timeZone: useMe().company.time_zone }
  const writable = useMay()('company:write')
  const start = editorOf(fields, values, editor)
  const [typed, setTyped] = useState<Record<string, EditorValue>>({})
  const [compared, setCompared] = useState<Values | null>(null)
  const inputs = { ...start, ...typed }
  const { changes, problems } = changesOf(fields, start, inputs, editor)
  const save = useSave(period, () => {
    setTyped({})
    setCompared(null)
  })
  const change = (field: Field, value: EditorValue) => {
    setTyped((before) => ({ ...before, [field.id]: value }))
    setCompared(null)
  }
  const problemOf = (id: string) => {
    const problem = problems.find((one) => one.field === id)
    return problem && text(ruleText(problem.rule))
  }
  const dirty = isDirty(start, inputs)
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('change.sentence', { period: periodName(period, language) })}
      </Text>
      {!writable && (
        <Alert color="petrol" variant="light">
          {t('change.readOnly')}
        </Alert>
      )}
      <fieldset disabled={!writable || save.isPending} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack gap="sm">
          {fields
            .filter(({ id }) => id !== 'lookback_days' || inputs['attribution_lookback'] === 'days')
            .map((field) => (
              <FieldEditor
                key={field.id}
                field={field}
                value={inputs[field.id] ?? ''}
                onChange={change}
                error={problemOf(field.id)}
              />
            ))}
        </Stack>
      </fieldset>
      {writable && dirty && compared === null && !save.isPending && (
        <Group gap="sm">
          <Button
            disabled={problems.length > 0}
            onClick={() => setCompared({ ...values, ...changes })}
          >
            {t('change.preview')}
          </Button>
          <Button variant="default" onClick={() => setTyped({})}>
            {t('change.discard')}
          </Button>
        </Group>
      )}
      {compared !== null && !save.isPending && (
        <>
          <BeforeAfter period={period} before={rulesQuery(values)} after={rulesQuery(compared)} />
          <Group gap="sm">
            <Button onClick={() => save.mutate(changes)}>{t('change.save')}</Button>
            <Button
              variant="default"
              onClick={() => {
                setTyped({})
                setCompared(null)
              }}
            >
              {t('change.discard')}
            </Button>
          </Group>
        </>
      )}
      {save.isError && <ErrorState error={save.error} />}
      <Working isWorking={save.isPending} isDone={save.isSuccess && !dirty} />
    </Stack>
  )
}

/**
 * Keeps the rules, then asks for the figures: the answer comes when everything is worked out. How far that is stands
 * in the status meanwhile.
 */
function useSave(period: Period, onSaved: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (changes: Values) => {
      const saved = await api.patch('/api/settings', { changes }, settingsShape)
      await api.get('/api/attribution', CreditsAnswer, { query: period })
      return saved
    },
    onSuccess: async (saved) => {
      client.setQueryData(settingsKey, saved)
      onSaved()
      await client.invalidateQueries({ queryKey: ['kpis'] })
    },
  })
}

function Working({ isWorking, isDone }: { readonly isWorking: boolean; readonly isDone: boolean }) {
  const t = useAttributionTexts()
  const formats = useFormats()
  const client = useQueryClient()
  const status = useProgress(isWorking)
  const progress = (
    status.data ?? client.getQueryData<typeof status.data>([...attributionKey, 'status'])
  )?.progress
  if (isWorking) {
    const isRunning = progress && progress.finishedAt === null
    return (
      <Progress
        label={t('change.working')}
        done={isRunning ? progress.done : 0}
        total={isRunning ? progress.total : null}
      />
    )
  }
  if (!isDone) return null
  return (
    <Alert color="good" variant="light" role="status">
      {progress?.total
        ? t('change.doneCount', { count: formats.number(progress.total) })
        : t('change.done')}
    </Alert>
  )
}
