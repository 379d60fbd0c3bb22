import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type PlanChange,
  PlanList,
  type ProposalChoice,
  ProposalStart,
  YearPlan,
} from '#planning/plan-shapes.ts'
import { api, nothing } from '../platform/api.ts'
import { type ChosenPlan, planKey } from './plan-state.ts'

/** Begins with 'kpis' where figures take part: a change of a record makes those stale. */
export const planningKeys = {
  all: ['kpis', 'planning'] as const,
  plan: (plan: ChosenPlan) => ['kpis', 'planning', 'year', planKey(plan)] as const,
  list: (year: number) => ['kpis', 'planning', 'list', year] as const,
  start: ['kpis', 'planning', 'start'] as const,
}

/** Everything that shows targets: figures, plans and the list of target records. */
export const SHOWS_TARGETS = [['kpis'], ['records', 'targets']] as const

export const useYearPlan = (plan: ChosenPlan) =>
  useQuery({
    queryKey: planningKeys.plan(plan),
    queryFn: ({ signal }) =>
      api.get('/api/planning/year', YearPlan, {
        query: { kpi: plan.kpi, year: plan.year, ...plan.filters },
        signal,
      }),
  })

export const saveYearPlan = (change: PlanChange) => api.put('/api/planning/year', change, YearPlan)

export const usePlans = (year: number) =>
  useQuery({
    queryKey: planningKeys.list(year),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/planning/plans', PlanList, { query: { year }, signal }),
  })

export const useProposalStart = () =>
  useQuery({
    queryKey: planningKeys.start,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.get('/api/planning/proposal', ProposalStart, { signal }),
  })

export const takeProposal = (choice: ProposalChoice) =>
  api.post('/api/planning/proposal', choice, nothing)
