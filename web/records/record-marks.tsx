import type { ReactNode } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { useBudgetMark } from '../costs/budget-mark.tsx'
import type { RecordValues } from './records-api.ts'

/** What stands beside the name of a record in lists because it needs somebody; null where nothing does. */
export function useRecordMarks(kind: RecordKind): (row: RecordValues) => ReactNode {
  const budget = useBudgetMark(kind.id === 'campaign')
  return (row) => budget(row.id)
}
