import { Text } from '@mantine/core'
import type { Field } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { displayText } from '../records/display.ts'
import { kindById } from '../records/kinds.ts'
import { useDisplay } from '../records/use-display.ts'
import { AppLink } from '../ui/app-link.tsx'
import { NOT_DEFINED } from '../ui/formats.ts'
import { useFormats } from '../ui/use-formats.ts'
import type { Note, NoteRow } from './import-shapes.ts'
import classes from './imports.module.css'
import { useImportTexts } from './texts.ts'

type Props = {
  readonly kind: string
  readonly header: readonly string[]
  readonly rows: readonly NoteRow[]
}

const NO_LABELS = {}

const rowKey = (row: NoteRow) => `${row.part}-${row.row}-${row.outcome}`

/** The cells of a row in short: the first few that say something. */
const contentOf = (row: NoteRow): string =>
  row.cells
    .map(String)
    .filter((cell) => cell.trim() !== '')
    .slice(0, 6)
    .join(' · ')

type Heading = 'column' | 'value' | 'reason' | 'content' | 'record' | 'field' | 'before' | 'after'

const RECORD = ['record'] as const

/** The number of the row, then these columns. */
function Head({ columns }: { readonly columns: readonly Heading[] }) {
  const t = useImportTexts()
  return (
    <thead>
      <tr>
        <th scope="col" className={classes.number} style={{ width: 80 }}>
          {t('notes.row')}
        </th>
        {columns.map((column) => (
          <th key={column} scope="col">
            {t(`notes.${column}`)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** What stands in the row; empty below the first line of a row. */
function ContentCell({ row }: { readonly row: NoteRow | null }) {
  const t = useImportTexts()
  return (
    <td className={classes.wide} data-label={t('notes.content')}>
      {row && (
        <Text size="sm" c="dimmed" span className={classes.content ?? ''} title={contentOf(row)}>
          {contentOf(row)}
        </Text>
      )}
    </td>
  )
}

/** Rejected and warned rows with column, value and reason. */
export function NotesTable({ kind, header, rows }: Props) {
  const withRecord = rows.some(({ recordId }) => recordId !== null)
  return (
    <table className={`${classes.table} ${classes.cards}`}>
      <Head columns={['column', 'value', 'reason', 'content', ...(withRecord ? RECORD : [])]} />
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            <RowNumber row={row} />
            <NoteCells kind={kind} row={row} header={header} />
            <ContentCell row={row} />
            {withRecord && (
              <td>
                <RecordLink kind={kind} row={row} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RowNumber({ row }: { readonly row: NoteRow }) {
  const t = useImportTexts()
  const formats = useFormats()
  return (
    <td className={classes.number} data-label={t('notes.row')}>
      {formats.number(row.row)}
    </td>
  )
}

function NoteCells({
  kind,
  row,
  header,
}: {
  readonly kind: string
  readonly row: NoteRow
  readonly header: readonly string[]
}) {
  const t = useImportTexts()
  const text = useText()
  const fields = kindById(kind)?.fields ?? []
  const place = (note: Note) => {
    if (note.column) return note.column
    const field = fields.find(({ id }) => id === note.field)
    return field ? text(field.label) : t('notes.wholeRow')
  }
  const value = (note: Note) => {
    const index = note.column ? header.indexOf(note.column) : -1
    return index === -1 ? '' : String(row.cells[index] ?? '')
  }
  const lines = (content: (note: Note) => string) =>
    row.notes.map((note, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: notes of a row have no id and keep their order
      <div key={index}>{content(note) || '\u00a0'}</div>
    ))
  return (
    <>
      <td data-label={t('notes.column')}>{lines(place)}</td>
      <td data-label={t('notes.value')} style={{ overflowWrap: 'anywhere' }}>
        {lines(value)}
      </td>
      <td className={classes.wide} data-label={t('notes.reason')}>
        {lines((note) => text(note.text))}
      </td>
    </>
  )
}

function RecordLink({ kind, row }: { readonly kind: string; readonly row: NoteRow }) {
  const t = useImportTexts()
  const known = kindById(kind)
  if (row.recordId === null || !known) return null
  return (
    <AppLink to={`/${known.path}/${row.recordId}`} aria-label={t('notes.open', { row: row.row })}>
      {t('notes.openShort')}
    </AppLink>
  )
}

/** A sample of rows as they stand in the file. */
export function RowsTable({ kind, header, rows }: Props) {
  const t = useImportTexts()
  const withRecord = rows.some(({ recordId }) => recordId !== null)
  return (
    <table className={`${classes.table} ${classes.sticky} ${classes.preview}`}>
      <thead>
        <tr>
          <th scope="col">{t('notes.row')}</th>
          {withRecord && <th scope="col">{t('notes.record')}</th>}
          {header.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            <td>{row.row}</td>
            {withRecord && (
              <td>
                <RecordLink kind={kind} row={row} />
              </td>
            )}
            {header.map((name, index) => (
              <td key={name}>
                <span className={classes.clip} title={String(row.cells[index] ?? '')}>
                  {String(row.cells[index] ?? '')}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A sample of changed rows: field, before, after. */
export function ChangesTable({ kind, rows }: Props) {
  const t = useImportTexts()
  const text = useText()
  const settings = useDisplay(NO_LABELS)
  const fields = kindById(kind)?.fields ?? []
  const show = (field: Field | undefined, value: unknown) => {
    if (value === null || value === undefined || value === '') return NOT_DEFINED
    return field ? displayText(field, value, settings) : String(value)
  }
  return (
    <table className={`${classes.table} ${classes.cards}`}>
      <Head columns={['field', 'before', 'after', 'content']} />
      <tbody>
        {rows.flatMap((row) =>
          (row.changes ?? []).map((change, index) => {
            const field = fields.find(({ id }) => id === change.field)
            return (
              <tr key={`${rowKey(row)}-${change.field}`}>
                {index === 0 ? <RowNumber row={row} /> : <td />}
                <td data-label={t('notes.field')}>{field ? text(field.label) : change.field}</td>
                <td data-label={t('notes.before')}>{show(field, change.before)}</td>
                <td data-label={t('notes.after')} style={{ fontWeight: 500 }}>
                  {show(field, change.after)}
                </td>
                <ContentCell row={index === 0 ? row : null} />
              </tr>
            )
          }),
        )}
      </tbody>
    </table>
  )
}
