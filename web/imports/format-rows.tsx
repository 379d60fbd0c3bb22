import { Autocomplete, NumberInput, Select, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { MappingFormat } from '#imports/format.ts'
import { useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import {
  chosenText,
  commonDateFormat,
  DATE_PATTERNS,
  dateColumns,
  datePatternsOf,
  type Option,
} from './format-options.ts'
import type { Detection } from './import-shapes.ts'
import classes from './imports.module.css'
import { type ImportTextKey, useImportTexts } from './texts.ts'

type ChoiceProps = {
  readonly id: 'encoding' | 'delimiter' | 'sheet' | 'decimal' | 'timeZone' | 'currency'
  readonly options: Option[]
  readonly detected: string | null
  readonly chosen: string
  readonly detection: Detection
  readonly disabled: boolean
  readonly onChange: (value: string | undefined) => void
}

/** A guess with a list of choices. */
export function ChoiceRow({
  id,
  options,
  detected,
  chosen,
  detection,
  disabled,
  onChange,
}: ChoiceProps) {
  const t = useImportTexts()
  const me = useMe()
  const fallback = {
    timeZone: me.company.time_zone,
    currency: me.company.currency,
  } as Readonly<Record<string, string | undefined>>
  const value = detected ?? fallback[id] ?? ''
  const name = options.find((option) => option.value === value)?.label ?? value
  const own =
    chosen !== ''
      ? t('format.detected')
      : t(detected === null ? 'format.companyIs' : 'format.detectedIs', { value: name })
  const label = t(`format.${id}` as ImportTextKey)
  const companyText = detected === null || chosen !== '' ? COMPANY_TEXTS[id] : undefined
  return (
    <GuessRow
      label={label}
      guess={detection.guesses[id]}
      given={chosen !== ''}
      matters={matters(id, detection)}
      {...(companyText && detection.guesses[id]?.value == null ? { text: t(companyText) } : {})}
      control={
        <Select
          aria-label={label}
          size="sm"
          data={[{ value: '', label: own }, ...options]}
          value={chosen}
          disabled={disabled}
          searchable={options.length > 12}
          comboboxProps={{ withinPortal: true }}
          maxDropdownHeight={320}
          limit={options.length > 100 ? 60 : 100}
          onChange={(next) => onChange(next === null || next === '' ? undefined : next)}
        />
      }
    />
  )
}

const NUMBERS = ['decimal', 'money', 'percent', 'integer']

/** A decimal mark is worth a warning only where there are numbers; a currency that no cell names never. */
const matters = (id: ChoiceProps['id'], { columns, format }: Detection): boolean =>
  id === 'decimal'
    ? format.container === 'csv' && columns.some(({ type }) => NUMBERS.includes(type))
    : id !== 'currency'

const COMPANY_TEXTS: Readonly<Record<string, ImportTextKey | undefined>> = {
  timeZone: 'format.companyZone',
  currency: 'format.companyCurrency',
}

/** What is known about the file, what a person chose, and how to choose. */
export type FormatProps = {
  readonly detection: Detection
  readonly chosen: MappingFormat
  readonly disabled: boolean
  readonly onChange: (
    patch: {
      [Name in keyof MappingFormat]?: MappingFormat[Name] | undefined
    },
  ) => void
}

/** The line with the names of the columns. */
export function HeaderRow({ detection, chosen, disabled, onChange }: FormatProps) {
  const t = useImportTexts()
  const [value, setValue] = useState<string | number>(detection.format.headerRow)
  const commit = () => {
    const row = Number(value)
    if (Number.isInteger(row) && row >= 1 && row !== detection.format.headerRow)
      onChange({ headerRow: row })
  }
  return (
    <GuessRow
      label={t('format.headerRow')}
      guess={detection.guesses.headerRow}
      given={chosen.headerRow !== undefined}
      control={
        <NumberInput
          aria-label={t('format.headerRow')}
          size="sm"
          min={1}
          max={10_000}
          allowDecimal={false}
          value={value}
          disabled={disabled}
          onChange={setValue}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      }
    />
  )
}

/** How dates are written; free text, because a file may mix several ways. */
export function DateRow({ detection, chosen, disabled, onChange }: FormatProps) {
  const t = useImportTexts()
  const columns = dateColumns(detection.columns)
  const given = chosenText(chosen, 'date')
  const [value, setValue] = useState(given)
  const common = commonDateFormat(detection.columns)
  const open = given === '' && detection.columns.some(({ dates }) => dates?.ambiguous)
  const commit = (text: string) => {
    if (text.trim() !== given) onChange({ date: datePatternsOf(text) })
  }
  return (
    <GuessRow
      label={t('format.date')}
      guess={undefined}
      unsure={open}
      given={given !== ''}
      text={columns.length > 0 ? columns.join(', ') : t('format.noDates')}
      control={
        <Autocomplete
          aria-label={t('format.date')}
          size="sm"
          data={[...DATE_PATTERNS]}
          value={value}
          disabled={disabled}
          placeholder={
            open
              ? t('format.open')
              : t('format.detectedIs', { value: common ?? t('format.perColumn') })
          }
          onChange={setValue}
          onOptionSubmit={commit}
          onBlur={() => commit(value)}
          filter={({ options }) => options}
        />
      }
    />
  )
}

type GuessRowProps = {
  readonly label: string
  readonly guess: { readonly sure: boolean; readonly text: { de: string; en: string } } | undefined
  readonly control: ReactNode
  readonly given?: boolean
  readonly text?: string
  readonly unsure?: boolean
  /** False: being unsure about it changes nothing in this file. */
  readonly matters?: boolean
}

/** One line: what, the control, and how it was recognised. */
export function GuessRow(props: GuessRowProps) {
  const t = useImportTexts()
  const pick = useText()
  const { label, guess, control, given, text, unsure, matters = true } = props
  const certain = !matters || (guess?.sure ?? true)
  const evidence = text ?? (guess ? sentence(pick(guess.text)) : '')
  return (
    <tr>
      <td className={classes.head} style={{ whiteSpace: 'nowrap' }}>
        {label}
      </td>
      <td className={classes.wide}>{control}</td>
      <td className={classes.wide}>
        {given ? (
          <Text size="sm" c="dimmed">
            {t('format.given')}
          </Text>
        ) : (
          <>
            {(unsure || !certain) && <BandBadge tone="attention" label={t('format.unsure')} />}
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {evidence}
            </Text>
          </>
        )}
      </td>
    </tr>
  )
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
