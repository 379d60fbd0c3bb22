import { Button, Group, Loader, Text } from '@mantine/core'
import { KINDS, RETURN_KINDS } from '#roi/return-kinds.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useRoiRecords } from './roi-api.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

const COSTS = ['personnel', 'technology', 'media', 'external', 'production'] as const

/** The records behind the number that the address has open. */
export function RoiRecords({ state }: { readonly state: RoiState }) {
  const t = useRoiTexts()
  const language = useLanguage()
  const { part } = state
  const kind = RETURN_KINDS.find((id) => id === part)
  const cost = COSTS.find((id) => part === `cost_${id}`)
  const what = kind
    ? KINDS[kind].name[language]
    : cost
      ? t(`cost.${cost}`)
      : t(`part.${part}` as 'part.cost')
  return (
    <SideDrawer
      opened={part !== ''}
      onClose={() => state.change({ part: undefined })}
      title={part === '' ? '' : t('records.title', { what })}
    >
      {kind && (
        <Text size="sm" c="dimmed" mb="xs">
          {KINDS[kind].counts[language]}
        </Text>
      )}
      {part !== '' && <List state={state} label={what} />}
    </SideDrawer>
  )
}

function List({ state, label }: { readonly state: RoiState; readonly label: string }) {
  const t = useRoiTexts()
  const formats = useFormats()
  const { goal: _goal, ...query } = state.query
  const records = useRoiRecords(state.part, query)
  if (records.isError) {
    return <ErrorState error={records.error} onRetry={() => void records.refetch()} />
  }
  const [first] = records.data?.pages ?? []
  if (!first) return <Loader size="sm" />
  const items = records.data?.pages.flatMap((page) => page.items) ?? []
  const hasAmount = items.some(({ cents }) => cents !== null)
  const hasOutcome = items.some(({ success }) => success !== null)
  const day = (at: unknown) => {
    const text = typeof at === 'string' ? at : null
    return text && text.length > 10 ? formats.instant(text) : formats.date(text)
  }
  return (
    <>
      <Group gap="md" mb="xs">
        <Text size="sm" fw={600}>
          {t('records.count', { count: formats.number(first.count) })}
        </Text>
        {first.sumCents !== null && (
          <Text size="sm">{t('records.sum', { sum: formats.money(first.sumCents) })}</Text>
        )}
      </Group>
      {items.length === 0 ? (
        <Text size="sm">{t('records.none')}</Text>
      ) : (
        <SimpleTable
          label={label}
          columns={[
            {
              id: 'record',
              label: t('records.record'),
              format: (name, row) => (
                <AppLink to={`/${first.path}/${String(row[4])}`}>{String(name)}</AppLink>
              ),
            },
            { id: 'at', label: t('records.at'), format: day },
            ...(hasAmount
              ? [
                  {
                    id: 'amount',
                    label: t('records.amount'),
                    numeric: true,
                    format: (_: unknown, [, , amount]: readonly unknown[]) =>
                      formats.money(typeof amount === 'number' ? amount * 100 : null),
                  },
                ]
              : []),
            ...(hasOutcome
              ? [
                  {
                    id: 'success',
                    label: t('records.success'),
                    format: (_: unknown, row: readonly unknown[]) =>
                      t(row[3] === 'true' ? 'records.yes' : 'records.no'),
                  },
                ]
              : []),
          ]}
          rows={items.map(({ id, label: name, at, cents, success }) => [
            name,
            at,
            cents === null ? null : cents / 100,
            String(success),
            id,
          ])}
        />
      )}
      {records.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={records.isFetchingNextPage}
          onClick={() => void records.fetchNextPage()}
        >
          {t('records.more')}
        </Button>
      )}
    </>
  )
}
