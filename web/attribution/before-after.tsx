import { Group, Loader, Text } from '@mantine/core'
import { modelLabel } from '#attribution/model-texts.ts'
import type { Period } from '#kernel/period.ts'
import type { Query } from '../platform/api.ts'
import { useLanguage, useText } from '../platform/language.ts'
import type { Cell } from '../ui/csv.ts'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { amountFormats } from './amounts.ts'
import { useCredits } from './attribution-api.ts'
import { changedRows } from './changed-rows.ts'
import { RefusalState } from './refusal-state.tsx'
import { useAttributionTexts } from './texts.ts'

type Props = { readonly period: Period; readonly before: Query; readonly after: Query }

/** What other rules would give each channel, beside what it has now. */
export function BeforeAfter({ period, before, after }: Props) {
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const was = useCredits({ ...period, ...before }, { keep: false })
  const is = useCredits({ ...period, ...after }, { keep: false })
  const failed = was.error ?? is.error
  if (failed) {
    return (
      <RefusalState
        error={failed}
        onRetry={() => void was.refetch()}
        state={{ change: () => {} }}
      />
    )
  }
  if (!was.data || !is.data) {
    return (
      <Group gap="xs" role="status">
        <Loader size="sm" />
        <Text size="sm" c="dimmed">
          {t('loading')}
        </Text>
      </Group>
    )
  }
  const { unit, currency } = was.data
  const amounts = amountFormats(unit, formats, { language, currency })
  const rows = changedRows(was.data, is.data, { language, unattributed: t('change.unattributed') })
  const money = (value: Cell) => amounts.short(typeof value === 'number' ? value : null)
  const isOtherModel = before['model'] !== after['model']
  const heading = (name: string, query: Query) =>
    isOtherModel ? `${name}: ${text(modelLabel(String(query['model'])))}` : name
  if (rows.every(({ difference }) => difference === 0)) return <Text>{t('change.same')}</Text>
  return (
    <SimpleTable
      label={t('change.preview')}
      columns={[
        { id: 'name', label: t('by.channel') },
        { id: 'before', label: heading(t('change.before'), before), numeric: true, format: money },
        { id: 'after', label: heading(t('change.after'), after), numeric: true, format: money },
        {
          ...{ id: 'difference', label: t('compare.difference'), numeric: true },
          format: (value) => amounts.difference(typeof value === 'number' ? value : null),
        },
      ]}
      rows={rows.map(({ name, left, right, difference }) => [name, left, right, difference])}
      maxHeight={420}
    />
  )
}
