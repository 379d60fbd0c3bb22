import { Button, Group, Stack } from '@mantine/core'
import { CheckCircleIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { COST_CATEGORIES } from '#costs/cost.ts'
import type { Accruals } from '#costs/ledger-shapes.ts'
import { addDays, isIsoDate, isoDate } from '#kernel/period.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { dayIn } from '../kpis/cockpit-period.ts'
import { useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import type { Cell } from '../ui/csv.ts'
import { DateField } from '../ui/date-field.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { fetchAccruals, ledgerKeys } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

/** Accruals that were open on a day: at the end of the year what the bookkeeping asks for. */
export function AccrualsScreen() {
  const t = useLedgerTexts()
  const formats = useFormats()
  const { time_zone } = useMe().company
  const [search, change] = useSearchState()
  const today = dayIn(new Date(), time_zone)
  const given = one(search, 'day')
  const day = isIsoDate(given) ? given : today
  const year = Number(today.slice(0, 4)) - 1
  const accruals = useQuery({
    queryKey: ledgerKeys.accruals(day),
    queryFn: ({ signal }) => fetchAccruals(day, signal),
  })
  const { data } = accruals
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to="/costs">{t('double.back')}</AppLink>}
        title={t('accruals.title')}
        sentence={t('accruals.sentence')}
      />
      <Stack gap="lg">
        <Group gap="sm" align="flex-end" wrap="wrap">
          <DateField
            label={t('accruals.day')}
            value={day}
            clearable={false}
            onChange={(next) => change({ day: next })}
            w={180}
          />
          <Button variant="default" onClick={() => change({ day: `${year}-12-31` })}>
            {t('accruals.endOfYear', { year })}
          </Button>
          <Button variant="default" onClick={() => change({ day: undefined })}>
            {t('accruals.today')}
          </Button>
        </Group>
        {accruals.isPending && <ScreenLoading />}
        {accruals.isError && (
          <ErrorState error={accruals.error} onRetry={() => void accruals.refetch()} />
        )}
        {data?.items.length === 0 && (
          <EmptyState
            icon={<CheckCircleIcon size={36} />}
            title={t('accruals.none')}
            text={t('accruals.none.text', { day: formats.date(day) })}
          />
        )}
        {data && data.items.length > 0 && <OpenAccruals accruals={data} />}
      </Stack>
    </>
  )
}

function OpenAccruals({ accruals }: { readonly accruals: Accruals }) {
  const t = useLedgerTexts()
  const text = useText()
  const formats = useFormats()
  const { items, open, day } = accruals
  const money = (value: Cell) => formats.money(typeof value === 'number' ? value : null)
  const categoryName = (id: string) => {
    const label = COST_CATEGORIES.find(({ value }) => value === id)?.label
    return label ? text(label) : id
  }
  const itemOf = (row: readonly Cell[]) => items[Number(row[5])]
  return (
    <Panel
      title={t('accruals.sum', {
        count: open.count,
        amount: formats.money(open.amount),
        day: formats.date(day),
      })}
    >
      <SimpleTable
        label={t('accruals.title')}
        columns={[
          {
            id: 'label',
            label: t('accruals.label'),
            format: (label, row) => (
              <AppLink to={`/costs/${itemOf(row)?.id}`} size="sm">
                {String(label)}
              </AppLink>
            ),
          },
          { id: 'amount', label: t('accruals.amount'), numeric: true, format: money },
          {
            id: 'invoice',
            label: t('accruals.invoice'),
            format: (words, row) => {
              const invoice = itemOf(row)?.invoiceId
              return invoice ? (
                <AppLink to={`/costs/${invoice}`} size="sm">
                  {String(words)}
                </AppLink>
              ) : (
                words
              )
            },
          },
          { id: 'period', label: t('accruals.period') },
          { id: 'category', label: t('accruals.category') },
        ]}
        rows={items.map((item, index) => [
          item.label || categoryName(item.category),
          item.amount,
          item.invoiceId === null
            ? t('accruals.missing')
            : t('accruals.came', { amount: formats.money(item.invoiceAmount) }),
          periodText(item, formats.date),
          categoryName(item.category),
          index,
        ])}
      />
    </Panel>
  )
}

function periodText(
  { from, until }: Accruals['items'][number],
  dateText: (day: string) => string,
): string {
  const last = addDays(isoDate(until), -1)
  return last === from ? dateText(from) : `${dateText(from)} – ${dateText(last)}`
}
