import type { Text } from '#kernel/record.ts'

export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

/** One stretch of the scale. Bands stand in rising order; the last one has no upper edge. */
export type Band = {
  readonly id: string
  readonly tone: Tone
  readonly name: Text
  /** What it means when a figure lies here. */
  readonly meaning: Text
  readonly below?: number
  /** Upper edge that still belongs to the band. */
  readonly upTo?: number
}

/**
 * Binary fractions cannot hold 0.15; a rate that was computed on a detour (1 - 0.85) must still meet the
 * edge it equals in decimals. Twelve digits are far finer than any count of cases can tell apart.
 */
const decimal = (value: number): number => Number(value.toPrecision(12))

/** The band a value lies in; null for a value that is not defined or a figure without bands. */
export function bandOf(value: number | null, bands: readonly Band[]): Band | null {
  if (value === null) return null
  const exact = decimal(value)
  return (
    bands.find(
      (band) =>
        (band.below === undefined && band.upTo === undefined) ||
        (band.below !== undefined && exact < band.below) ||
        (band.upTo !== undefined && exact <= band.upTo),
    ) ?? null
  )
}

type RateEdges = {
  readonly lowBelow: number
  readonly typicalFrom: number
  readonly typicalUpTo: number
  readonly highAbove: number
}

type RateMeanings = { readonly low: Text; readonly high: Text }

const TYPICAL: Text = {
  de: 'Im üblichen Bereich.',
  en: 'In the usual range.',
}
const BETWEEN: Text = {
  de: 'Zwischen zwei Bereichen: weder auffällig noch ganz üblich.',
  en: 'Between two ranges: neither striking nor quite usual.',
}
const BETWEEN_NAME: Text = { de: 'dazwischen', en: 'between' }

/** Low / typical / high of a funnel rate (G3). Edges belong to typical; what lies between is "between". */
export function rateBands(edges: RateEdges, meanings: RateMeanings): Band[] {
  const between = { id: 'between', tone: 'neutral', name: BETWEEN_NAME, meaning: BETWEEN } as const
  const bands: Band[] = [
    {
      id: 'low',
      tone: 'bad',
      name: { de: 'niedrig', en: 'low' },
      meaning: meanings.low,
      below: edges.lowBelow,
    },
  ]
  if (edges.typicalFrom > edges.lowBelow) bands.push({ ...between, below: edges.typicalFrom })
  bands.push({
    id: 'typical',
    tone: 'good',
    name: { de: 'üblich', en: 'typical' },
    meaning: TYPICAL,
    upTo: edges.typicalUpTo,
  })
  bands.push({ ...between, upTo: edges.highAbove })
  bands.push({
    id: 'high',
    tone: 'attention',
    name: { de: 'hoch', en: 'high' },
    meaning: meanings.high,
  })
  return bands
}
