import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { budgetKind } from '#costs/budget.ts'
import { BudgetAlarms, BudgetOverview } from '#costs/budget-shapes.ts'
import type { Period } from '#kernel/period.ts'
import { api } from '../platform/api.ts'

/** Under the key of records: whatever is written or taken back makes these answers old. */
const base = ['records', budgetKind.path] as const

export const useBudgets = ({ from, until }: Period, campaignId?: string) =>
  useQuery({
    queryKey: [...base, 'overview', from, until, campaignId ?? ''],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get('/api/budgets/overview', BudgetOverview, {
        query: { from, until, ...(campaignId !== undefined && { campaign_id: campaignId }) },
        signal,
      }),
  })

export const useBudgetAlarms = (enabled: boolean) =>
  useQuery({
    queryKey: [...base, 'alarms'],
    enabled,
    queryFn: ({ signal }) => api.get('/api/budgets/alarms', BudgetAlarms, { signal }),
  })
