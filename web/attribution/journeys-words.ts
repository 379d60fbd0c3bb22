import { useComputedColorScheme } from '@mantine/core'
import type { Conversion } from '#attribution/query.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { useFormats } from '../ui/use-formats.ts'
import { channelNames } from './channel-names.ts'
import type { Amount, Labels } from './journeys-api.ts'
import { type AmountColumns, type ChartWords, CONVERSION, MORE } from './journeys-charts.ts'

import { useJourneysTexts } from './journeys-texts.ts'

export type JourneyWords = ChartWords & {
  /** `12 Abschlüsse`. */
  readonly countText: (count: number) => string
  /** `12 von 50 Abschlüssen`. */
  readonly ofText: (part: number, whole: number) => string
  readonly share: (part: number, whole: number) => string
  /** A count and, where conversions are worth something, its value in whole units of the currency. */
  readonly amounts: AmountColumns
  readonly hasValue: boolean
}

type Asked = {
  readonly conversion: Conversion
  readonly unit: 'cents' | 'conversions'
  readonly labels: Labels
}

/** Words and numbers of an answer in the language on screen. */
export function useJourneyWords({ conversion, unit, labels }: Asked): JourneyWords {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const { currency } = useMe().company
  const hasValue = unit === 'cents'
  const nameOf = channelNames(labels, language)
  const count = (n: number) => formats.number(n)
  const countText = (n: number) => t(`count.${conversion}`, { count: n, n: count(n) })
  const special: Readonly<Record<string, string>> = {
    [MORE]: t('more.steps'),
    [CONVERSION]: t(`end.${conversion}`),
    '(other)': t('other.channels'),
  }
  const number = (value: unknown) => formats.number(typeof value === 'number' ? value : null, 0)
  return {
    ...{ scheme, formats, hasValue, countText },
    nameOf: (channel) => special[channel] ?? nameOf(channel),
    amountText: ({ conversions, value }: Amount) =>
      hasValue
        ? `${countText(conversions)}, ${formats.moneyRounded(value)}`
        : countText(conversions),
    ofText: (part, whole) => t(`of.${conversion}`, { part: count(part), n: count(whole) }),
    share: (part, whole) => formats.rate(whole === 0 ? null : part / whole, 0),
    amounts: [
      { id: 'count', label: t(`column.${conversion}`), numeric: true, format: number },
      ...(hasValue
        ? [
            {
              id: 'value',
              label: t('column.valueIn', { currency }),
              numeric: true,
              format: number,
            },
          ]
        : []),
    ],
  }
}
