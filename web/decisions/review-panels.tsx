import { Text, Title } from '@mantine/core'
import type { RecordValues } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { AgendaParts } from './agenda-parts.tsx'
import { useKeptAgenda } from './decisions-api.ts'
import { useDecisionTexts } from './texts.ts'

/** The agenda of a meeting as it was. */
export function ReviewPanels({ record }: { readonly record: RecordValues }) {
  const t = useDecisionTexts()
  const kept = useKeptAgenda(record.id)
  if (kept.isError) return <ErrorState error={kept.error} onRetry={() => void kept.refetch()} />
  if (!kept.data) return null
  return (
    <section>
      <Title order={2} mb="sm">
        {t('agenda.kept')}
      </Title>
      {kept.data.agenda ? (
        <AgendaParts agenda={kept.data.agenda} past />
      ) : (
        <Text size="sm" c="dimmed">
          {t('agenda.byHand')}
        </Text>
      )}
    </section>
  )
}
