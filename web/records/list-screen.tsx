import { Button, Stack } from '@mantine/core'
import { FilterRemoveIcon, PlusIcon, UploadIcon } from '@primer/octicons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { NotFound } from '../app/not-found.tsx'
import { PermittedScreen } from '../app/permitted-screen.tsx'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { useSearchState } from '../platform/url-state.ts'
import { DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { BulkBar } from './bulk-bar.tsx'
import { titleOf } from './display.ts'
import { FilterBar } from './filter-bar.tsx'
import { isBulkEditable, isFixed, kindByPath } from './kinds.ts'
import { ListActions } from './list-actions.tsx'
import { listColumns } from './list-columns.tsx'
import classes from './list-screen.module.css'
import { isFiltered, listQuery, listState, nextSort } from './list-state.ts'
import { useRecordMarks } from './record-marks.tsx'
import { fetchPage, type RecordPage, recordKeys } from './records-api.ts'
import { useSavedFilters, useShowFilter } from './saved-filters-menu.tsx'
import { isAllTicked, isTicked, NOTHING_SELECTED, toggled, toggledAll } from './selection.ts'
import { useRecordTexts } from './texts.ts'
import { useDisplay } from './use-display.ts'

const PAGE_SIZE = 100

/** The list of one kind of record; its whole state is in the address. */
export function ListScreen() {
  const { path } = useParams({ strict: false }) as { path?: string }
  const kind = kindByPath(path ?? '')
  if (!kind) return <NotFound />
  return (
    <PermittedScreen permission={`${kind.area}:read`}>
      <RecordList key={kind.id} kind={kind} />
    </PermittedScreen>
  )
}

function RecordList({ kind }: { readonly kind: RecordKind }) {
  const opening = useOpeningFilter(kind)
  return opening ? <ScreenLoading /> : <RecordRows kind={kind} />
}

/** A list whose address says nothing opens with the person's default filter. True while that is looked up. */
function useOpeningFilter(kind: RecordKind): boolean {
  const filters = useSavedFilters(kind)
  const show = useShowFilter(kind)
  const [search] = useSearchState()
  const [asked, setAsked] = useState(Object.keys(search).length > 0)
  const preferred = filters.data?.find((filter) => filter.isDefault)
  const settled = filters.isSuccess || filters.isError
  useEffect(() => {
    if (asked || !settled) return
    setAsked(true)
    if (preferred) void show(preferred, true)
  }, [asked, settled, preferred, show])
  return !asked && !settled
}

function RecordRows({ kind }: { readonly kind: RecordKind }) {
  const t = useRecordTexts()
  const may = useMay()
  const text = useText()
  const formats = useFormats()
  const navigate = useNavigate()
  const [search, change] = useSearchState()
  const state = listState(kind, search)
  const query = { ...listQuery(kind, search), limit: PAGE_SIZE }
  const list = useInfiniteQuery({
    queryKey: recordKeys.list(kind, query),
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (page: RecordPage) => page.next,
    queryFn: ({ pageParam, signal }) =>
      fetchPage(kind, { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
  })
  const pages = list.data?.pages
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const labels = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.labels)) as Record<string, string>,
    [pages],
  )
  const settings = useDisplay(labels)
  const columns = listColumns(
    kind,
    state.columns,
    settings,
    text,
    t('untitled'),
    useRecordMarks(kind),
  )
  const first = pages?.[0]
  const [selection, setSelection] = useState(NOTHING_SELECTED)
  const asked = JSON.stringify(listQuery(kind, search))
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters show other rows
  useEffect(() => setSelection(NOTHING_SELECTED), [asked])
  const order = useMemo(() => rows.map((row) => row.id), [rows])
  const tickable = may(`${kind.area}:write`) && isBulkEditable(kind)
  const nothing = first?.count === 0 && !isFiltered(kind, search)
  const sentence = first
    ? t('list.count', {
        count: first.count,
        shown: first.countCapped
          ? t('list.more', { shown: formats.number(first.count) })
          : formats.number(first.count),
      })
    : '\u00a0'
  return (
    <div className={classes.screen}>
      <PageHeader
        title={text(kind.plural)}
        sentence={<span role="status">{sentence}</span>}
        actions={!nothing && <ListActions kind={kind} state={state} />}
      />
      {!nothing && <FilterBar kind={kind} state={state} />}
      {list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : first && rows.length === 0 ? (
        <NoRows kind={kind} filtered={isFiltered(kind, search)} />
      ) : (
        <Stack gap="xs" className={classes.fill ?? ''}>
          {tickable && first && (
            <BulkBar
              kind={kind}
              selection={selection}
              onChange={setSelection}
              page={first}
              loaded={rows.length}
            />
          )}
          <DataTable
            label={text(kind.plural)}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: `/${kind.path}/${row.id}` })}
            sort={state.sort}
            onSort={(field) => change({ sort: nextSort(state.sort, field) })}
            hasMore={list.hasNextPage && !list.isError}
            onMore={() => void list.fetchNextPage()}
            loading={list.isFetching}
            total={first?.count ?? rows.length}
            selection={
              tickable
                ? {
                    isTicked: (row) => isTicked(selection, row.id),
                    onToggle: (row, range) =>
                      setSelection(toggled(selection, order, row.id, range)),
                    isAllTicked: isAllTicked(selection, order),
                    isAnyTicked: selection.ids.size > 0 || selection.everyHit,
                    onToggleAll: () => setSelection(toggledAll(selection, order)),
                    nameOf: (row) => titleOf(kind, row, settings) || t('untitled'),
                  }
                : undefined
            }
          />
          {list.isError && (
            <ErrorState
              error={list.error}
              text={t('list.loadMoreFailed')}
              onRetry={() => void list.fetchNextPage()}
            />
          )}
        </Stack>
      )}
    </div>
  )
}

function NoRows({ kind, filtered }: { readonly kind: RecordKind; readonly filtered: boolean }) {
  const t = useRecordTexts()
  const text = useText()
  const may = useMay()
  const navigate = useNavigate()
  if (filtered) {
    return (
      <EmptyState
        icon={<FilterRemoveIcon size={34} />}
        title={t('list.none.title')}
        text={t('list.none.text')}
        actions={
          <Button
            variant="default"
            onClick={() => void navigate({ to: `/${kind.path}`, search: { view: 'all' } as never })}
          >
            {t('list.filter.reset')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      title={t('list.empty.title', { kinds: text(kind.plural) })}
      text={t('list.empty.text', { kinds: text(kind.plural) })}
      actions={
        <>
          {may('imports:run') && (
            <Button
              leftSection={<UploadIcon size={16} />}
              renderRoot={(props) => <Link to="/imports" {...props} />}
            >
              {t('list.empty.import')}
            </Button>
          )}
          {may(`${kind.area}:write`) && !isFixed(kind) && (
            <Button
              variant="default"
              leftSection={<PlusIcon size={16} />}
              renderRoot={(props) => <Link to={`/${kind.path}/new`} {...props} />}
            >
              {t('list.new', { kind: text(kind.label) })}
            </Button>
          )}
        </>
      }
    />
  )
}
