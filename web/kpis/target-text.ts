import type { Kpi } from '#kpis/define.ts'
import { DERIVED_SHORT } from '#kpis/target-words.ts'
import type { Formats } from '../ui/formats.ts'
import { changeText, figureLine, type Language } from './figure-format.ts'
import type { ShownTarget } from './shapes.ts'

type Shown = {
  readonly kpi: Pick<Kpi, 'unit' | 'betterWhen'>
  readonly target: ShownTarget
  readonly formats: Formats
  readonly language: Language
}

const WORDS = {
  de: { target: 'Ziel', reached: 'erreicht', stands: 'liegt bei', expected: 'bis heute erwartet' },
  en: { target: 'Target', reached: 'reached', stands: 'at', expected: 'expected so far' },
} as const

/** How far the figure is from its target, in its own unit: `−51.400 €`, `+2,1 Pkt.`. */
export function targetDifference({ kpi, target, formats, language }: Shown): string | null {
  const change = {
    difference: target.difference,
    relative: null,
    verdict: 'more',
    good: null,
  } as const
  return changeText(change, kpi.unit, formats, language)
}

/** `erreicht 57,2 %`; where lower is better it reaches nothing and only stands at so much of the target. */
export function targetShare({ kpi, target, formats, language }: Shown): string | null {
  if (target.attainment === null) return null
  const words = WORDS[language]
  const word = kpi.betterWhen === 'higher' ? words.reached : words.stands
  return `${word} ${formats.rate(target.attainment)}`
}

/** `Ziel 120.000 € · erreicht 57,2 % · −51.400 €`, the parts that there are. */
export function targetParts(shown: Shown): string[] {
  const { kpi, target, formats, language } = shown
  const words = WORDS[language]
  const line = (value: number) => figureLine(value, kpi.unit, formats, language)
  const source = target.derivedFrom ? ` (${DERIVED_SHORT[target.derivedFrom][language]})` : ''
  return [
    `${words.target} ${line(target.value)}${source}`,
    targetShare(shown),
    targetDifference(shown),
    target.expected == null ? null : `${words.expected} ${line(target.expected)}`,
  ].filter((part) => part !== null)
}

/** Where fill, target and expectation stand on a bar from 0 to the larger of target and figure, 0 to 1. */
export function targetBar(target: ShownTarget): {
  readonly fill: number
  readonly target: number
  readonly expected: number | null
} {
  const reached = Math.max(target.attainment ?? 0, 0)
  const whole = Math.max(reached, 1)
  const share = target.expected == null ? null : (target.elapsed ?? null)
  return {
    fill: reached / whole,
    target: 1 / whole,
    expected: share === null ? null : share / whole,
  }
}
