import { Box, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMay } from '../platform/session.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { importApi, importKeys } from './import-api.ts'
import { NewImport } from './new-import.tsx'
import { PastImports } from './past-imports.tsx'
import { Refusal } from './refusal.tsx'
import { SavedMappingsPanel } from './saved-mappings-panel.tsx'
import { TemplatesPanel } from './templates-panel.tsx'
import { useImportTexts } from './texts.ts'

/** All imports: begin one, look at former ones, templates and saved mappings. */
export function ImportsScreen() {
  const t = useImportTexts()
  const may = useMay()
  const query = useInfiniteQuery({
    queryKey: importKeys.list,
    queryFn: ({ pageParam, signal }) => importApi.list(pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title={t('title')} sentence={t('list.sentence')} />
      <Stack gap="md">
        {may('imports:run') ? (
          <Box component="section" aria-label={t('new.title')}>
            <NewImport />
          </Box>
        ) : (
          <Text size="sm" c="dimmed">
            {t('new.notAllowed')}
          </Text>
        )}
        <Refusal error={query.error} onRetry={() => void query.refetch()} />
        {query.data && items.length === 0 && <Way />}
        {items.length > 0 && (
          <PastImports
            items={items}
            hasMore={query.hasNextPage}
            loadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        )}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <TemplatesPanel />
          <SavedMappingsPanel />
        </SimpleGrid>
      </Stack>
    </>
  )
}

/** The empty screen: how it goes from a file to a figure. */
function Way() {
  const t = useImportTexts()
  return (
    <Panel>
      <Title order={2} mb="xs">
        {t('way.title')}
      </Title>
      <List type="ordered" spacing={6} size="sm">
        <List.Item>{t('way.1')}</List.Item>
        <List.Item>{t('way.2')}</List.Item>
        <List.Item>{t('way.3')}</List.Item>
        <List.Item>{t('way.4')}</List.Item>
      </List>
    </Panel>
  )
}
