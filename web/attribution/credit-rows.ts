import type { CreditRow, Credits, ModelCredits } from './shapes.ts'

export type Language = 'de' | 'en'

export type Range = readonly [low: number, high: number]

/** One channel, campaign, content or source as the screen shows it. Amounts in the unit of the answer. */
export type Row = {
  readonly key: string
  readonly name: string
  readonly amount: number
  readonly conversions: number
  /** Of everything, unattributed included; null where nothing was won. */
  readonly share: number | null
  /** 95 %; null until it is there, or where there is none. */
  readonly interval: Range | null
  /** Null until it is known. */
  readonly enough: boolean | null
  readonly removalEffect: number | null
  /** Against the period before; null while it is not known. */
  readonly change: number | null
  /** The share before lies inside the interval of today: no clear difference. */
  readonly isChangeUnclear: boolean
  readonly verdict: NonNullable<Credits['robustness']>[number] | null
}

const keyOf = (row: CreditRow): string => row.channel ?? row.key ?? ''

export const amountOf = (amount: { value: number; conversions: number }, unit: Credits['unit']) =>
  unit === 'cents' ? amount.value : amount.conversions

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** The answer of one model; the first where none has this word. */
export const modelOf = (credits: Credits | undefined, word: string): ModelCredits | undefined =>
  credits?.models.find(({ model }) => model === word)

/** What a key is called: channels and campaigns by name, else as it is. */
export const nameOf = (key: string, language: Language, ...answers: (Credits | undefined)[]) =>
  answers.find((answer) => answer?.labels[key])?.labels[key]?.[language] ?? key

export type RowParts = {
  readonly credits: Credits
  /** The same question with intervals: comes later. */
  readonly sure?: Credits | undefined
  /** The same question about the period before. */
  readonly before?: Credits | undefined
}

/** The rows of one model, most first; what got something before and nothing now stands among them with 0. */
export function rowsOf(
  { credits, sure, before }: RowParts,
  word: string,
  language: Language,
): Row[] {
  const { unit } = credits
  const model = modelOf(credits, word)
  if (!model) return []
  const total = amountOf(model.total, unit)
  const earlier = modelOf(before, word)
  const earlierTotal = earlier ? amountOf(earlier.total, unit) : 0
  const earlierRows = new Map(earlier?.rows.map((row) => [keyOf(row), row]))
  const sureRows = new Map(modelOf(sure, word)?.rows.map((row) => [keyOf(row), row]))
  const present = new Map(model.rows.map((row) => [keyOf(row), row]))
  const keys = [...new Set([...present.keys(), ...earlierRows.keys()])]
  const rows = keys.map((key): Row => {
    const row = present.get(key)
    const amount = row ? amountOf(row, unit) : 0
    const known = sureRows.get(key)
    const given = known?.interval
    const interval = given ? (unit === 'cents' ? given.value : given.conversions) : null
    const was = earlierRows.get(key)
    const shareBefore = earlier ? shareOf(was ? amountOf(was, unit) : 0, earlierTotal) : null
    return {
      key,
      name: nameOf(key, language, credits, before),
      amount,
      conversions: row?.conversions ?? 0,
      share: shareOf(amount, total),
      interval,
      enough: known?.enough ?? null,
      removalEffect: row?.removalEffect ?? null,
      change: earlier ? amount - (was ? amountOf(was, unit) : 0) : null,
      isChangeUnclear:
        interval !== null &&
        shareBefore !== null &&
        total > 0 &&
        interval[0] / total <= shareBefore &&
        shareBefore <= interval[1] / total,
      verdict: sure?.robustness?.find(({ channel }) => channel === key) ?? null,
    }
  })
  return rows.toSorted((a, b) => b.amount - a.amount || a.name.localeCompare(b.name, language))
}

/** A line of two models side by side. */
export type Compared = {
  readonly key: string
  readonly name: string
  readonly left: number
  readonly right: number
  /** Right less left. */
  readonly difference: number
  /** Of the whole, as a fraction. */
  readonly points: number | null
}

/**
 * Which channels win and lose when one model takes the place of another, biggest difference first;
 * `(unattributed)` is no channel and not among them.
 */
export function comparedRows(
  credits: Credits,
  [left, right]: readonly [string, string],
  language: Language,
): Compared[] {
  const { unit } = credits
  const models = [modelOf(credits, left), modelOf(credits, right)]
  const [one, two] = models.map(
    (model) => new Map(model?.rows.map((row) => [keyOf(row), amountOf(row, unit)])),
  )
  const total = models[0] ? amountOf(models[0].total, unit) : 0
  const keys = [...new Set([...(one?.keys() ?? []), ...(two?.keys() ?? [])])]
  return keys
    .map((key): Compared => {
      const [was, is] = [one?.get(key) ?? 0, two?.get(key) ?? 0]
      return {
        key,
        name: nameOf(key, language, credits),
        left: was,
        right: is,
        difference: is - was,
        points: shareOf(is - was, total),
      }
    })
    .toSorted(
      (a, b) =>
        Math.abs(b.difference) - Math.abs(a.difference) || a.name.localeCompare(b.name, language),
    )
}
