import { Alert, Autocomplete, NumberInput, Select, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import { type ReactNode, useState } from 'react'
import type { MappingFormat } from '#imports/format.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import {
  CURRENCIES,
  chosenText,
  commonDateFormat,
  DATE_PATTERNS,
  dateColumns,
  datePatternsOf,
  decimalOptions,
  delimiterOptions,
  encodingOptions,
  type Option,
  quoteName,
  sheetOptions,
} from './format-options.ts'
import type { Detection, FileView, ImportView } from './import-api.ts'
import classes from './imports.module.css'
import { chosenFormat, withFormat } from './mapping-state.ts'
import { failureText } from './problem-texts.ts'
import { Refusal } from './refusal.tsx'
import { type ImportTextKey, useImportTexts } from './texts.ts'
import { useFileSettings } from './use-import.ts'

type Props = { readonly view: ImportView; readonly file: FileView; readonly editable: boolean }

/** How the file is read: every guess with its evidence, each can be changed. */
export function FormatPanel({ view, file, editable }: Props) {
  const t = useImportTexts()
  const settings = useFileSettings(view, file)
  const change = (patch: { [Name in keyof MappingFormat]?: MappingFormat[Name] | undefined }) =>
    settings.change(withFormat(settings.mappings, patch))
  return (
    <>
      {file.error && <Unreadable error={file.error} />}
      {file.detection && (
        <Panel title={t('format.title')} sentence={t('format.sentence')} flush>
          <Facts detection={file.detection} />
          <Guesses
            detection={file.detection}
            chosen={chosenFormat(settings.mappings)}
            disabled={!editable}
            onChange={change}
          />
        </Panel>
      )}
      <Refusal error={settings.error} />
    </>
  )
}

function Unreadable({ error }: { readonly error: NonNullable<FileView['error']> }) {
  const t = useImportTexts()
  const language = useLanguage()
  return (
    <Alert
      color="bad"
      variant="light"
      icon={<AlertIcon />}
      title={t('files.errorTitle')}
      role="alert"
    >
      <Text size="sm">{failureText(error, language, t)}</Text>
      <Text size="xs" ff="monospace" mt={6}>
        {t('error.code', { code: error.code })}
      </Text>
    </Alert>
  )
}

/** What was left out or found around the rows. */
function Facts({ detection }: { readonly detection: Detection }) {
  const t = useImportTexts()
  const formats = useFormats()
  const facts = [
    ...(detection.preamble.length > 0
      ? [t('format.preamble', { count: detection.preamble.length })]
      : []),
    ...(detection.totals > 0 ? [t('format.totals', { count: detection.totals })] : []),
    ...(detection.period
      ? [
          t('format.period', {
            from: formats.date(detection.period.from),
            until: formats.date(lastDay(detection.period.until)),
          }),
        ]
      : []),
  ]
  if (facts.length === 0) return null
  return (
    <Text size="sm" px="md" pb="sm">
      {facts.join(' · ')}
    </Text>
  )
}

/** Periods end before `until`; people name the last day. */
function lastDay(until: string): string {
  const day = new Date(`${until}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}

type GuessesProps = {
  readonly detection: Detection
  readonly chosen: MappingFormat
  readonly disabled: boolean
  readonly onChange: (
    patch: {
      [Name in keyof MappingFormat]?: MappingFormat[Name] | undefined
    },
  ) => void
}

function Guesses({ detection, chosen, disabled, onChange }: GuessesProps) {
  const t = useImportTexts()
  const me = useMe()
  const { format } = detection
  const csv = format.container === 'csv'
  const row = (id: Exclude<keyof MappingFormat, 'date' | 'headerRow'>, options: Option[]) => (
    <ChoiceRow
      key={id}
      id={id}
      options={options}
      detected={format[id]}
      chosen={chosenText(chosen, id)}
      detection={detection}
      disabled={disabled}
      onChange={(value) => onChange({ [id]: value })}
    />
  )
  return (
    <div className={classes.scroller}>
      <table className={`${classes.table} ${classes.middle} ${classes.cards}`}>
        <thead>
          <tr>
            <th scope="col">{t('format.what')}</th>
            <th scope="col" style={{ width: 340 }}>
              {t('format.value')}
            </th>
            <th scope="col">{t('format.why')}</th>
          </tr>
        </thead>
        <tbody>
          {csv && row('encoding', encodingOptions(t))}
          {csv && row('delimiter', delimiterOptions(t))}
          {csv && (
            <GuessRow
              label={t('format.quote')}
              guess={detection.guesses.quote}
              control={<Text size="sm">{quoteName(format.quote, t)}</Text>}
            />
          )}
          {!csv && row('sheet', sheetOptions(detection, t))}
          <HeaderRow
            detection={detection}
            chosen={chosen}
            disabled={disabled}
            onChange={onChange}
          />
          {row('decimal', decimalOptions(t))}
          <DateRow detection={detection} chosen={chosen} disabled={disabled} onChange={onChange} />
          {row(
            'timeZone',
            zones().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
          )}
          {row(
            'currency',
            [...new Set([me.company.currency, ...CURRENCIES])].map((code) => ({
              value: code,
              label: code,
            })),
          )}
        </tbody>
      </table>
    </div>
  )
}

const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')]

type ChoiceProps = {
  readonly id: 'encoding' | 'delimiter' | 'sheet' | 'decimal' | 'timeZone' | 'currency'
  readonly options: Option[]
  readonly detected: string | null
  readonly chosen: string
  readonly detection: Detection
  readonly disabled: boolean
  readonly onChange: (value: string | undefined) => void
}

function ChoiceRow({ id, options, detected, chosen, detection, disabled, onChange }: ChoiceProps) {
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
          allowDeselect={false}
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

type FieldProps = Omit<GuessesProps, 'never'>

function HeaderRow({ detection, chosen, disabled, onChange }: FieldProps) {
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

function DateRow({ detection, chosen, disabled, onChange }: FieldProps) {
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

function GuessRow(props: GuessRowProps) {
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
