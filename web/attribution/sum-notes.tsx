import { useQuery } from '@tanstack/react-query'
import { modelLabel } from '#attribution/model-texts.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { kindById } from '../records/kinds.ts'
import { fetchOptions, recordKeys } from '../records/records-api.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { conversionsText } from './sentence.ts'
import type { Credits } from './shapes.ts'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

/** Shares of conversions are fractions: below this they differ by rounding only. */
const DUST = 1e-6

/** Whether the figures make up what the records say, what is missing, and which rules hold. */
export function SumNotes({ credits, word }: { readonly credits: Credits; readonly word: string }) {
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const amounts = useAmounts(credits)
  const { rules, unit, conversion, valueMissing } = credits
  const without = useLeftOut(rules.without)
  const wrong = credits.reconciliation.find(({ difference }) => Math.abs(difference) > DUST)
  const sums = wrong ?? credits.reconciliation.find(({ model }) => model === word)
  const records =
    sums && unit === 'cents'
      ? `${t(`value.${credits.value}`)} (${amounts.exact(sums.records.value)})`
      : conversionsText(sums?.records.conversions ?? 0, conversion, formats, language)
  const parts = [
    t(`scope.${rules.scope}`),
    rules.lookbackDays === null
      ? t('lookback.unlimited')
      : t('lookback.days', { days: formats.number(rules.lookbackDays) }),
    ...(rules.repeats === 'unique' ? [] : [t(`repeats.said.${rules.repeats}`)]),
    ...(rules.dropDirect ? [t('direct.said')] : []),
    ...(rules.without.length > 0 ? [t('without.some', { names: without.join(', ') })] : []),
  ]
  return (
    <>
      {sums &&
        (wrong ? (
          <span>
            <BandBadge
              tone="bad"
              label={t('sum.bad', {
                difference: amounts.exact(wrong.difference),
                records,
                model: text(modelLabel(wrong.model)),
              })}
            />
          </span>
        ) : (
          <span data-reconciled>
            {t('sum.good', { records, cent: unit === 'cents' ? t('sum.cent') : '' })}
          </span>
        ))}
      {valueMissing > 0 && <span>{t('sum.missing', { count: valueMissing })}</span>}
      <span>{t('sum.rules', { rules: parts.join(', ') })}</span>
    </>
  )
}

/** Names of the channels that a view leaves out: they are not among its rows. */
function useLeftOut(ids: readonly string[]): readonly string[] {
  const kind = kindById('channel')
  const options = useQuery({
    queryKey: kind ? recordKeys.options(kind, { id: ids }) : ['channel'],
    enabled: kind !== undefined && ids.length > 0,
    staleTime: 300_000,
    queryFn: ({ signal }) => (kind ? fetchOptions(kind, { id: ids }, signal) : []),
  })
  return ids.map((id) => options.data?.find((option) => option.id === id)?.label ?? id)
}
