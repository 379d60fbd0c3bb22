import { Stack } from '@mantine/core'
import type { RecordValues } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { ChangedTargets } from './changed-targets.tsx'
import { CheckForm } from './check-form.tsx'
import { useDetails } from './decisions-api.ts'
import { KeptFigures } from './kept-figures.tsx'

/** What hangs on a decision: its figures as they were, what came of it, and the targets it changed. */
export function DecisionPanels({ record }: { readonly record: RecordValues }) {
  const details = useDetails(record.id)
  if (details.isError) {
    return <ErrorState error={details.error} onRetry={() => void details.refetch()} />
  }
  if (!details.data) return null
  const { figures, targets } = details.data
  return (
    <Stack gap="lg">
      <KeptFigures decision={record} figures={figures} />
      <CheckForm key={record.version} decision={record} />
      <ChangedTargets decision={record} targets={targets} />
    </Stack>
  )
}
