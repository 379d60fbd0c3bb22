import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useDisclosure } from '@mantine/hooks'
import 'dayjs/locale/de'
import { CalendarIcon } from '@primer/octicons-react'
import { type ReactNode, useState } from 'react'
import { isIsoDate } from '#kernel/period.ts'
import { useLanguage } from '../platform/language.ts'
import { parseDay } from './days.ts'
import { createFormats } from './formats.ts'
import { useUiTexts } from './texts.ts'

type Props = {
  readonly label: string
  /** `yyyy-mm-dd` or '' (with `keepText` also what was typed). */
  readonly value: string
  /** Gets `yyyy-mm-dd` or '' (with `keepText` also what was typed). */
  readonly onChange: (value: string) => void
  /** For forms: hand over text that is no day as well, so that it is refused and not lost. */
  readonly keepText?: boolean
  /** False: an emptied input is not told; the day before comes back. */
  readonly clearable?: boolean
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly required?: boolean
  readonly size?: 'xs' | 'sm'
  /** The label is for screen readers only: where there is no room above, or another one stands there. */
  readonly compact?: boolean
  readonly id?: string
  readonly w?: number
  readonly placeholder?: string
}

/** A civil day, typed as people write it (21.11.2026, 21.11.26, 2026-11-21) or picked from a calendar. */
export function DateField({
  label,
  value,
  onChange,
  keepText = false,
  clearable = true,
  compact = false,
  placeholder,
  ...rest
}: Props) {
  const t = useUiTexts()
  const language = useLanguage()
  const formats = createFormats({ language, currency: 'EUR', timeZone: 'UTC' })
  const shown = isIsoDate(value) ? formats.date(value) : value
  const [typed, setTyped] = useState<string | null>(null)
  const [opened, calendar] = useDisclosure(false)
  return (
    <TextInput
      {...rest}
      {...(compact ? { 'aria-label': label } : { label })}
      placeholder={placeholder ?? t('day.pattern')}
      value={typed ?? shown}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        const day = parseDay(text)
        if (day !== null) onChange(day)
        else if (text.trim() === '' ? clearable : keepText) onChange(text.trim())
      }}
      onBlur={() => setTyped(null)}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
      rightSection={
        <Popover
          opened={opened}
          onChange={(next) => (next ? calendar.open() : calendar.close())}
          trapFocus
          returnFocus
          shadow="md"
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('day.pick', { label })}
              onClick={calendar.toggle}
            >
              <CalendarIcon size={16} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('day.pick', { label })}>
            <DatePicker
              locale={language}
              hideOutsideDates
              weekendDays={[]}
              {...(isIsoDate(value) ? { defaultDate: value } : {})}
              value={isIsoDate(value) ? value : null}
              onChange={(day) => {
                setTyped(null)
                if (day !== null) onChange(day)
                calendar.close()
              }}
              ariaLabels={{
                previousMonth: t('day.previous'),
                nextMonth: t('day.next'),
                previousYear: t('day.previous'),
                nextYear: t('day.next'),
                previousDecade: t('day.previous'),
                nextDecade: t('day.next'),
                monthLevelControl: t('day.chooseMonth'),
                yearLevelControl: t('day.chooseYear'),
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  )
}
