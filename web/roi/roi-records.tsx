import { Button, Group, Loader, Text } from '@mantine/core'
import { COST_KINDS } from '#costs/completeness.ts'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { KINDS, RETURN_KINDS } from '#roi/return-kinds.ts'
import { useLanguage } from '../platform/language.ts'
import { kindByPath } from '../records/kinds.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { CalculationLines } from './calculation-lines.tsx'
import { useRoiRecords } from './roi-api.ts'
import { calculationOf } from './roi-calculation.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly state: RoiState; readonly roi: RoiAnswer | undefined }

/** The records, or the calculation, behind the number that the address has open. */
export function RoiRecords({ state, roi }: Props) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { part } = state
  const close = () => state.change({ part: undefined })
  const calculation = roi && calculationOf(part, { roi, t, language, formats })
  if (calculation || part.startsWith('calc.')) {
    return (
      <SideDrawer
        opened={calculation != null}
        onClose={close}
        title={calculation && <b>{t('calc.title', { what: calculation.title })}</b>}
      >
        {calculation && <CalculationLines calculation={calculation} onOpen={state.open} />}
      </SideDrawer>
    )
  }
  const kind = RETURN_KINDS.find((id) => id === part)
  const cost = COST_KINDS.find((id) => part === `cost_${id}`)
  const what = kind
    ? KINDS[kind].name[language]
    : cost
      ? t(`cost.${cost}`)
      : t(`part.${part}` as 'part.cost')
  return (
    <SideDrawer
      opened={part !== ''}
      onClose={close}
      title={part !== '' && <b>{t('records.title', { what })}</b>}
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
  const language = useLanguage()
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
          {t('records.count', { count: first.count, number: formats.number(first.count) })}
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
              format: (name, row) =>
                items[Number(row[5])]?.hasPage ? (
                  <AppLink to={`/${first.path}/${String(row[4])}`}>{String(name)}</AppLink>
                ) : (
                  String(name)
                ),
            },
            {
              id: 'at',
              label: t('records.at'),
              format: (at) => <span className="rk-number">{day(at)}</span>,
            },
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
          rows={items.map(({ id, label: name, at, cents, success }, index) => [
            name ?? kindByPath(first.path)?.label[language] ?? t('records.record'),
            at,
            cents === null ? null : cents / 100,
            String(success),
            id,
            index,
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
