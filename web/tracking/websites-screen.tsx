import { Button, Stack, Text } from '@mantine/core'
import { GlobeIcon, PlusIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CONSENT_MODE_TEXTS, websiteKind } from '#tracking/website.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { fetchPage, recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { fetchOverview, Website, websiteKeys } from './websites-api.ts'
import { useWebsitesTexts } from './websites-texts.ts'

/** Companies have a handful. */
const QUERY = { limit: 200 }

/** Which websites are measured, and when something last came in from them. */
export function WebsitesScreen() {
  const t = useWebsitesTexts()
  const websites = useQuery({
    queryKey: recordKeys.list(websiteKind, QUERY),
    queryFn: async ({ signal }) =>
      (await fetchPage(websiteKind, QUERY, signal)).items.map((item) => Website.parse(item)),
  })
  const some = (websites.data?.length ?? 0) > 0
  return (
    <>
      <PageHeader title={t('title')} sentence={t('subtitle')} actions={some && <NewButton />} />
      {websites.isPending && <ScreenLoading />}
      {websites.isError && (
        <ErrorState error={websites.error} onRetry={() => void websites.refetch()} />
      )}
      {websites.data &&
        (some ? (
          <Stack gap="lg">
            <Panel flush>
              <WebsiteTable websites={websites.data} />
            </Panel>
            <Several />
          </Stack>
        ) : (
          <EmptyState
            icon={<GlobeIcon size={36} />}
            title={t('empty.title')}
            text={t('empty.text')}
            actions={<NewButton />}
          />
        ))}
    </>
  )
}

function NewButton() {
  const t = useWebsitesTexts()
  const may = useMay()
  if (!may('tracking:write')) return null
  return (
    <Button
      leftSection={<PlusIcon size={16} />}
      renderRoot={(props) => <Link to={`/${websiteKind.path}/new` as string} {...props} />}
    >
      {t('new')}
    </Button>
  )
}

function WebsiteTable({ websites }: { readonly websites: readonly Website[] }) {
  const t = useWebsitesTexts()
  const text = useText()
  const formats = useFormats()
  const overview = useQuery({
    queryKey: websiteKeys.overview,
    queryFn: ({ signal }) => fetchOverview(signal),
    refetchInterval: 60_000,
  })
  const seen = new Map(overview.data?.items.map((item) => [item.id, item]))
  return (
    <SimpleTable
      label={t('title')}
      columns={[
        {
          id: 'name',
          label: t('column.name'),
          format: (name, row) => (
            <>
              <AppLink to={`/${websiteKind.path}/${row[6]}`} size="sm" fw={600}>
                {String(name)}
              </AppLink>
              {row[7] === 0 && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  · {t('inactive')}
                </Text>
              )}
            </>
          ),
        },
        { id: 'domains', label: t('column.domains') },
        { id: 'mode', label: t('column.mode') },
        { id: 'last', label: t('column.last') },
        { id: 'visits', label: t('column.visits'), numeric: true },
        { id: 'version', label: t('column.version') },
      ]}
      rows={websites.map((website) => {
        const last = seen.get(website.id)
        return [
          website.name,
          website.domains.join(', '),
          text(CONSENT_MODE_TEXTS[website.before_consent].label),
          last && (last.lastAt ? formats.instant(last.lastAt) : t('never')),
          last && formats.number(last.visits),
          last?.scriptVersion,
          website.id,
          website.active === false ? 0 : 1,
        ]
      })}
    />
  )
}

function Several() {
  const t = useWebsitesTexts()
  return (
    <Panel title={t('several.title')}>
      <Stack gap={6} maw={760}>
        {(['several.one', 'several.two', 'several.three'] as const).map((key) => (
          <Text key={key} size="sm">
            {t(key)}
          </Text>
        ))}
      </Stack>
    </Panel>
  )
}
