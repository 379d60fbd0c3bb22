import { Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '#kernel/record.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { many, one, useSearchState } from '../platform/url-state.ts'
import { DateField } from '../ui/date-field.tsx'
import { fromEditor, toEditor } from './form-state.ts'
import { kindById } from './kinds.ts'
import { filterForm } from './list-state.ts'
import { ReferencesPicker } from './reference-picker.tsx'
import { useRecordTexts } from './texts.ts'

const EMPTY = ' '

/** The inputs of one filter. Labels stand in the inputs: a bar has no room above them. */
export function FilterEditor({ field }: { readonly field: Field }) {
  const t = useRecordTexts()
  const text = useText()
  const [search, change] = useSearchState()
  const values = many(search, field.id)
  const label = text(field.label)
  const set = (next: readonly string[]) => change({ [field.id]: next })
  switch (filterForm(field)) {
    case 'choices':
      return (
        <MultiSelect
          aria-label={label}
          placeholder={values.length === 0 ? t('list.filter.any') : ''}
          miw={150}
          maw={340}
          data={[
            ...(field.choices ?? []).map((choice) => ({
              value: choice.value,
              label: text(choice.label),
            })),
            ...(field.required ? [] : [{ value: EMPTY, label: t('list.filter.empty') }]),
          ]}
          value={values.map((value) => (value === '' ? EMPTY : value))}
          onChange={(next) => set(next.map((value) => (value === EMPTY ? '' : value)))}
        />
      )
    case 'references': {
      const kind = kindById(field.kind ?? '')
      return kind ? (
        <ReferenceFilter kind={kind} field={field} values={values} onChange={set} />
      ) : null
    }
    case 'yesNo':
      return (
        <Select
          aria-label={label}
          placeholder={t('list.filter.any')}
          w={130}
          data={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          value={values[0] ?? null}
          onChange={(next) => set(next === null ? [] : [next])}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
        />
      )
    case 'days':
      return <DayRange field={field} />
    case 'numbers':
      return <NumberRange field={field} />
    default:
      return null
  }
}

function ReferenceFilter({
  kind,
  field,
  values,
  onChange,
}: {
  readonly kind: NonNullable<ReturnType<typeof kindById>>
  readonly field: Field
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}) {
  const t = useRecordTexts()
  const text = useText()
  return (
    <ReferencesPicker
      kind={kind}
      label={text(field.label)}
      compact
      values={values}
      onChange={onChange}
      {...(field.required || field.id === 'target_group'
        ? {}
        : { emptyLabel: t('list.filter.empty') })}
    />
  )
}

function DayRange({ field }: { readonly field: Field }) {
  const t = useRecordTexts()
  const label = useText()(field.label)
  const [search, change] = useSearchState()
  const side = (end: 'from' | 'until') => {
    const name = `${field.id}.${end}`
    return (
      <DateField
        compact
        w={142}
        label={`${label} ${t(`list.filter.${end}`)}`}
        placeholder={t(`list.filter.${end}`)}
        value={one(search, name)}
        onChange={(day) => change({ [name]: day === '' ? undefined : day })}
      />
    )
  }
  return (
    <Group gap={4} wrap="nowrap">
      {side('from')}
      {side('until')}
    </Group>
  )
}

function NumberRange({ field }: { readonly field: Field }) {
  return (
    <Group gap={4} wrap="nowrap">
      <NumberEnd field={field} end="from" />
      <NumberEnd field={field} end="until" />
    </Group>
  )
}

function NumberEnd({ field, end }: { readonly field: Field; readonly end: 'from' | 'until' }) {
  const t = useRecordTexts()
  const label = useText()(field.label)
  const settings = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const [search, change] = useSearchState()
  const name = `${field.id}.${end}`
  const stored = one(search, name)
  const [typed, setTyped] = useState(() =>
    stored === '' ? '' : String(toEditor(field, Number(stored), settings)),
  )
  const parsed = fromEditor(field, typed, settings)
  const word = t(end === 'from' ? 'list.filter.min' : 'list.filter.max')
  return (
    <TextInput
      w={96}
      aria-label={`${label} ${word}`}
      placeholder={word}
      inputMode="decimal"
      value={typed}
      error={'rule' in parsed}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyped(next)
        const value = fromEditor(field, next, settings)
        if ('rule' in value) return
        change({ [name]: value.value === null ? undefined : String(value.value) })
      }}
    />
  )
}
