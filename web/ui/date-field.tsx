import { DateInput } from '@mantine/dates'
import 'dayjs/locale/de'
import type { ReactNode } from 'react'
import { useLanguage } from '../platform/language.ts'
import { parseDay } from './days.ts'
import { useUiTexts } from './texts.ts'

type Props = {
  readonly label: string
  /** `yyyy-mm-dd` or ''. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly required?: boolean
  readonly size?: 'xs' | 'sm'
  readonly clearable?: boolean
  /** The label stands inside the input: for bars without room above. */
  readonly compact?: boolean
  readonly placeholder?: string
}

/** A civil day, typed as people write it (21.11.2026, 21.11.26, 2026-11-21) or picked. */
export function DateField({
  label,
  value,
  onChange,
  size = 'sm',
  clearable = true,
  compact = false,
  placeholder,
  ...rest
}: Props) {
  const t = useUiTexts()
  const language = useLanguage()
  const pattern = language === 'de' ? 'TT.MM.JJJJ' : 'D MMM YYYY'
  return (
    <DateInput
      {...rest}
      {...(compact ? { 'aria-label': label, w: 138 } : { label })}
      size={size}
      locale={language}
      valueFormat={language === 'de' ? 'DD.MM.YYYY' : 'D MMM YYYY'}
      placeholder={placeholder ?? (compact ? label : pattern)}
      dateParser={(text) => parseDay(text)}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': t('clear') }}
      value={value === '' ? null : value}
      onChange={(day) => onChange(day ?? '')}
      popoverProps={{ withinPortal: true }}
    />
  )
}
