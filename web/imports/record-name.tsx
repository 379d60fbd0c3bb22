import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { kindById } from '../records/kinds.ts'
import { fetchOptions, recordKeys } from '../records/records-api.ts'

/** Names of records there are, as suggestions; any text is allowed. */
export function RecordName({
  label,
  ariaLabel,
  kind,
  value,
  placeholder,
  disabled,
  onChange,
  onDone,
}: {
  readonly label?: string
  readonly ariaLabel?: string
  readonly kind: string | null
  readonly value: string
  readonly placeholder: string
  readonly disabled: boolean
  readonly onChange: (value: string) => void
  /** The text is complete: left, or a suggestion taken. */
  readonly onDone?: (value: string) => void
}) {
  const known = kind === null ? undefined : kindById(kind)
  const options = useQuery({
    queryKey: known ? recordKeys.options(known, {}) : ['imports', 'no-options'],
    queryFn: ({ signal }) => (known ? fetchOptions(known, {}, signal) : []),
    enabled: known !== undefined,
  })
  return (
    <Autocomplete
      {...(label === undefined ? {} : { label })}
      {...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel })}
      size="sm"
      data={[...new Set((options.data ?? []).map((option) => option.label))]}
      value={value}
      placeholder={placeholder}
      disabled={disabled}
      onChange={onChange}
      onOptionSubmit={(next) => onDone?.(next)}
      onBlur={() => onDone?.(value)}
    />
  )
}
