import { z } from 'zod'
import { GOAL_TRIGGERS } from '#tracking/goals.ts'
import type { RecordValues } from '../records/records-api.ts'
import { GoalTester } from './goal-tester.tsx'

const Goal = z.object({ trigger: z.enum(GOAL_TRIGGERS), pattern: z.string() })

/** Below the facts of a goal: what would reach it. */
export function GoalPanels({ record }: { readonly record: RecordValues }) {
  const { trigger, pattern } = Goal.parse(record)
  return <GoalTester key={`${trigger} ${pattern}`} trigger={trigger} pattern={pattern} />
}
