import { Box, Button, Group, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { PlusIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecordKind } from '#kernel/record.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { defaultColumns, isFixed, prefill, type Related } from './kinds.ts'
import { listColumns } from './list-columns.tsx'
import { fetchPage, type RecordValues, recordKeys } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { useDisplay } from './use-display.ts'

const SHOWN = 5
const MAX_COLUMNS = { phone: 2, wide: 5 }

type Props = {
  readonly related: Related
  /** The kind and the values of the record that the list stands under. */
  readonly parent: RecordKind
  readonly record: RecordValues
}

/** The newest records of another kind that belong to this one, with the way to all of them. */
export function RelatedList({ related, parent, record }: Props) {
  const { id } = record
  const { kind, field } = related
  const t = useRecordTexts()
  const text = useText()
  const may = useMay()
  const formats = useFormats()
  const query = { [field.id]: id, limit: SHOWN }
  const list = useQuery({
    queryKey: recordKeys.list(kind, query),
    queryFn: ({ signal }) => fetchPage(kind, query, signal),
  })
  const settings = useDisplay(list.data?.labels ?? {})
  const chosen = defaultColumns(kind).filter((column) => column !== field.id)
  const phone = useMediaQuery('(max-width: 48em)') ?? false
  const room = MAX_COLUMNS[phone ? 'phone' : 'wide']
  const columns = listColumns(kind, chosen, settings, text, t('untitled')).slice(0, room)
  const rows = list.data?.items ?? []
  const filter = { [field.id]: id }
  return (
    <Panel
      flush
      title={
        <>
          {text(kind.plural)}{' '}
          {list.data && (
            <Text span c="dimmed" fw={400} inherit>
              {formats.number(list.data.count)}
              {list.data.countCapped ? '+' : ''}
            </Text>
          )}
        </>
      }
      actions={
        may(`${kind.area}:write`) &&
        !isFixed(kind) && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${text(kind.label)}: ${t('detail.related.add')}`}
            renderRoot={(props) => (
              <Link
                to={`/${kind.path}/new`}
                search={prefill(related, parent, record) as never}
                {...props}
              />
            )}
          >
            <PlusIcon size={14} />
            <Box component="span" visibleFrom="sm" ml={6}>
              {t('detail.related.add')}
            </Box>
          </Button>
        )
      }
    >
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <>
          <SimpleTable
            label={text(kind.plural)}
            oneLine
            columns={columns.map((column, index) => ({
              id: column.id,
              label: column.header,
              numeric: column.numeric ?? false,
              format: (_value, row) => {
                const record = rows[Number(row[0])]
                return record ? column.render(record) : index
              },
            }))}
            rows={rows.map((_row, index) => [index])}
          />
          {list.data && list.data.count > SHOWN && (
            <Group px="md" py="xs">
              <AppLink to={`/${kind.path}`} search={filter} size="sm">
                {t('detail.related.all', { count: formats.number(list.data.count) })}
              </AppLink>
            </Group>
          )}
        </>
      )}
    </Panel>
  )
}
