import { Anchor, Button, Group, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { DownloadIcon } from '@primer/octicons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { isIsoDate } from '#kernel/period.ts'
import { api, type Query, queryText } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { kpiKeys } from './cockpit-api.ts'
import { exactLine } from './figure-format.ts'
import { useRecordCell } from './record-cell.ts'
import { RecordCredits } from './record-credits.tsx'
import { type ExplainInput, explanationShape, type RecordColumn, type RecordRow } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly kpiId: string
  readonly fact: string
  readonly input: ExplainInput | undefined
  readonly query: Query
}

const PAGE = 50
const VISITOR_DAYS = 'visitor-days'
const HEAD_HEIGHT = 44
/** On a phone a row is a card, which is higher. */
const ROW_HEIGHT = 39
const CARD_HEIGHT = 130

/** The records behind one number, page by page, each with a way to the record itself. */
export function ExplainRecords({ kpiId, fact, input, query }: Props) {
  const t = useKpiTexts()
  const language = useLanguage()
  const path = `/api/kpis/${encodeURIComponent(kpiId)}/explain`
  const records = useInfiniteQuery({
    queryKey: kpiKeys.records(kpiId, fact, query),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get(path, explanationShape, {
        query: { ...query, fact, limit: PAGE, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (page) => page.records?.next ?? undefined,
  })
  if (records.isError) {
    return <ErrorState error={records.error} onRetry={() => void records.refetch()} />
  }
  const pages = records.data?.pages ?? []
  const first = pages[0]?.records
  const rows = pages.flatMap((page) => page.records?.rows ?? [])
  return (
    <>
      <Heading input={input} fact={fact}>
        <Anchor
          size="sm"
          href={`${path}${queryText({ ...query, fact, format: 'csv', language })}`}
          download
          style={{ flexShrink: 0 }}
        >
          <Group gap={4} component="span">
            <DownloadIcon size={14} />
            {t('records.csv')}
          </Group>
        </Anchor>
      </Heading>
      {first && rows.length > 0 && (
        <RecordTable
          kind={first.kind}
          columns={first.columns}
          rows={rows}
          total={input?.records?.count ?? rows.length}
          loading={records.isFetchingNextPage}
          hasMore={records.hasNextPage}
          onMore={() => void records.fetchNextPage()}
        />
      )}
      {records.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('records.none')}
        </Text>
      )}
      {records.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={records.isFetchingNextPage}
          onClick={() => void records.fetchNextPage()}
        >
          {t('records.more')}
        </Button>
      )}
    </>
  )
}

function Heading({
  input,
  fact,
  children,
}: {
  readonly input: ExplainInput | undefined
  readonly fact: string
  readonly children: React.ReactNode
}) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const count = input?.records?.count
  const sum = input?.records?.sum
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div>
        <Text fw={600}>
          {t('records.sentence', {
            records:
              count === undefined
                ? ''
                : t('records.count', { count }).replace(String(count), formats.number(count)),
            fact: input?.name[language] ?? fact,
          })}
        </Text>
        <Text size="sm" c="dimmed">
          {input?.counts[language]}
          {sum != null && input && (
            <> {t('records.sum', { sum: exactLine(sum, input.unit, formats, language) })}</>
          )}
        </Text>
      </div>
      {children}
    </Group>
  )
}

type TableProps = {
  readonly kind: string
  readonly columns: readonly RecordColumn[]
  readonly rows: readonly RecordRow[]
  readonly total: number
  readonly loading: boolean
  readonly hasMore: boolean
  readonly onMore: () => void
}

const NUMERIC = ['money', 'days', 'minutes', 'count', 'rate']

/** Pixels that the longest usual value needs. */
function widthOf({ id, unit }: RecordColumn): number {
  if (unit === 'instant') return 158
  if (unit === 'date' || NUMERIC.includes(unit ?? '')) return 118
  return id === 'channel' ? 230 : 150
}

/** A row is as high as the list of its credits. */
const linesOf = (rows: readonly RecordRow[]): number =>
  rows.reduce((sum, { credits }) => sum + 1 + (credits?.length ?? 0) / 2, 0)

/** The way to a record; a day of visitors is no record: it opens the visits of that day. */
function RecordLink({
  kind,
  row,
  label,
}: {
  readonly kind: string
  readonly row: RecordRow
  readonly label: string
}) {
  const day = row['date']
  if (kind !== VISITOR_DAYS || typeof day !== 'string' || !isIsoDate(day)) {
    return <AppLink to={`/${kind}/${row.id}`}>{label}</AppLink>
  }
  return (
    <AppLink to="/traffic" search={{ from: day, last: day }}>
      {label}
    </AppLink>
  )
}

function RecordTable({ kind, columns, rows, ...rest }: TableProps) {
  const t = useKpiTexts()
  const language = useLanguage()
  const cell = useRecordCell(kind)
  const phone = useMediaQuery('(max-width: 48em)') ?? false
  const shown: DataColumn<RecordRow>[] = [
    {
      id: 'label',
      header: t('records.record'),
      width: 180,
      render: (row) => <RecordLink kind={kind} row={row} label={cell.label(row)} />,
    },
    ...columns.map((column) => ({
      id: column.id,
      header: column.name[language],
      width: widthOf(column),
      numeric: NUMERIC.includes(column.unit ?? ''),
      render: (row: RecordRow) => cell.text(row[column.id], column),
    })),
    ...(rows.some(({ credits }) => credits)
      ? [
          {
            id: 'credits',
            header: t('records.credits'),
            width: 300,
            render: (row: RecordRow) => <RecordCredits credits={row.credits ?? []} />,
          },
        ]
      : []),
  ]
  return (
    <DataTable
      label={t('explain.records')}
      columns={shown}
      rows={rows}
      rowKey={(row) => row.id}
      height={`min(70vh, ${HEAD_HEIGHT + linesOf(rows) * (phone ? CARD_HEIGHT : ROW_HEIGHT)}px)`}
      {...rest}
    />
  )
}
