import {
  ActionIcon,
  Box,
  Button,
  Checkbox,
  Menu,
  Popover,
  ScrollArea,
  SegmentedControl,
  Stack,
} from '@mantine/core'
import { ColumnsIcon, DownloadIcon, PlusIcon } from '@primer/octicons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { RecordKind } from '#kernel/record.ts'
import { queryText } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { useSearchState } from '../platform/url-state.ts'
import { defaultColumns, isFixed } from './kinds.ts'
import { type ListState, listQuery } from './list-state.ts'
import { useRecordTexts } from './texts.ts'

type Props = { readonly kind: RecordKind; readonly state: ListState }

/** Columns, export, new; opportunities also as a board. */
export function ListActions({ kind, state }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const may = useMay()
  const [search] = useSearchState()
  const query = queryText(listQuery(kind, search))
  return (
    <>
      {kind.id === 'opportunity' && <ViewSwitch view="list" />}
      <ColumnChooser kind={kind} state={state} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={t('list.export')}>
            <DownloadIcon size={16} />
            <Box component="span" visibleFrom="sm" ml={8}>
              {t('list.export')}
            </Box>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={`/api/${kind.path}/export.csv${query}`} download>
            {t('list.export.csv')}
          </Menu.Item>
          <Menu.Item component="a" href={`/api/${kind.path}/export.xlsx${query}`} download>
            {t('list.export.xlsx')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {may(`${kind.area}:write`) && !isFixed(kind) && (
        <Button
          leftSection={<PlusIcon size={16} />}
          renderRoot={(props) => <Link to={`/${kind.path}/new`} {...props} />}
        >
          {t('list.new', { kind: text(kind.label) })}
        </Button>
      )}
    </>
  )
}

/** Opportunities as a list or as a board by stage. */
export function ViewSwitch({ view }: { readonly view: 'list' | 'board' }) {
  const t = useRecordTexts()
  const navigate = useNavigate()
  return (
    <SegmentedControl
      aria-label={`${t('view.list')} / ${t('view.board')}`}
      value={view}
      onChange={(next) => void navigate({ to: next === 'board' ? '/pipeline' : '/opportunities' })}
      data={[
        { value: 'list', label: t('view.list') },
        { value: 'board', label: t('view.board') },
      ]}
    />
  )
}

function ColumnChooser({ kind, state }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const [, change] = useSearchState()
  const toggle = (id: string) => {
    const next = state.columns.includes(id)
      ? state.columns.filter((column) => column !== id)
      : kind.fields.map((field) => field.id).filter((f) => f === id || state.columns.includes(f))
    const same = next.join() === defaultColumns(kind).join()
    change({ columns: same || next.length === 0 ? undefined : next.join(',') })
  }
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="default" size={36} visibleFrom="sm" aria-label={t('list.columns')}>
          <ColumnsIcon size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <ScrollArea.Autosize mah={360} type="auto">
          <Stack gap={8} pr="md">
            {kind.fields.map((field) => (
              <Checkbox
                key={field.id}
                size="sm"
                label={text(field.label)}
                checked={state.columns.includes(field.id)}
                onChange={() => toggle(field.id)}
              />
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
