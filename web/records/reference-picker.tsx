import { Loader, MultiSelect, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { CHANNELS } from '#tracking/channels.ts'
import { useLanguage } from '../platform/language.ts'
import { fetchOptions, type Option, recordKeys } from './records-api.ts'
import { useRecordTexts } from './texts.ts'

type Shared = {
  readonly kind: RecordKind
  readonly label: string
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly required?: boolean
  readonly size?: 'xs' | 'sm'
}

/** Options that fit what is typed, and always those that are chosen. */
function useOptions(kind: RecordKind, chosen: readonly string[]) {
  const language = useLanguage()
  const [typed, setTyped] = useState('')
  const [wanted] = useDebouncedValue(typed, 200)
  const chosenNames = useQuery({
    queryKey: recordKeys.options(kind, { id: chosen }),
    enabled: chosen.length > 0,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchOptions(kind, { id: chosen }, signal),
  })
  const names = new Map((chosenNames.data ?? []).map((option) => [option.id, option.label]))
  // The label of the chosen one stands in the input: that is no search.
  const searched = [...names.values()].includes(wanted) ? '' : wanted
  const found = useQuery({
    queryKey: recordKeys.options(kind, { q: searched }),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchOptions(kind, { q: searched }, signal),
  })
  const name = (option: Option) =>
    kind.id === 'channel' && language === 'en'
      ? (CHANNELS.find((channel) => channel.id === option.id)?.label.en ?? option.label)
      : option.label
  const all = new Map([...(found.data ?? []), ...(chosenNames.data ?? [])].map((o) => [o.id, o]))
  return {
    data: [...all.values()].map((option) => ({ value: option.id, label: name(option) })),
    loading: found.isFetching,
    setTyped,
  }
}

/** Picks one record of a kind by searching its name. */
export function ReferencePicker({
  kind,
  value,
  onChange,
  ...rest
}: Shared & { readonly value: string; readonly onChange: (id: string) => void }) {
  const t = useRecordTexts()
  const options = useOptions(kind, value === '' ? [] : [value])
  return (
    <Select
      {...rest}
      data={options.data}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={options.setTyped}
      searchable
      clearable={!rest.required}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      placeholder={t('form.choose')}
      nothingFoundMessage={options.loading ? t('form.searching') : t('form.nothing')}
      {...(options.loading ? { rightSection: <Loader size={14} /> } : {})}
      maxDropdownHeight={280}
    />
  )
}

/** Picks several records; '' stands for "empty". */
export function ReferencesPicker({
  kind,
  values,
  onChange,
  emptyLabel,
  label,
  compact = false,
  ...rest
}: Shared & {
  readonly values: readonly string[]
  readonly onChange: (ids: string[]) => void
  /** Name of the entry that stands for "nothing there". */
  readonly emptyLabel?: string
  /** The label stands inside the input. */
  readonly compact?: boolean
}) {
  const t = useRecordTexts()
  const options = useOptions(
    kind,
    values.filter((value) => value !== ''),
  )
  const empty = emptyLabel === undefined ? [] : [{ value: EMPTY, label: emptyLabel }]
  return (
    <MultiSelect
      {...rest}
      {...(compact ? { 'aria-label': label, miw: 150, maw: 340 } : { label })}
      data={[...empty, ...options.data]}
      value={values.map((value) => (value === '' ? EMPTY : value))}
      onChange={(ids) => onChange(ids.map((id) => (id === EMPTY ? '' : id)))}
      onSearchChange={options.setTyped}
      searchable
      clearable={!compact}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      placeholder={values.length === 0 ? t(compact ? 'list.filter.any' : 'form.choose') : ''}
      nothingFoundMessage={options.loading ? t('form.searching') : t('form.nothing')}
      maxDropdownHeight={280}
    />
  )
}

/** Mantine needs a value that is not ''. */
const EMPTY = ' '
