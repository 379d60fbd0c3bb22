import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { trackedLinkKind } from '#tracking/link-records.ts'
import type { BulkAnswer } from '#tracking/link-shapes.ts'
import { BULK_FIELDS, BULK_MAX, type LinkTable } from '#tracking/link-table.ts'
import { PermittedScreen } from '../app/permitted-screen.tsx'
import { useLanguage, useText } from '../platform/language.ts'
import { recordKeys } from '../records/records-api.ts'
import { ruleText } from '../records/rules.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { brokenRows, readLinkTable, TEMPLATE_ROWS } from './link-file.ts'
import { LinkViews } from './link-views.tsx'
import classes from './links.module.css'
import { sendBulk, sheetAddress } from './links-api.ts'
import { useLinksTexts } from './links-texts.ts'

/** Many links out of a file: every row is looked at before one is created. */
export function LinkBulkScreen() {
  const t = useLinksTexts()
  return (
    <PermittedScreen permission="tracking:write">
      <PageHeader
        eyebrow={<AppLink to="/links">{t('links')}</AppLink>}
        title={t('bulk.title')}
        sentence={t('bulk.sentence')}
        actions={<LinkViews view="bulk" />}
      />
      <Bulk />
    </PermittedScreen>
  )
}

/** A field's name on screen. */
function useFieldLabel(): (id: string) => string {
  const text = useText()
  return (id) => {
    const field = trackedLinkKind.fields.find((candidate) => candidate.id === id)
    return field ? text(field.label) : id
  }
}

function Bulk() {
  const client = useQueryClient()
  const [table, setTable] = useState<LinkTable | null>(null)
  const look = useMutation({
    mutationFn: (read: LinkTable) =>
      sendBulk(
        read.rows.map(({ values }) => values),
        false,
      ),
  })
  const make = useMutation({
    mutationFn: (read: LinkTable) =>
      sendBulk(
        read.rows.map(({ values }) => values),
        true,
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: recordKeys.all }),
  })
  const again = () => {
    setTable(null)
    look.reset()
    make.reset()
  }
  const open = async (file: File) => {
    again()
    const read = readLinkTable(new Uint8Array(await file.arrayBuffer()), file.name)
    setTable(read)
    if (read.rows.length > 0 && read.rows.length <= BULK_MAX) look.mutate(read)
  }
  const created = make.data?.created
  const answer = make.data ?? look.data
  if (created) return <Done ids={created} onAgain={again} />
  return (
    <Stack gap="lg">
      <FileStep onFile={(file) => void open(file)} />
      {table && <TableNotes table={table} />}
      {look.isError && <ErrorState error={look.error} />}
      {make.isError && <ErrorState error={make.error} />}
      {table && answer && (
        <Checked
          table={table}
          answer={answer}
          isSaving={make.isPending}
          onCreate={() => make.mutate(table)}
        />
      )}
    </Stack>
  )
}

function FileStep({ onFile }: { readonly onFile: (file: File) => void }) {
  const t = useLinksTexts()
  const language = useLanguage()
  const label = useFieldLabel()
  const formats = useFormats()
  const columns = BULK_FIELDS.map(label)
  return (
    <Panel>
      <Stack gap="sm">
        <FileDrop
          accept=".csv,.txt"
          multiple={false}
          hint={t('bulk.hint', { max: formats.number(BULK_MAX) })}
          onFiles={([file]) => file && onFile(file)}
        />
        <Text size="sm" c="dimmed">
          {t('bulk.columns', { columns: columns.join(', ') })}
        </Text>
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<DownloadIcon size={14} />}
            onClick={() => download('links.csv', toCsv(columns, TEMPLATE_ROWS, language))}
          >
            {t('bulk.template')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}

/** What is to be said of the file itself. */
function TableNotes({ table }: { readonly table: LinkTable }) {
  const t = useLinksTexts()
  const formats = useFormats()
  const max = formats.number(BULK_MAX)
  const notes = [
    table.rows.length === 0 && t('bulk.noRows'),
    table.rows.length > BULK_MAX &&
      t('bulk.tooMany', { rows: formats.number(table.rows.length), max }),
    table.unknown.length > 0 && t('bulk.unknown', { columns: table.unknown.join(', ') }),
  ].filter((note) => note !== false)
  return notes.map((note) => (
    <Alert key={note} color="attention" variant="light" role="status">
      {note}
    </Alert>
  ))
}

type CheckedProps = {
  readonly table: LinkTable
  readonly answer: BulkAnswer
  readonly isSaving: boolean
  readonly onCreate: () => void
}

function Checked({ table, answer, isSaving, onCreate }: CheckedProps) {
  const t = useLinksTexts()
  const formats = useFormats()
  const broken = brokenRows(answer)
  const count = formats.number(table.rows.length)
  return (
    <Panel
      title={
        <span role="status">
          {broken === 0 ? t('bulk.ready', { count }) : t('bulk.broken', { count: broken })}
        </span>
      }
      actions={
        <Button disabled={broken > 0} loading={isSaving} onClick={onCreate}>
          {t('bulk.create', { count })}
        </Button>
      }
    >
      <SimpleTable
        label={t('bulk.title')}
        maxHeight={560}
        columns={[
          { id: 'row', label: t('bulk.row'), numeric: true },
          { id: 'name', label: t('bulk.name') },
          { id: 'address', label: t('bulk.address') },
          {
            id: 'state',
            label: t('bulk.state'),
            format: (_, row) => <RowState item={answer.items[Number(row[4])]} />,
          },
        ]}
        rows={table.rows.map(({ row, values }, index) => [
          row,
          values.name,
          answer.items[index]?.address,
          null,
          index,
        ])}
      />
    </Panel>
  )
}

function RowState({ item }: { readonly item: BulkAnswer['items'][number] | undefined }) {
  const t = useLinksTexts()
  const text = useText()
  const label = useFieldLabel()
  if (!item) return null
  return (
    <ul className={classes.notes}>
      {item.problems.map(({ field, rule }) => (
        <li key={`${field} ${rule}`}>
          <BandBadge tone="bad" label={`${label(field)}: ${text(ruleText(rule))}`} />
        </li>
      ))}
      {item.problems.length === 0 && (
        <li>
          <BandBadge tone="good" label={t('bulk.fine')} />
        </li>
      )}
      {item.warnings.map(({ field, given, used }) => (
        <li key={field}>
          <Text size="xs" c="dimmed">
            {label(field)}: „{given}“ {t('preview.becomes', { word: used })}
          </Text>
        </li>
      ))}
    </ul>
  )
}

/** A PDF holds so many codes. */
const SHEET_MAX = 120

function Done({ ids, onAgain }: { readonly ids: readonly string[]; readonly onAgain: () => void }) {
  const t = useLinksTexts()
  const formats = useFormats()
  return (
    <Panel
      title={<span role="status">{t('bulk.done', { count: formats.number(ids.length) })}</span>}
    >
      <Group gap="sm">
        {ids.length <= SHEET_MAX && (
          <Button
            component="a"
            href={sheetAddress(ids)}
            download
            leftSection={<DownloadIcon size={16} />}
          >
            {t('bulk.sheet')}
          </Button>
        )}
        <Button
          variant="default"
          renderRoot={(props) => <Link to={`/${trackedLinkKind.path}` as string} {...props} />}
        >
          {t('bulk.toList')}
        </Button>
        <Button variant="subtle" onClick={onAgain}>
          {t('bulk.another')}
        </Button>
      </Group>
    </Panel>
  )
}
