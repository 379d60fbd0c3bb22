import type { TrafficAnswer } from '#tracking/traffic-shapes.ts'
import { channelNames } from '../attribution/channel-names.ts'
import { type Language, useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { useTrafficTexts } from './traffic-texts.ts'

type Labels = TrafficAnswer['labels']

const DEVICES = ['phone', 'tablet', 'desktop'] as const
const CONSENTS = { n: 'consent.n', s: 'consent.s', m: 'consent.m' } as const
const BOTS = [
  'no_agent',
  'listed',
  'webdriver',
  'no_language',
  'no_fetch_hints',
  'too_fast',
] as const
const KINDS = {
  p: 'kind.p',
  e: 'kind.e',
  f: 'kind.f',
  o: 'kind.o',
  d: 'kind.d',
  g: 'kind.g',
  i: 'kind.i',
  c: 'kind.c',
  s: 'kind.s',
} as const

/** A country or language by its code, in the language on screen; the code where nobody knows it. */
function displayName(code: string, type: 'region' | 'language', language: Language): string {
  try {
    return (
      new Intl.DisplayNames([language], { type }).of(
        type === 'region' ? code.toUpperCase() : code,
      ) ?? code
    )
  } catch {
    return code
  }
}

const isOf = <Value extends string>(values: readonly Value[], text: string): text is Value =>
  (values as readonly string[]).includes(text)

/** How what the counts hold is called on screen. */
export function useTrafficWords(labels: Labels) {
  const t = useTrafficTexts()
  const language = useLanguage()
  const formats = useFormats()
  const channelOf = channelNames(labels, language)
  const keyOf = (by: string, key: string): string => {
    if (by === 'channel') return channelOf(key)
    if (by === 'goal') return labels[key]?.[language] ?? t('goal.gone')
    if (by === 'country') return displayName(key, 'region', language)
    if (by === 'language') return displayName(key, 'language', language)
    if (by === 'device') return isOf(DEVICES, key) ? t(`device.${key}`) : key
    if (by === 'consent') return consentOf(key)
    if (by === 'bot') return botOf(key)
    return key
  }
  const consentOf = (letter: string) =>
    letter in CONSENTS ? t(CONSENTS[letter as keyof typeof CONSENTS]) : letter
  const botOf = (reason: string) => (isOf(BOTS, reason) ? t(`bot.${reason}`) : reason)
  const kindOf = (letter: string) =>
    letter in KINDS ? t(KINDS[letter as keyof typeof KINDS]) : letter
  /** Seconds as `2:05` minutes. */
  const clock = (seconds: number | null): string => {
    if (seconds === null) return formats.number(null)
    const whole = Math.round(seconds)
    return `${formats.number(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`
  }
  return { t, language, formats, channelOf, keyOf, consentOf, botOf, kindOf, clock }
}
export type TrafficWords = ReturnType<typeof useTrafficWords>
