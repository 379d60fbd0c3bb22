import { Text } from '@mantine/core'
import type { Cohorts } from '#roi/cohort-shapes.ts'
import type { Query } from '../platform/api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useCreditedDeals } from './cohort-api.ts'
import { type CohortState, dealsQuery, NO_DEALS } from './cohort-state.ts'
import { useCohortTexts } from './cohort-texts.ts'

/** The deals behind one cell: which month they began in, how much of them is credited. */
export function CohortDealsDrawer({ state, answer }: { state: CohortState; answer: Cohorts }) {
  const t = useCohortTexts()
  const formats = useFormats()
  const { deals } = state
  const said = [
    deals && deals.month !== 'all' ? t('deals.month', { month: formats.month(deals.month) }) : '',
    deals?.age == null ? '' : t('deals.age', { age: deals.age }),
  ]
  return (
    <CreditedDealsDrawer
      opened={deals !== null}
      onClose={() => state.change(NO_DEALS, { push: true })}
      query={dealsQuery(state, answer.asOf, answer.ages)}
      said={said.filter((part) => part !== '').join(' · ')}
    />
  )
}

type Props = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly query: Query
  /** What was opened, in words. */
  readonly said: string
}

/** Deals with the parts that are credited to the touches asked for. */
export function CreditedDealsDrawer({ opened, onClose, query, said }: Props) {
  const t = useCohortTexts()
  const formats = useFormats()
  const found = useCreditedDeals(query, opened)
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  const day = (value: unknown) =>
    formats.instant(typeof value === 'string' ? value : null).split(',')[0]
  const items = found.data?.items ?? []
  return (
    <SideDrawer opened={opened} onClose={onClose} title={<b>{t('deals.title')}</b>} width={980}>
      {said !== '' && (
        <Text size="sm" c="dimmed">
          {said}
        </Text>
      )}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Text mb="sm" data-deals>
            {found.data.count === 0
              ? t('deals.none')
              : t('deals.sentence', {
                  count: found.data.count,
                  revenue: formats.money(found.data.sum.revenue),
                  margin: formats.money(found.data.sum.margin),
                })}
          </Text>
          {items.length > 0 && (
            <SimpleTable
              label={t('deals.title')}
              columns={[
                {
                  id: 'name',
                  label: t('deals.name'),
                  format: (value, row) => (
                    <AppLink to={`/opportunities/${row[7]}`}>{String(value)}</AppLink>
                  ),
                },
                { id: 'first', label: t('deals.first'), format: day },
                { id: 'closed', label: t('deals.closed'), format: day },
                { id: 'touches', label: t('deals.touches'), numeric: true },
                { id: 'amount', label: t('deals.amount'), numeric: true, format: money },
                { id: 'revenue', label: t('deals.revenue'), numeric: true, format: money },
                { id: 'margin', label: t('deals.margin'), numeric: true, format: money },
              ]}
              rows={items.map((deal) => [
                ...[deal.label, deal.firstAt, deal.closedAt, deal.touches],
                ...[deal.amount, deal.revenue, deal.margin, deal.id],
              ])}
            />
          )}
          {items.length < found.data.count && (
            <Text size="sm" c="dimmed" mt="xs">
              {t('deals.more', { count: items.length })}
            </Text>
          )}
        </>
      )}
    </SideDrawer>
  )
}
