import { addJob } from '#platform/jobs.ts'
import { defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { budgetKind, checkBudget, deriveBudget } from '../budget.ts'
import { checkOverheadKey, deriveOverheadKey, overheadKeyKind } from '../overhead-key.ts'
import { WATCH_TASK } from './budget-alarms.ts'

export const overheadBindings: readonly RecordBinding[] = [
  defineBinding<undefined>({
    kind: overheadKeyKind,
    derive: deriveOverheadKey,
    check: checkOverheadKey,
  }),
  defineBinding<undefined>({
    kind: budgetKind,
    derive: deriveBudget,
    check: checkBudget,
    afterWrite: (tx) => addJob(tx, WATCH_TASK, {}, { key: WATCH_TASK }),
  }),
]
