import { TextInput, type TextInputProps } from '@mantine/core'

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  readonly value: string
  readonly onChange: (code: string) => void
}

/** Six digits: the number pad on a phone, filled in by password managers. */
export function CodeInput({ value, onChange, ...rest }: Props) {
  return (
    <TextInput
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]{6,8}"
      placeholder="123456"
      required
      withAsterisk={false}
      {...rest}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/[^\d ]/g, ''))}
      styles={{ input: { fontVariantNumeric: 'tabular-nums', letterSpacing: '0.2em' } }}
    />
  )
}
