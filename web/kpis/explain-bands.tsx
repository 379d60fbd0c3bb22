import { Text } from '@mantine/core'
import type { Band } from '#kpis/bands.ts'
import type { Kpi } from '#kpis/define.ts'
import { useLanguage } from '../platform/language.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './explain.module.css'
import { figureLine } from './figure-format.ts'
import type { ShownResult } from './shapes.ts'
import { useKpiTexts } from './texts.ts'

/** The scale of a figure: every band with its edges and what it means, the own one marked. */
export function ExplainBands({ kpi, result }: { readonly kpi: Kpi; readonly result: ShownResult }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const range = useRange(kpi)
  const bands = kpi.bands ?? []
  const own = bands.find((band) => band.id === result.band)
  // Two stretches can share a name ("between"): only the one that holds the value is marked.
  const ownIndex = bands.findIndex((band) => holds(band, result.value))
  if (bands.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('explain.band.none')}
      </Text>
    )
  }
  return (
    <>
      {own && (
        <Text size="sm" mb={6}>
          {own.meaning[language]}
        </Text>
      )}
      <table className={classes['bands']}>
        <tbody>
          {bands.map((band, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bands are a fixed scale, some share an id
            <tr key={index} data-own={index === ownIndex || undefined}>
              <td>
                <BandBadge tone={band.tone} label={band.name[language]} />
              </td>
              <td className="rk-number">{range(index)}</td>
              <td>{index === ownIndex ? <b>{t('explain.band.here')}</b> : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const holds = (band: Band, value: number | null): boolean =>
  value !== null &&
  ((band.below === undefined && band.upTo === undefined) ||
    (band.below !== undefined && value < band.below) ||
    (band.upTo !== undefined && value <= band.upTo))

/** The edges of a band in words: `unter 15 %`, `20 % bis 40 %`, `über 50 %`. */
function useRange(kpi: Kpi): (index: number) => string {
  const language = useLanguage()
  const formats = useFormats()
  const bands = kpi.bands ?? []
  const text = (value: number) =>
    kpi.unit === 'rate'
      ? formats.rate(value, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1)
      : kpi.unit === 'ratio'
        ? formats.number(value, 1)
        : figureLine(value, kpi.unit, formats, language)
  const words = { de: ['unter', 'über', 'bis', 'ab'], en: ['below', 'above', 'to', 'from'] }[
    language
  ]
  return (index) => {
    const band = bands[index]
    const before = bands[index - 1]
    const low = before?.below ?? before?.upTo
    const high = band?.below ?? band?.upTo
    if (low === undefined) return high === undefined ? '' : `${words[0]} ${text(high)}`
    if (high === undefined) {
      return `${before?.upTo === undefined ? words[3] : words[1]} ${text(low)}`
    }
    return `${text(low)} ${words[2]} ${text(high)}`
  }
}
