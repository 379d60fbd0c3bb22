import { SegmentedControl, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { cumulative } from '#roi/cohort.ts'
import type { Cohort, Cohorts } from '#roi/cohort-shapes.ts'
import type { Query } from '../platform/api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import type { Formats } from '../ui/formats.ts'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useCreditedDeals } from './cohort-api.ts'
import { type CohortState, dealsQuery, NO_DEALS, type OpenedDeals } from './cohort-state.ts'
import { useCohortTexts } from './cohort-texts.ts'

/** The deals behind one cell: which month they began in, how much of them is credited. */
export function CohortDealsDrawer({ state, answer }: { state: CohortState; answer: Cohorts }) {
  const t = useCohortTexts()
  const formats = useFormats()
  const { deals } = state
  const cohort = answer.cohorts.find(({ month }) => month === deals?.month)
  const said = [
    deals && deals.month !== 'all' ? t('deals.month', { month: formats.month(deals.month) }) : '',
    deals?.age == null ? '' : ageText(t, deals),
    cohort && deals?.age != null ? shareText(t, cohort, deals, formats) : '',
  ]
  return (
    <CreditedDealsDrawer
      opened={deals !== null}
      onClose={() => state.change(NO_DEALS, { push: true })}
      query={dealsQuery(state, answer.asOf, answer.ages)}
      said={said.filter((part) => part !== '').join(' · ')}
      choice={
        deals?.age != null &&
        deals.age > 0 && (
          <SegmentedControl
            size="xs"
            my="xs"
            aria-label={t('deals.which')}
            value={deals.alone ? 'alone' : 'until'}
            data={[
              { value: 'until', label: t('deals.untilThen') },
              { value: 'alone', label: t('deals.alone') },
            ]}
            onChange={(value) => state.change({ deals_alone: value === 'alone' ? '1' : undefined })}
          />
        )
      }
    />
  )
}

type T = ReturnType<typeof useCohortTexts>

function ageText(t: T, { age, alone }: OpenedDeals): string {
  if (age === 0) return t('deals.age0')
  return t(alone ? 'deals.age' : 'deals.until', { count: age ?? 0 })
}

/** The cell once more: what came back, and how much of the cost that is. */
function shareText(t: T, { values, cost }: Cohort, { age, alone }: OpenedDeals, formats: Formats) {
  const at = age ?? 0
  const back = (alone ? values[at] : cumulative(values)[at]) ?? null
  if (back === null || cost === null || cost <= 0) return ''
  return t('deals.share', { back: formats.money(back), share: formats.rate(back / cost, 0) })
}

type Props = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly query: Query
  /** What was opened, in words. */
  readonly said: string
  /** What else of it can be looked at. */
  readonly choice?: ReactNode
}

/** Deals with the parts that are credited to the touches asked for. */
export function CreditedDealsDrawer({ opened, onClose, query, said, choice }: Props) {
  const t = useCohortTexts()
  const formats = useFormats()
  const found = useCreditedDeals(query, opened)
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  const day = (value: unknown) => (
    <span className="rk-number">
      {formats.instant(typeof value === 'string' ? value : null).split(',')[0]}
    </span>
  )
  const items = found.data?.items ?? []
  return (
    <SideDrawer opened={opened} onClose={onClose} title={<b>{t('deals.title')}</b>} width={980}>
      {said !== '' && (
        <Text size="sm" c="dimmed">
          {said}
        </Text>
      )}
      {choice}
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
