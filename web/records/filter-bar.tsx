import { Button, CloseButton, Group, Menu, ScrollArea, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { FilterIcon, SearchIcon } from '@primer/octicons-react'
import { useEffect, useState } from 'react'
import { field as build } from '#kernel/fields.ts'
import type { Field, RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { many, useSearchState } from '../platform/url-state.ts'
import classes from './filter-bar.module.css'
import { FilterEditor } from './filter-editor.tsx'
import { hasTargetGroupFilter } from './kinds.ts'
import { filterForm, isFiltered, type ListState, withoutFilter } from './list-state.ts'
import { SavedFiltersMenu } from './saved-filters-menu.tsx'
import { useRecordTexts } from './texts.ts'

const TARGET_GROUP = build.reference('target_group', 'target_group', 'Zielgruppe', 'Target group')

/** Text search and one filter per field; what is set stands in the address. */
export function FilterBar({
  kind,
  state,
}: {
  readonly kind: RecordKind
  readonly state: ListState
}) {
  const t = useRecordTexts()
  const text = useText()
  const [search, change] = useSearchState()
  const extra = hasTargetGroupFilter(kind) ? [TARGET_GROUP] : []
  const possible = [...kind.fields.filter((field) => filterForm(field) !== null), ...extra]
  const extraShown = extra.filter(
    (field) => search[field.id] !== undefined || many(search, 'filter').includes(field.id),
  )
  const shown = [...state.filters, ...extraShown]
  const add = (field: Field) => change({ filter: [...many(search, 'filter'), field.id] })
  const reset = () =>
    change({
      ...Object.assign({}, ...shown.map((field) => withoutFilter(search, field))),
      filter: undefined,
      q: undefined,
      // An address that says nothing would open with the default filter again.
      view: 'all',
    })
  return (
    <Group gap="xs" mb="sm" align="center">
      <SavedFiltersMenu kind={kind} />
      <SearchInput key={kind.id} kind={kind} q={state.q} />
      {shown.map((field) => (
        <Group key={field.id} gap={6} wrap="nowrap" className={classes.filter ?? ''}>
          <Text size="sm" c="dimmed" className={classes.label ?? ''} title={text(field.label)}>
            {text(field.label)}
          </Text>
          <FilterEditor field={field} />
          <CloseButton
            size="sm"
            aria-label={t('list.filter.remove', { field: text(field.label) })}
            onClick={() => change(withoutFilter(search, field))}
          />
        </Group>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<FilterIcon size={16} />}>
            {t('list.filter.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={320} type="auto">
            {possible
              .filter((field) => !shown.some((one) => one.id === field.id))
              .map((field) => (
                <Menu.Item key={field.id} onClick={() => add(field)}>
                  {text(field.label)}
                </Menu.Item>
              ))}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      {isFiltered(kind, search) && (
        <Button variant="subtle" onClick={reset}>
          {t('list.filter.reset')}
        </Button>
      )}
    </Group>
  )
}

function SearchInput({ kind, q }: { readonly kind: RecordKind; readonly q: string }) {
  const t = useRecordTexts()
  const text = useText()
  const [, change] = useSearchState()
  const [typed, setTyped] = useState(q)
  const apply = useDebouncedCallback((value: string) => {
    change({ q: value === '' ? undefined : value })
  }, 250)
  // "Back" and "reset" change the address under the input.
  useEffect(() => setTyped(q), [q])
  return (
    <TextInput
      w={{ base: '100%', xs: 260 }}
      type="search"
      aria-label={t('list.search', { kinds: text(kind.plural) })}
      placeholder={t('list.search', { kinds: text(kind.plural) })}
      leftSection={<SearchIcon size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        apply(event.currentTarget.value)
      }}
    />
  )
}
