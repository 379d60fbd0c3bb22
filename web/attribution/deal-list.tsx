import { Button, Group, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { SearchIcon } from '@primer/octicons-react'
import { useEffect, useState } from 'react'
import { one } from '../platform/url-state.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { DealTable } from './deal-table.tsx'
import { useJourneyList } from './journeys-api.ts'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'

/** The latest won deals of the period, each with the way into its journey. */
export function DealList({ state }: { readonly state: JourneysState }) {
  const t = useJourneysTexts()
  const { search, change, query } = state
  const asked = one(search, 'q')
  const [typed, setTyped] = useState(asked)
  const [wanted] = useDebouncedValue(typed, 250)
  useEffect(() => {
    if (wanted !== asked) change({ q: wanted === '' ? undefined : wanted })
  }, [wanted, asked, change])
  const list = useJourneyList({ ...query, limit: 10, ...(asked !== '' && { q: asked }) })
  const pages = list.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  return (
    <Panel
      title={t('deals.title')}
      sentence={t('deals.sentence')}
      actions={
        <TextInput
          size="xs"
          w={260}
          maw="100%"
          aria-label={t('deals.search')}
          placeholder={t('deals.search')}
          leftSection={<SearchIcon size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      }
    >
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('deals.none', { q: asked })}
        </Text>
      ) : (
        <DealTable
          label={t('deals.title')}
          items={items}
          labels={Object.assign({}, ...pages.map(({ labels }) => labels))}
        />
      )}
      <More
        shown={items.length}
        count={pages[0]?.count ?? 0}
        loading={list.isFetchingNextPage}
        onMore={list.hasNextPage ? () => void list.fetchNextPage() : null}
      />
    </Panel>
  )
}

type MoreProps = {
  readonly shown: number
  readonly count: number
  readonly loading: boolean
  readonly onMore: (() => void) | null
}

/** How many of all are there, and the way to more. */
export function More({ shown, count, loading, onMore }: MoreProps) {
  const t = useJourneysTexts()
  return (
    <Group justify="space-between" mt="xs">
      {onMore ? (
        <Button size="compact-sm" variant="default" loading={loading} onClick={onMore}>
          {t('deals.more')}
        </Button>
      ) : (
        <span />
      )}
      <Text size="xs" c="dimmed">
        {t('deals.shown', { shown, count })}
      </Text>
    </Group>
  )
}
