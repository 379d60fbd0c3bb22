import { Anchor, Button, Center, Group, Select, Tabs, Text } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Query } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { type Look, NOTE_OUTCOMES, type NoteOutcome } from './counts-table.tsx'
import { FileTabs } from './file-tabs.tsx'
import { importApi, importKeys } from './import-api.ts'
import type { FileView, ImportView, PartView } from './import-shapes.ts'
import classes from './imports.module.css'
import { ChangesTable, NotesTable, RowsTable } from './notes-tables.tsx'
import { Refusal } from './refusal.tsx'
import { withoutDetail } from './rule-text.ts'
import { useImportTexts } from './texts.ts'
import { useCurrentFile } from './use-current-file.ts'
import { useKindName } from './use-kinds.ts'

const warned = (part: PartView) => part.warnings.reduce((sum, rule) => sum + rule.count, 0)

/** How many rows of an outcome a part has; warnings are counted by rule, so only whether there are any. */
const countOf = (part: PartView, outcome: NoteOutcome): number =>
  outcome === 'warned' ? warned(part) : part.counts[outcome]

/** The state of this browser in the address: `rows`, `part`, `rule`, `file`. */
export function useLook(): (look: Look) => void {
  const [, change] = useSearchState()
  return ({ fileId, part, outcome, rule }) =>
    change({ file: fileId, part: String(part), rows: outcome, rule }, { push: true })
}

/** The rows of the last run: rejected with reasons, warned, changed with before and after, samples. */
export function NotesBrowser({ view }: { readonly view: ImportView }) {
  const t = useImportTexts()
  const kindName = useKindName()
  const language = useLanguage()
  const [search, change] = useSearchState()
  const [file, choose] = useCurrentFile(view)
  if (!file || view.files.every(({ parts }) => parts.length === 0)) return null
  const part =
    file.parts.find((entry) => String(entry.part) === one(search, 'part')) ?? file.parts[0]
  const filled = part ? NOTE_OUTCOMES.filter((outcome) => countOf(part, outcome) > 0) : []
  const wanted = filled.find((outcome) => outcome === one(search, 'rows'))
  const outcome = wanted ?? filled[0]
  const rejected = file.parts.some(({ counts }) => counts.rejected > 0)
  return (
    <Panel
      flush
      title={t('notes.title')}
      actions={
        rejected && (
          <Button
            component="a"
            href={importApi.rejectedUrl(view.id, file.id, language)}
            download
            variant="default"
            size="sm"
            leftSection={<DownloadIcon size={16} />}
          >
            {t('notes.download')}
          </Button>
        )
      }
      sentence={rejected && t('notes.downloadText')}
    >
      <Group px="md" gap="sm" pb={view.files.length > 1 || file.parts.length > 1 ? 'sm' : 0}>
        <FileTabs view={view} current={file} onChoose={choose} />
        {file.parts.length > 1 && (
          <Select
            aria-label={t('counts.kind')}
            size="sm"
            data={file.parts.map(({ part: number, kind }) => ({
              value: String(number),
              label: kindName(kind),
            }))}
            value={String(part?.part ?? 0)}
            onChange={(value) => change({ part: value ?? undefined, rule: undefined })}
          />
        )}
      </Group>
      {part && outcome ? (
        <Tabs
          value={outcome}
          onChange={(value) => change({ rows: value ?? undefined, rule: undefined })}
        >
          <Tabs.List aria-label={t('notes.outcome')} px="md">
            {filled.map((entry) => (
              <Tabs.Tab key={entry} value={entry}>
                <TabLabel part={part} outcome={entry} />
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {filled.map((entry) => (
            <Tabs.Panel key={entry} value={entry}>
              {entry === outcome && <Rows view={view} file={file} part={part} outcome={outcome} />}
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <Text size="sm" c="dimmed" p="md">
          {t('notes.none')}
        </Text>
      )}
    </Panel>
  )
}

function TabLabel({ part, outcome }: { readonly part: PartView; readonly outcome: NoteOutcome }) {
  const t = useImportTexts()
  const formats = useFormats()
  return outcome === 'warned' ? (
    t('notes.warned')
  ) : (
    <>
      {t(`notes.${outcome}`)}{' '}
      <Text span size="sm" c="dimmed" className="rk-number">
        {formats.number(countOf(part, outcome))}
      </Text>
    </>
  )
}

type RowsProps = {
  readonly view: ImportView
  readonly file: FileView
  readonly part: PartView
  readonly outcome: NoteOutcome
}

const PAGE = 50

function Rows({ view, file, part, outcome }: RowsProps) {
  const t = useImportTexts()
  const formats = useFormats()
  const [search] = useSearchState()
  const rule = one(search, 'rule')
  const query: Query = {
    outcome,
    part: part.part,
    limit: PAGE,
    ...(rule === '' ? {} : { rule }),
  }
  // The time of the last change tells one run from the next.
  const key = importKeys.notes(view.id, file.id, { ...query, at: view.updatedAt })
  const rows = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      importApi.notes(view.id, file.id, { ...query, cursor: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  })
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  const count = rows.data?.pages[0]?.count ?? 0
  const header = file.detection?.header ?? []
  return (
    <>
      <RuleFilter part={part} outcome={outcome} rule={rule} />
      <Refusal error={rows.error} onRetry={() => void rows.refetch()} />
      {rows.data && items.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('notes.none')}
        </Text>
      )}
      {items.length > 0 && (
        <section
          className={classes.scroller}
          style={{ maxHeight: 560 }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={t('notes.title')}
        >
          {outcome === 'changed' ? (
            <ChangesTable kind={part.kind} rows={items} header={header} />
          ) : outcome === 'rejected' || outcome === 'warned' ? (
            <NotesTable kind={part.kind} rows={items} header={header} />
          ) : (
            <RowsTable kind={part.kind} rows={items} header={header} />
          )}
        </section>
      )}
      {items.length > 0 && (
        <Center p="sm">
          <Group gap="md">
            <Text size="xs" c="dimmed">
              {t('notes.shown', {
                shown: formats.number(items.length),
                count: formats.number(count),
              })}
              {outcome !== 'rejected' &&
                ` · ${t(outcome === 'warned' ? 'notes.samplesWarned' : 'notes.samples')}`}
            </Text>
            {rows.hasNextPage && (
              <Button
                variant="default"
                size="xs"
                loading={rows.isFetchingNextPage}
                onClick={() => void rows.fetchNextPage()}
              >
                {t('notes.more')}
              </Button>
            )}
          </Group>
        </Center>
      )}
    </>
  )
}

/** Narrows rejected and warned rows down to one reason. */
function RuleFilter({
  part,
  outcome,
  rule,
}: {
  readonly part: PartView
  readonly outcome: NoteOutcome
  readonly rule: string
}) {
  const t = useImportTexts()
  const text = useText()
  const formats = useFormats()
  const [, change] = useSearchState()
  const rules = outcome === 'rejected' ? part.rejections : outcome === 'warned' ? part.warnings : []
  if (rules.length < 2)
    return rule === '' ? null : <ClearRule onClear={() => change({ rule: undefined })} />
  return (
    <Select
      aria-label={t('notes.ruleLabel')}
      size="sm"
      m="md"
      maw={560}
      data={[
        { value: '', label: t('notes.ruleAll') },
        ...rules.map((entry) => ({
          value: entry.rule,
          label: `${withoutDetail(text(entry.text))} (${formats.number(entry.count)})`,
        })),
      ]}
      value={rule}
      onChange={(value) => change({ rule: value === null || value === '' ? undefined : value })}
    />
  )
}

function ClearRule({ onClear }: { readonly onClear: () => void }) {
  const t = useImportTexts()
  return (
    <Anchor component="button" size="sm" m="md" onClick={onClear}>
      {t('notes.ruleAll')}
    </Anchor>
  )
}
