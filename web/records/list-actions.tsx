import { Box, Button, Menu, SegmentedControl } from '@mantine/core'
import { DownloadIcon, PlusIcon } from '@primer/octicons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { RecordKind } from '#kernel/record.ts'
import { LedgerListActions } from '../costs/ledger-actions.tsx'
import { queryText } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { useSearchState } from '../platform/url-state.ts'
import { LinkViews } from '../tracking/link-views.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import { isFixed } from './kinds.ts'
import { type ListState, listQuery } from './list-state.ts'
import { RecentChanges } from './recent-changes.tsx'
import { useRecordTexts } from './texts.ts'

type Props = { readonly kind: RecordKind; readonly state: ListState }

/** Latest changes, columns, export, new; opportunities also as a board. */
export function ListActions({ kind, state }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const may = useMay()
  const [search] = useSearchState()
  const language = useLanguage()
  const filters = { ...listQuery(kind, search), language }
  const titles = kind.title.filter((id) => !state.columns.includes(id))
  const shown = queryText({ ...filters, columns: [...titles, ...state.columns].join(',') })
  const all = queryText(filters)
  return (
    <>
      {kind.id === 'opportunity' && <ViewSwitch view="list" />}
      {kind.id === 'tracked_link' && <LinkViews view="list" />}
      {may(`${kind.area}:write`) && <RecentChanges kind={kind} />}
      <LedgerListActions kind={kind.id} />
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
          {(
            [
              ['list.export.shown', shown],
              ['list.export.all', all],
            ] as const
          ).flatMap(([label, query]) =>
            (['csv', 'xlsx'] as const).map((format) => (
              <Menu.Item
                key={`${label} ${format}`}
                component="a"
                href={`/api/${kind.path}/export.${format}${query}`}
                download
              >
                {t(label, { format: format === 'csv' ? 'CSV' : 'Excel' })}
              </Menu.Item>
            )),
          )}
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
