import { Box, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { DownloadIcon, FilterRemoveIcon } from '@primer/octicons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { actionLabel, actorLabel, kindLabel, recordName } from '#access/audit-words.ts'
import type { AuditEvent, AuditPage } from '#access/schema.ts'
import { queryText } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { useDisplay } from '../records/use-display.ts'
import { AppLink } from '../ui/app-link.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { auditKey, fetchAudit } from './audit-api.ts'
import { summaryOf } from './audit-display.ts'
import { AuditDrawer } from './audit-drawer.tsx'
import { AuditFilters } from './audit-filters.tsx'
import classes from './audit-screen.module.css'
import { auditQuery, NO_FILTER } from './audit-state.ts'
import { useAccessTexts } from './texts.ts'
import { useAuditKinds } from './use-audit-kinds.ts'

const PAGE_SIZE = 100

/** Who did what, newest first; filter and open event stand in the address. */
export function AuditScreen() {
  const t = useAccessTexts()
  const formats = useFormats()
  const [search, change] = useSearchState()
  const query = auditQuery(search)
  const list = useInfiniteQuery({
    queryKey: [...auditKey, query],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (page: AuditPage) => page.next,
    queryFn: ({ pageParam, signal }) =>
      fetchAudit({ ...query, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) }, signal),
  })
  const pages = list.data?.pages
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  const names = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.names)) as Record<string, string>,
    [pages],
  )
  const columns = useColumns(names)
  const searchedUntil = pages?.at(-1)?.searchedUntil ?? null
  const filtered = Object.keys(query).length > 0
  const open = (event: AuditEvent) => change({ event: String(event.id) }, { push: true })
  return (
    <div className={classes.screen}>
      <PageHeader
        title={t('audit.title')}
        sentence={t('audit.sentence')}
        actions={<ExportMenu query={query} />}
      />
      <AuditFilters filtered={filtered} />
      {list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isSuccess && rows.length === 0 && searchedUntil === null ? (
        <EmptyState
          icon={<FilterRemoveIcon size={32} aria-hidden />}
          title={t('audit.none')}
          text={filtered ? t('audit.none.text') : undefined}
          actions={
            filtered && (
              <Button variant="default" onClick={() => change(NO_FILTER)}>
                {t('audit.reset')}
              </Button>
            )
          }
        />
      ) : (
        <Stack gap="xs" className={classes.fill ?? ''}>
          <DataTable
            label={t('audit.title')}
            columns={columns}
            rows={rows}
            rowKey={(event) => String(event.id)}
            onOpen={open}
            hasMore={list.hasNextPage && !list.isError && searchedUntil === null}
            onMore={() => void list.fetchNextPage()}
            loading={list.isFetching}
          />
          {searchedUntil !== null && (
            <Group gap="sm" role="status">
              <Text size="sm" c="dimmed">
                {t('audit.searched', { until: formats.instant(searchedUntil) })}
              </Text>
              <Button
                size="xs"
                variant="default"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('audit.searchOn')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
      <AuditDrawer
        id={one(search, 'event')}
        rows={rows}
        names={names}
        onClose={() => change({ event: undefined })}
      />
    </div>
  )
}

function useColumns(names: Readonly<Record<string, string>>): DataColumn<AuditEvent>[] {
  const t = useAccessTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const kinds = useAuditKinds()
  const settings = useDisplay(names)
  const [search] = useSearchState()
  return [
    {
      id: 'at',
      header: t('audit.at'),
      width: 146,
      render: (event) => (
        <AppLink to="/audit" search={{ ...search, event: String(event.id) }} className="rk-number">
          {formats.instant(event.at)}
        </AppLink>
      ),
    },
    {
      id: 'actor',
      header: t('audit.who'),
      width: 150,
      render: (event) => actorLabel(event.actor_id, event.actor_name)[language],
    },
    {
      id: 'action',
      header: t('audit.action'),
      width: 196,
      render: (event) => text(actionLabel(event.action)),
    },
    {
      id: 'kind',
      header: t('audit.kind'),
      width: 124,
      render: (event) => text(kindLabel(kinds, event.kind)),
    },
    {
      id: 'record',
      header: t('audit.record'),
      width: 180,
      isEmpty: (event) => recordName(kinds, event, names) === null,
      render: (event) => recordName(kinds, event, names) ?? '–',
    },
    {
      id: 'changes',
      header: t('audit.changes'),
      width: 330,
      isEmpty: (event) => event.before === null && event.after === null,
      render: (event) => summaryOf(event, kinds.get(event.kind), settings),
    },
  ]
}

function ExportMenu({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const t = useAccessTexts()
  const language = useLanguage()
  const text = queryText({ ...query, language })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" px="sm" aria-label={t('audit.export')}>
          <DownloadIcon size={16} aria-hidden />
          <Box component="span" visibleFrom="sm" ml={8}>
            {t('audit.export')}
          </Box>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/api/audit-events/export.csv${text}`} download>
          CSV
        </Menu.Item>
        <Menu.Item component="a" href={`/api/audit-events/export.xlsx${text}`} download>
          Excel (XLSX)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
