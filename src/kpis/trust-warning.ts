import type { Text } from '#kernel/record.ts'
import { formatValue } from './format.ts'
import type { KpiSettings } from './settings.ts'

/**
 * The warning that stands on every comparison of channels when too few leads can be attributed, or
 * clearly fewer than in the period before. Null when there is nothing to warn of or nothing known.
 */
export function trustWarning(
  share: number | null,
  before: number | null,
  settings: KpiSettings,
): Text | null {
  if (share === null) return null
  const percent = (value: number, language: 'de' | 'en') =>
    formatValue(value, 'rate', settings.currency, language)
  if (share < settings.trust_share_minimum) {
    return {
      de: `Nur ${percent(share, 'de')} der Leads haben eine bekannte Herkunft (Grenze ${percent(settings.trust_share_minimum, 'de')}). Vergleiche zwischen Kanälen sind nicht belastbar.`,
      en: `Only ${percent(share, 'en')} of the leads have a known origin (limit ${percent(settings.trust_share_minimum, 'en')}). Comparisons between channels are not reliable.`,
    }
  }
  if (before !== null && before - share > settings.trust_share_fall) {
    return {
      de: `Die Messbarkeitsquote ist von ${percent(before, 'de')} auf ${percent(share, 'de')} gefallen. Vergleiche mit früher können an der Messung liegen.`,
      en: `The attributable share fell from ${percent(before, 'en')} to ${percent(share, 'en')}. Comparisons with earlier periods may show the measurement.`,
    }
  }
  return null
}
