import { Alert, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import type { MappingFormat } from '#imports/format.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import {
  CURRENCIES,
  chosenText,
  decimalOptions,
  delimiterOptions,
  encodingOptions,
  type Option,
  quoteName,
  sheetOptions,
} from './format-options.ts'
import { ChoiceRow, DateRow, type FormatProps, GuessRow, HeaderRow } from './format-rows.tsx'
import type { Detection, FileView, ImportView } from './import-shapes.ts'
import classes from './imports.module.css'
import { chosenFormat, withFormat } from './mapping-state.ts'
import { failureText } from './problem-texts.ts'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'
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

function Guesses({ detection, chosen, disabled, onChange }: FormatProps) {
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
          {format.container === 'xlsx' && row('sheet', sheetOptions(detection, t))}
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
