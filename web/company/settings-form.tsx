import { Alert, Button, Fieldset, Group, Select, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { companyRuleTexts } from '#company/setting-rules.ts'
import type { Field, Values } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { ApiError, api } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { meKey, useMay, useMe } from '../platform/session.ts'
import { FieldEditor } from '../records/field-editor.tsx'
import {
  changesOf,
  type EditorValue,
  editorOf,
  isDirty,
  sectionsOf,
} from '../records/form-state.ts'
import { ruleText } from '../records/rules.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { currencyOptions, timeZones } from '../ui/regional.ts'
import { type Settings, settingsKey, settingsShape } from './settings-api.ts'
import { useCompanyTexts } from './texts.ts'

type Props = {
  readonly settings: Settings
  readonly onSaved?: () => void
  /** What stands above the fields of a section, by its German heading. */
  readonly notes?: Readonly<Record<string, ReactNode>>
}

/** Settings to edit, in their sections; those of the definitions that are handed in. */
export function SettingsForm({ settings: { definitions, values }, onSaved, notes = {} }: Props) {
  const t = useCompanyTexts()
  const text = useText()
  const may = useMay()
  const client = useQueryClient()
  const editor = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const start = editorOf(definitions, values, editor)
  const [typed, setTyped] = useState<Record<string, EditorValue>>({})
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const inputs = { ...start, ...typed }
  const change = (field: Field, value: EditorValue) =>
    setTyped((before) => ({ ...before, [field.id]: value }))
  const save = useMutation({
    mutationFn: (changes: Values) => api.patch('/api/settings', { changes }, settingsShape),
    onSuccess: async (saved) => {
      client.setQueryData(settingsKey, saved)
      setTyped({})
      notifications.show({ message: t('saved'), color: 'good' })
      onSaved?.()
      await client.invalidateQueries({ queryKey: meKey })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    },
    onError: (error) => setProblems(error instanceof ApiError ? error.problems : []),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { changes, problems: found } = changesOf(definitions, start, inputs, editor)
    setProblems(found)
    if (found.length === 0) save.mutate(changes)
  }
  const problemOf = (id: string) => {
    const rule = problems.find((problem) => problem.field === id)?.rule
    return rule === undefined ? undefined : text(companyRuleTexts[rule] ?? ruleText(rule))
  }
  const writable = may('company:write')
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {!writable && (
          <Alert color="petrol" variant="light">
            {t('readOnly')}
          </Alert>
        )}
        {save.isError && problems.length === 0 && <ErrorState error={save.error} />}
        {sectionsOf(definitions).map((section) => (
          <Fieldset
            key={section.heading?.de ?? ''}
            legend={section.heading ? text(section.heading) : t('title')}
            disabled={!writable}
          >
            <Stack gap="sm">
              {notes[section.heading?.de ?? '']}
              {section.fields.map((field) => (
                <SettingEditor
                  key={field.id}
                  field={field}
                  value={inputs[field.id] ?? ''}
                  onChange={change}
                  error={problemOf(field.id)}
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
        {writable && (
          <Group gap="sm">
            <Button type="submit" loading={save.isPending} disabled={!isDirty(start, inputs)}>
              {t('save')}
            </Button>
            <Button
              variant="default"
              disabled={!isDirty(start, inputs)}
              onClick={() => {
                setTyped({})
                setProblems([])
              }}
            >
              {t('discard')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

type EditorProps = {
  readonly field: Field
  readonly value: EditorValue
  readonly onChange: (field: Field, value: EditorValue) => void
  readonly error: string | undefined
}

/** Currency and time zone are codes: nobody types them. */
function SettingEditor({ field, value, onChange, error }: EditorProps) {
  const text = useText()
  const language = useLanguage()
  if (field.id !== 'currency' && field.id !== 'time_zone') {
    return <FieldEditor field={field} value={value} onChange={onChange} error={error} />
  }
  return (
    <Select
      label={text(field.label)}
      {...(field.help ? { description: text(field.help) } : {})}
      {...(error === undefined ? {} : { error })}
      data={field.id === 'currency' ? currencyOptions(language) : timeZones()}
      searchable
      limit={200}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => onChange(field, next ?? '')}
    />
  )
}
