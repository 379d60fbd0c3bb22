import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Popover,
  ScrollArea,
  Stack,
  Text,
} from '@mantine/core'
import { ChevronDownIcon, ChevronUpIcon, ColumnsIcon } from '@primer/octicons-react'
import type { Field, RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { useSearchState } from '../platform/url-state.ts'
import { defaultColumns } from './kinds.ts'
import { ownOfTitle } from './list-columns.tsx'
import { type ListState, movedColumn } from './list-state.ts'
import { useRecordTexts } from './texts.ts'

type Props = { readonly kind: RecordKind; readonly state: ListState }

/** Which columns a list shows, and in which order. */
export function ColumnChooser({ kind, state }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const [, change] = useSearchState()
  const set = (columns: readonly string[]) => {
    const same = columns.join() === defaultColumns(kind).join()
    change({ columns: same || columns.length === 0 ? undefined : columns.join(',') })
  }
  // The name's own column is always there, in front.
  const own = ownOfTitle(kind)
  const inName = state.columns.filter((id) => own.includes(id))
  const columns = state.columns.filter((id) => !own.includes(id))
  const shown = columns.flatMap((id) => kind.fields.find((field) => field.id === id) ?? [])
  const others = kind.fields.filter(({ id }) => !own.includes(id) && !columns.includes(id))
  const move = (id: string, step: -1 | 1) => set([...inName, ...movedColumn(columns, id, step)])
  const toggle = (field: Field) =>
    set(
      state.columns.includes(field.id)
        ? state.columns.filter((id) => id !== field.id)
        : [...state.columns, field.id],
    )
  const box = (field: Field) => (
    <Checkbox
      size="sm"
      label={text(field.label)}
      checked={state.columns.includes(field.id)}
      onChange={() => toggle(field)}
    />
  )
  return (
    <Popover position="bottom-end" trapFocus shadow="md" width={330}>
      <Popover.Target>
        <ActionIcon variant="default" size={36} visibleFrom="sm" aria-label={t('list.columns')}>
          <ColumnsIcon size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <ScrollArea.Autosize mah={400} type="auto">
          <Stack gap={6} pr="md">
            <Text size="xs" c="dimmed">
              {t('list.columns.shown')}
            </Text>
            {shown.map((field, index) => (
              <Group key={field.id} gap={4} wrap="nowrap" justify="space-between">
                {box(field)}
                <Group gap={2} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    disabled={index === 0}
                    aria-label={t('list.columns.up', { column: text(field.label) })}
                    onClick={() => move(field.id, -1)}
                  >
                    <ChevronUpIcon size={14} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    disabled={index === shown.length - 1}
                    aria-label={t('list.columns.down', { column: text(field.label) })}
                    onClick={() => move(field.id, 1)}
                  >
                    <ChevronDownIcon size={14} />
                  </ActionIcon>
                </Group>
              </Group>
            ))}
            {others.length > 0 && (
              <Text size="xs" c="dimmed" mt={4}>
                {t('list.columns.hidden')}
              </Text>
            )}
            {others.map((field) => (
              <div key={field.id}>{box(field)}</div>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Button
          mt="sm"
          fullWidth
          size="xs"
          variant="default"
          onClick={() => change({ columns: undefined })}
        >
          {t('list.columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
