import { Text } from '@mantine/core'
import { modelLabel } from '#attribution/model-texts.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './attribution.module.css'
import { useSelfReported } from './attribution-api.ts'
import type { Row } from './credit-rows.ts'
import type { ContentProps } from './credits-content.tsx'
import { useAttributionTexts } from './texts.ts'

const SHOWN = 10

/** What people said themselves, beside what the leading model says. */
export function SelfReportedPanel({
  state,
  words,
  rows,
}: ContentProps & { readonly rows: readonly Row[] }) {
  const t = useAttributionTexts()
  const text = useText()
  const formats = useFormats()
  const told = useSelfReported(state.query)
  const answers = told.data
  const share = (part: number, whole: number) => formats.rate(whole === 0 ? null : part / whole)
  const count = (value: unknown) => formats.number(typeof value === 'number' ? value : null)
  const rate = (value: unknown) => formats.rate(typeof value === 'number' ? value : null)
  const model = text(modelLabel(words[0] ?? ''))
  return (
    <Panel
      title={t('self.title')}
      sentence={
        answers &&
        (answers.answered.conversions === 0
          ? t('self.none')
          : t('self.sentence', {
              answered: formats.number(answers.answered.conversions),
              total: formats.number(answers.total.conversions),
              share: share(answers.answered.conversions, answers.total.conversions),
            }))
      }
    >
      {told.isError && <ErrorState error={told.error} onRetry={() => void told.refetch()} />}
      {answers && answers.answered.conversions > 0 && (
        <>
          <div className={classes['sideBySide']}>
            <SimpleTable
              label={t('self.title')}
              columns={[
                { id: 'answer', label: t('self.answer') },
                { id: 'count', label: t('self.count'), numeric: true, format: count },
                { id: 'share', label: t('self.share'), numeric: true, format: rate },
              ]}
              rows={answers.items
                .slice(0, SHOWN)
                .map(({ answer, conversions }) => [
                  answer,
                  conversions,
                  conversions / answers.answered.conversions,
                ])}
            />
            <SimpleTable
              label={t('self.beside', { model })}
              columns={[
                { id: 'name', label: t('self.beside', { model }) },
                { id: 'share', label: t('table.share'), numeric: true, format: rate },
              ]}
              rows={rows.slice(0, SHOWN).map(({ name, share: part }) => [name, part])}
            />
          </div>
          <Text size="xs" c="dimmed" mt="xs">
            {t('self.note')}
          </Text>
        </>
      )}
    </Panel>
  )
}
