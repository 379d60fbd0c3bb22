import { goalKind } from '#tracking/goal-records.ts'
import { GoalOverview, GoalTestAnswer } from '#tracking/goal-shapes.ts'
import type { GoalTrigger } from '#tracking/goals.ts'
import { api } from '../platform/api.ts'

export const goalKeys = {
  overview: ['records', goalKind.path, 'overview'] as const,
  test: (trigger: string, pattern: string) => ['goals', 'test', trigger, pattern] as const,
}

export const fetchGoalOverview = (signal: AbortSignal) =>
  api.get(`/api/${goalKind.path}/overview`, GoalOverview, { signal })

export const testGoal = (trigger: GoalTrigger, pattern: string, signal: AbortSignal) =>
  api.post(`/api/${goalKind.path}/test`, { trigger, pattern }, GoalTestAnswer, { signal })
