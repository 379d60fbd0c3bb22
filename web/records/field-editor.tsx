import { Group, Input, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { memo, type ReactNode, useId } from 'react'
import type { Field } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { DateField } from '../ui/date-field.tsx'
import type { EditorValue } from './form-state.ts'
import { kindById } from './kinds.ts'
import { ReferencePicker } from './reference-picker.tsx'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly field: Field
  readonly value: EditorValue
  /** Stable between renders, so that a key stroke renders its own input only. */
  readonly onChange: (field: Field, value: EditorValue) => void
  readonly error?: string | undefined
}

/** The input of one field, whatever it holds. */
export const FieldEditor = memo(function FieldEditor({
  field,
  value,
  onChange: tell,
  error,
}: Props) {
  const onChange = (next: EditorValue) => tell(field, next)
  const t = useRecordTexts()
  const text = useText()
  const shared = {
    label: text(field.label),
    ...(field.help ? { description: text(field.help) } : {}),
    ...(error === undefined ? {} : { error }),
    required: field.required ?? false,
  }
  const typed = typeof value === 'string' ? value : ''
  const set = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)
  switch (field.type) {
    case 'longtext':
      return <Textarea {...shared} autosize minRows={3} maxRows={16} value={typed} onChange={set} />
    case 'list':
      return (
        <TagsInput
          {...shared}
          description={shared.description ?? t('form.list.hint')}
          value={typeof value === 'string' ? [] : [...value]}
          onChange={onChange}
          acceptValueOnBlur
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          data={(field.choices ?? []).map((option) => ({
            value: option.value,
            label: text(option.label),
          }))}
          value={typed === '' ? null : typed}
          onChange={(choice) => onChange(choice ?? '')}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          placeholder={t('form.choose')}
        />
      )
    case 'boolean':
      return (
        <Select
          {...shared}
          data={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          value={typed === '' ? null : typed}
          onChange={(choice) => onChange(choice ?? '')}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': t('form.clear') }}
        />
      )
    case 'reference': {
      const kind = kindById(field.kind ?? '')
      return kind ? (
        <ReferencePicker {...shared} kind={kind} value={typed} onChange={onChange} />
      ) : null
    }
    case 'date':
      return <DateField {...shared} keepText value={typed} onChange={onChange} />
    case 'instant':
      return <InstantEditor {...shared} value={typed} onChange={onChange} />
    case 'money':
    case 'rate':
    case 'decimal':
    case 'integer':
      return <NumberEditor {...shared} field={field} value={typed} onChange={set} />
    default:
      return <TextInput {...shared} type={inputType(field)} value={typed} onChange={set} />
  }
})

/** Keyboards of phones fit; the server checks, so the browser's own refusals stay off. */
const inputType = (field: Field): string =>
  field.type === 'email' ? 'email' : field.type === 'phone' ? 'tel' : 'text'

type Shared = {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: string
  readonly required: boolean
}

function NumberEditor({
  field,
  value,
  onChange,
  ...shared
}: Shared & {
  readonly field: Field
  readonly value: string
  readonly onChange: (event: { currentTarget: { value: string } }) => void
}) {
  const { company } = useMe()
  const t = useRecordTexts()
  const unit =
    field.type === 'money' ? company.currency : field.type === 'rate' ? t('form.percent') : null
  return (
    <TextInput
      {...shared}
      inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
      value={value}
      onChange={onChange}
      rightSection={unit}
      rightSectionWidth={unit && unit.length > 1 ? 48 : 32}
      rightSectionPointerEvents="none"
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
    />
  )
}

const MIDNIGHT = '00:00'

/** `2026-11-21T14:05` as its two inputs; a day that is still being typed may hold any letters. */
function dayAndTime(value: string): readonly [string, string] {
  const at = value.lastIndexOf('T')
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)]
}

/** `9:30`, `930` and `9` are times as well. What is none stays, for the form to refuse. */
function fullTime(text: string): string {
  if (text.trim() === '') return MIDNIGHT
  const parts = /^(\d{1,2})[:.]?(\d{2})?$/.exec(text.trim())
  return parts ? `${(parts[1] ?? '').padStart(2, '0')}:${parts[2] ?? '00'}` : text
}

/** Day and time of day on the company's clock; a day alone is midnight. */
function InstantEditor({
  label,
  description,
  error,
  required,
  value,
  onChange,
}: Shared & { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useRecordTexts()
  const id = useId()
  const [day, time] = dayAndTime(value)
  const set = (nextDay: string, nextTime: string) =>
    onChange(nextDay === '' ? '' : `${nextDay}T${nextTime}`)
  return (
    <Input.Wrapper
      label={label}
      labelProps={{ htmlFor: id }}
      required={required}
      {...(description === undefined ? {} : { description })}
      {...(error === undefined ? {} : { error })}
    >
      <Group gap="xs" wrap="nowrap" align="flex-start" mt={description === undefined ? 0 : 5}>
        <div style={{ flex: 1, minWidth: 0 }}>
          <DateField
            id={id}
            compact
            keepText
            label={label}
            error={error !== undefined}
            value={day}
            onChange={(next) => set(next, time === '' ? MIDNIGHT : time)}
          />
        </div>
        <TextInput
          w={76}
          aria-label={`${label}: ${t('form.time')}`}
          placeholder={t('form.time.pattern')}
          value={time}
          disabled={day === ''}
          onChange={(event) => set(day, event.currentTarget.value)}
          onBlur={() => set(day, fullTime(time))}
        />
      </Group>
    </Input.Wrapper>
  )
}
