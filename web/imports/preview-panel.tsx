import { Loader, SegmentedControl, Text } from '@mantine/core'
import { useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { isNumeric } from '../records/display.ts'
import { useDisplay } from '../records/use-display.ts'
import { Panel } from '../ui/panel.tsx'
import type { TargetInfo } from './catalogue.ts'
import type { FileView, ImportView, Preview, PreviewRow } from './import-shapes.ts'
import classes from './imports.module.css'
import { targetsOf } from './mapping-state.ts'
import {
  problemRows,
  type Trouble,
  troubleOfColumn,
  troubleOfField,
  troubleOfRow,
  understoodFields,
  understoodText,
} from './preview-model.ts'
import { Refusal } from './refusal.tsx'
import { useImportTexts } from './texts.ts'
import { TroubleContent, troubleClass } from './trouble-cell.tsx'
import { useKindName, useKinds } from './use-kinds.ts'
import { usePreview } from './use-preview.ts'

type Props = {
  readonly view: ImportView
  readonly file: FileView
  /** The mapping on screen is not the saved one yet. */
  readonly stale: boolean
}

const NO_LABELS = {}

/** The first 50 rows as in the file and as understood, with problems at the cell. */
export function PreviewPanel({ view, file, stale }: Props) {
  const t = useImportTexts()
  const [search, change] = useSearchState()
  const mode = one(search, 'preview') === 'raw' ? 'raw' : 'understood'
  const query = usePreview(view, file)
  const preview = query.data
  const unreadable = preview?.rows.every((row) => row.parts.length === 0) ?? false
  return (
    <Panel
      title={t('preview.title')}
      sentence={preview && <Sentence preview={preview} />}
      flush
      actions={
        <SegmentedControl
          size="sm"
          aria-label={t('preview.mode')}
          value={mode}
          onChange={(next) => change({ preview: next === 'raw' ? 'raw' : undefined })}
          data={[
            { value: 'understood', label: t('preview.understood') },
            { value: 'raw', label: t('preview.raw') },
          ]}
        />
      }
    >
      <Refusal error={query.error} onRetry={() => void query.refetch()} />
      {(query.isFetching || stale) && (
        <Text size="xs" c="dimmed" px="md" pb="xs" role="status">
          <Loader size={10} mr={6} /> {t('preview.stale')}
        </Text>
      )}
      {preview && preview.rows.length > 0 && unreadable && mode === 'understood' && (
        <Text size="sm" px="md" pb="sm">
          {t('preview.notYet')}
        </Text>
      )}
      {preview && preview.rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('preview.empty')}
        </Text>
      )}
      {preview && preview.rows.length > 0 && (
        <section
          className={`${classes.scroller} ${classes.preview}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={t('preview.table', { name: file.name })}
        >
          {mode === 'raw' || unreadable ? (
            <RawTable file={file} preview={preview} />
          ) : (
            <UnderstoodTable file={file} preview={preview} />
          )}
        </section>
      )}
    </Panel>
  )
}

function Sentence({ preview }: { readonly preview: Preview }) {
  const t = useImportTexts()
  const problems = problemRows(preview)
  if (preview.rows.every((row) => row.parts.length === 0))
    return t('preview.sentence', { count: preview.rows.length })
  return [
    t('preview.sentence', { count: preview.rows.length }),
    problems === 0 ? t('preview.noProblems') : t('preview.problems', { count: problems }),
  ].join(', ')
}

type TableProps = { readonly file: FileView; readonly preview: Preview }

function RawTable({ file, preview }: TableProps) {
  const t = useImportTexts()
  const text = useText()
  const { targetsOf: targetsOfKind } = useKinds()
  const fieldNames = (header: string) =>
    file.mappings.flatMap((mapping) => {
      const targets = targetsOfKind(mapping.kind)
      return targetsOf(mapping, header).map((id) => {
        const target = targets.find((one) => one.id === id)
        return target ? text(target.label) : id
      })
    })
  return (
    <table className={`${classes.table} ${classes.sticky}`}>
      <thead>
        <tr>
          <th scope="col">{t('preview.row')}</th>
          {preview.header.map((header) => (
            <th key={header} scope="col">
              {header}
              <span className={classes.headerField}>
                {[...new Set(fieldNames(header))].join(', ') || '\u00a0'}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {preview.rows.map((row) => (
          <tr key={row.row}>
            <RowNumber row={row} />
            {preview.header.map((header, index) => {
              const trouble = troubleOfColumn(row, header)
              return (
                <td key={header} className={troubleClass(trouble)}>
                  <Content trouble={trouble} value={String(row.cells[index] ?? '')} />
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function UnderstoodTable({ file, preview }: TableProps) {
  const t = useImportTexts()
  const text = useText()
  const kindName = useKindName()
  const { targetsOf: targetsOfKind } = useKinds()
  const settings = useDisplay(NO_LABELS)
  const plain = file.mappings.length === 1 && preview.rows.every(isRead)
  const parts = file.mappings.map((mapping, index) => {
    const targets = targetsOfKind(mapping.kind)
    return {
      index,
      kind: mapping.kind ?? '',
      targets,
      fields: understoodFields(preview.rows, index, targets),
    }
  })
  const name = (targets: readonly TargetInfo[], field: string) => {
    const target = targets.find(({ id }) => id === field)
    if (target) return text(target.label)
    return field === 'external_id' ? t('preview.externalId') : field
  }
  return (
    <table className={`${classes.table} ${classes.sticky}`}>
      <thead>
        <tr>
          <th scope="col">{t('preview.row')}</th>
          {parts.flatMap((part) => [
            ...(plain
              ? []
              : [
                  <th key={`${part.index}-outcome`} scope="col">
                    {parts.length > 1 ? kindName(part.kind) : t('preview.outcome')}
                  </th>,
                ]),
            ...part.fields.map((field) => (
              <th
                key={`${part.index}-${field}`}
                scope="col"
                {...(isRight(part.targets.find(({ id }) => id === field))
                  ? { className: classes.number }
                  : {})}
              >
                {name(part.targets, field)}
              </th>
            )),
          ])}
        </tr>
      </thead>
      <tbody>
        {preview.rows.map((row) => (
          <tr key={row.row}>
            <RowNumber row={row} />
            {parts.flatMap((part) => {
              const read = row.parts.find((candidate) => candidate.part === part.index)
              if (!read) return [<td key={part.index} colSpan={part.fields.length + 1} />]
              return [
                ...(plain
                  ? []
                  : [
                      <td key={`${part.index}-outcome`}>
                        <Outcome outcome={read.outcome} skipped={read.skipped ?? null} />
                      </td>,
                    ]),
                ...part.fields.map((field) => {
                  const trouble = troubleOfField(read, field)
                  const target = part.targets.find(({ id }) => id === field)
                  return (
                    <td
                      key={`${part.index}-${field}`}
                      className={`${troubleClass(trouble)} ${isRight(target) ? classes.number : ''}`}
                    >
                      <Content
                        trouble={trouble}
                        value={understoodText(read, field, target, settings)}
                      />
                    </td>
                  )
                }),
              ]
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const isRight = (target: TargetInfo | undefined): boolean =>
  target?.field != null && isNumeric(target.field)

/** Nothing to say about a row but its values. */
const isRead = (row: PreviewRow): boolean => row.parts.every(({ outcome }) => outcome === 'read')

function RowNumber({ row }: { readonly row: PreviewRow }) {
  const trouble = troubleOfRow(row)
  return (
    <td>
      <TroubleContent trouble={trouble}>{row.row}</TroubleContent>
    </td>
  )
}

const KNOWN_OUTCOMES = ['read', 'rejected', 'skipped'] as const

const SKIPS = ['empty', 'total', 'description', 'no_cost'] as const

function Outcome({
  outcome,
  skipped,
}: {
  readonly outcome: string
  readonly skipped: string | null
}) {
  const t = useImportTexts()
  const known = KNOWN_OUTCOMES.find((one) => one === outcome)
  const why = SKIPS.find((one) => one === skipped)
  const bad = outcome === 'rejected'
  return (
    <Text size="sm" span {...(bad ? { c: 'var(--rk-bad)', fw: 500 } : { c: 'dimmed' })}>
      {known ? t(`outcome.${known}`) : outcome}
      {why && `: ${t(`skip.${why}`)}`}
    </Text>
  )
}

function Content({ trouble, value }: { readonly trouble: Trouble | null; readonly value: string }) {
  return (
    <TroubleContent trouble={trouble}>
      <span className={classes.clip} title={value}>
        {value === '' && trouble !== null ? '\u00a0' : value}
      </span>
    </TroubleContent>
  )
}
