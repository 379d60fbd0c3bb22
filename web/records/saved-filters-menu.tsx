import { Box, Button, Group, Menu, ScrollArea, Text, VisuallyHidden } from '@mantine/core'
import {
  BookmarkFillIcon,
  BookmarkIcon,
  CheckIcon,
  PencilIcon,
  PlusIcon,
  StarFillIcon,
} from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { one, parseSearch, useSearchState } from '../platform/url-state.ts'
import { savedQuery } from './list-state.ts'
import { changeFilter, fetchFilters, listKeys, type SavedFilter } from './lists-api.ts'
import { SavedFilterDialog } from './saved-filter-dialog.tsx'
import { useRecordTexts } from './texts.ts'

/** The saved filters of a kind; the same answer for the menu and for the list that opens with one. */
export const useSavedFilters = (kind: RecordKind) =>
  useQuery({
    queryKey: listKeys.filters(kind),
    queryFn: ({ signal }) => fetchFilters(kind, signal),
    staleTime: 60_000,
  })

/** Goes to a list as it was saved. */
export function useShowFilter(kind: RecordKind) {
  const navigate = useNavigate()
  return (filter: SavedFilter, replace = false) =>
    navigate({
      to: `/${kind.path}`,
      search: { ...parseSearch(filter.query), view: filter.id } as never, // search is untyped on purpose
      replace,
    })
}

/** Lists that were saved under a name: open one, save this one, rename, share, make it the default. */
export function SavedFiltersMenu({ kind }: { readonly kind: RecordKind }) {
  const t = useRecordTexts()
  const client = useQueryClient()
  const show = useShowFilter(kind)
  const [search] = useSearchState()
  const [edited, setEdited] = useState<SavedFilter | 'new' | null>(null)
  const filters = useSavedFilters(kind).data ?? []
  const current = filters.find((filter) => filter.id === one(search, 'view'))
  const isChanged = current !== undefined && current.query !== savedQuery(search)
  const overwrite = useMutation({
    mutationFn: (filter: SavedFilter) =>
      changeFilter(kind, filter.id, { query: savedQuery(search) }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKeys.filters(kind) }),
  })
  const groups = [
    { label: t('views.mine'), filters: filters.filter((filter) => filter.isMine) },
    { label: t('views.shared'), filters: filters.filter((filter) => !filter.isMine) },
  ]
  return (
    <>
      <Menu position="bottom-start" width={300} withinPortal={false}>
        <Menu.Target>
          <Button
            variant="default"
            maw={260}
            leftSection={current ? <BookmarkFillIcon size={16} /> : <BookmarkIcon size={16} />}
          >
            <Text span inherit truncate>
              {current ? current.name : t('views.title')}
            </Text>{' '}
            {isChanged && (
              <Text span inherit c="dimmed" ml={6}>
                {t('views.changed')}
              </Text>
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={320} type="auto">
            {groups
              .filter((group) => group.filters.length > 0)
              .map((group) => (
                <div key={group.label}>
                  <Menu.Label>{group.label}</Menu.Label>
                  {group.filters.map((filter) => (
                    <Menu.Item
                      key={filter.id}
                      leftSection={filter === current ? <CheckIcon size={14} /> : <Box w={14} />}
                      rightSection={filter.isDefault ? <DefaultMark /> : null}
                      onClick={() => void show(filter)}
                    >
                      <Text size="sm" truncate>
                        {filter.name}
                      </Text>
                      {!filter.isMine && (
                        <Text size="xs" c="dimmed" truncate>
                          {t('views.by', { owner: filter.owner })}
                        </Text>
                      )}
                    </Menu.Item>
                  ))}
                </div>
              ))}
            {filters.length === 0 && (
              <Text size="sm" c="dimmed" px="sm" py={6}>
                {t('views.none')}
              </Text>
            )}
          </ScrollArea.Autosize>
          <Menu.Divider />
          <Menu.Item leftSection={<PlusIcon size={14} />} onClick={() => setEdited('new')}>
            {t('views.save')}
          </Menu.Item>
          {current?.changeable && isChanged && (
            <Menu.Item
              leftSection={<BookmarkIcon size={14} />}
              onClick={() => overwrite.mutate(current)}
            >
              {t('views.overwrite', { name: current.name })}
            </Menu.Item>
          )}
          {current && (
            <Menu.Item leftSection={<PencilIcon size={14} />} onClick={() => setEdited(current)}>
              {t('views.edit', { name: current.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {edited !== null && (
        <SavedFilterDialog
          kind={kind}
          filter={edited === 'new' ? null : edited}
          query={savedQuery(search)}
          onClose={() => setEdited(null)}
          onSaved={(filter) => void show(filter, true)}
        />
      )}
    </>
  )
}

function DefaultMark() {
  const t = useRecordTexts()
  return (
    <Group gap={4} c="dimmed">
      <StarFillIcon size={12} />
      <VisuallyHidden>{t('views.isDefault')}</VisuallyHidden>
    </Group>
  )
}
