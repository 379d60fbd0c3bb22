import { modelLabel } from '#attribution/model-texts.ts'
import { useLanguage, useText } from '../platform/language.ts'
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
    ...(rules.without.length > 0
      ? [t('without.some', { names: rules.without.map((id) => nameIn(id)).join(', ') })]
      : []),
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

  function nameIn(id: string): string {
    const label = credits.labels[id]
    return label ? text(label) : id
  }
}
