import { ActionIcon, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { TrashIcon } from '@primer/octicons-react'
import { useState } from 'react'
import type { Mapping } from '#imports/mapping.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { DateField } from '../ui/date-field.tsx'
import { parseNumber } from '../ui/numbers.ts'
import { useFormats } from '../ui/use-formats.ts'
import { groupedOptions, type TargetInfo } from './catalogue.ts'
import { type Constant, sourcesOf, withConstant, withoutConstant } from './mapping-state.ts'
import { RecordName } from './record-name.tsx'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly mapping: Mapping
  readonly targets: readonly TargetInfo[]
  readonly editable: boolean
  readonly onChange: (mapping: Mapping) => void
}

/** Values that hold for every row where no column brings one. */
export function ConstantsEditor({ mapping, targets, editable, onChange }: Props) {
  const t = useImportTexts()
  const text = useText()
  /** Chosen, not filled in yet: a constant without a value would empty the field. */
  const [pending, setPending] = useState<string | null>(null)
  const constants = mapping.constants ?? {}
  const ids = [
    ...Object.keys(constants),
    ...(pending !== null && !(pending in constants) ? [pending] : []),
  ]
  const free = targets.filter(({ id }) => !ids.includes(id))
  return (
    <section>
      <Title order={3}>{t('mapping.constants')}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('mapping.constantsText')}
      </Text>
      <Stack gap="xs">
        {ids.map((id) => (
          <Entry
            key={id}
            id={id}
            target={targets.find((target) => target.id === id)}
            value={constants[id] ?? null}
            source={sourcesOf(mapping, id)[0]}
            editable={editable}
            onChange={(value) => {
              setPending(null)
              onChange(withConstant(mapping, id, value))
            }}
            onRemove={() => {
              setPending(null)
              onChange(withoutConstant(mapping, id))
            }}
          />
        ))}
        {editable && (
          <Select
            aria-label={t('mapping.constantAdd')}
            placeholder={t('mapping.constantAdd')}
            data={groupedOptions(free, text)}
            value={null}
            searchable
            size="sm"
            maw={360}
            onChange={(id) => id !== null && setPending(id)}
          />
        )}
      </Stack>
    </section>
  )
}

type EntryProps = {
  readonly id: string
  readonly target: TargetInfo | undefined
  readonly value: Constant
  readonly source: string | undefined
  readonly editable: boolean
  readonly onChange: (value: Constant) => void
  readonly onRemove: () => void
}

function Entry({ id, target, value, source, editable, onChange, onRemove }: EntryProps) {
  const t = useImportTexts()
  const text = useText()
  const name = target ? text(target.label) : id
  return (
    <div>
      <Group gap="xs" align="flex-end" wrap="nowrap" maw={520}>
        <div style={{ flex: 1 }}>
          <ConstantInput
            name={name}
            target={target}
            value={value}
            editable={editable}
            onChange={onChange}
          />
        </div>
        {editable && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('mapping.constantRemove', { field: name })}
            onClick={onRemove}
          >
            <TrashIcon size={16} />
          </ActionIcon>
        )}
      </Group>
      {source !== undefined && (
        <Text size="xs" c="dimmed" mt={2}>
          {t('mapping.constantBoth', { column: source })}
        </Text>
      )}
    </div>
  )
}

const NUMERIC = ['money', 'integer', 'decimal']

type InputProps = Omit<EntryProps, 'id' | 'source' | 'onRemove'> & { readonly name: string }

function ConstantInput({ name, target, value, editable, onChange }: InputProps) {
  const text = useText()
  const type = target?.field?.type
  if (target?.choices) {
    return (
      <Select
        label={name}
        size="sm"
        data={target.choices.map((choice) => ({ value: choice.value, label: text(choice.label) }))}
        value={value === null ? null : String(value)}
        searchable
        disabled={!editable}
        onChange={(next) => next !== null && onChange(next)}
      />
    )
  }
  if (type === 'date' || type === 'instant') {
    return (
      <DateField
        label={name}
        clearable={false}
        value={typeof value === 'string' ? value.slice(0, 10) : ''}
        onChange={(day) => editable && day !== '' && onChange(day)}
      />
    )
  }
  if (target?.refersTo) {
    return (
      <NameConstant
        name={name}
        kind={target.refersTo}
        value={value}
        editable={editable}
        onChange={onChange}
      />
    )
  }
  return (
    <TextConstant
      name={name}
      value={value}
      numeric={NUMERIC.includes(type ?? '')}
      editable={editable}
      onChange={onChange}
    />
  )
}

/** The name of a record: one there is, or one to be. */
function NameConstant({
  name,
  kind,
  value,
  editable,
  onChange,
}: Omit<InputProps, 'target'> & { readonly kind: string }) {
  const shown = value === null ? '' : String(value)
  const [typed, setTyped] = useState(shown)
  return (
    <RecordName
      label={name}
      kind={kind}
      value={typed}
      placeholder=""
      disabled={!editable}
      onChange={setTyped}
      onDone={(next) => {
        if (next.trim() !== '' && next.trim() !== shown) onChange(next.trim())
      }}
    />
  )
}

/** Typed text; counts when the field is left. Numbers are read as people here write them. */
function TextConstant({
  name,
  value,
  numeric,
  editable,
  onChange,
}: Omit<InputProps, 'target'> & { readonly numeric: boolean }) {
  const language = useLanguage()
  const formats = useFormats()
  const shown =
    value === null
      ? ''
      : typeof value === 'number'
        ? formats.number(value, undefined)
        : String(value)
  const [typed, setTyped] = useState(shown)
  const number = numeric ? parseNumber(typed, language) : null
  const commit = () => {
    if (typed === shown || typed.trim() === '') return
    if (!numeric) onChange(typed.trim())
    else if (typeof number === 'number') onChange(number)
  }
  return (
    <TextInput
      label={name}
      size="sm"
      value={typed}
      readOnly={!editable}
      error={number === undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}
