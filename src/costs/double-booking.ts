import { firstOfMonth, type IsoDate } from '#kernel/period.ts'

/** An entry that may be there twice: a document of the bookkeeping, or one made ahead. */
export type BookedLine = {
  readonly id: string
  readonly from_date: IsoDate
  readonly amount: number
  readonly category: string
  readonly text: string
  readonly vendor: string | null
  readonly document_number: string | null
  readonly recurring: boolean
}

/** What an ad platform reported of one month, lines added up. */
export type ExportMonth = {
  readonly month: IsoDate
  readonly vendor: string | null
  readonly channel: string | null
  readonly amount: number
  readonly lines: number
}

/** Why two sides look like the same money. */
export type DoubleReason = 'export' | 'document' | 'same' | 'recurring'

export type DoublePair = {
  readonly reason: DoubleReason
  /** Documents: the invoice or invoices. */
  readonly first: readonly BookedLine[]
  /** The other side: lines of an export, or the other booking. */
  readonly second: readonly BookedLine[] | ExportMonth
  /** Cents that probably count twice as long as nobody decides: the smaller side. */
  readonly twice: number
  /** Difference of the two sides, 0 to 1 of the larger. */
  readonly difference: number
}

/** Did somebody decide that these two are two things? */
export type Apart = (
  first: readonly BookedLine[],
  second: readonly BookedLine[] | ExportMonth,
) => boolean

/** Amounts within this part of each other may be the same money: currency, rounding, a credit of the platform. */
const TOLERANCE = 0.02
const CENTS_FREE = 100

const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/google|adwords|youtube/, 'google'],
  [/meta\b|facebook|instagram/, 'meta'],
  [/linked ?in/, 'linkedin'],
  [/microsoft adv|bing/, 'microsoft'],
  [/tik ?tok/, 'tiktok'],
  [/\bxing\b|new work/, 'xing'],
  [/amazon/, 'amazon'],
]

/** The ad platform that a text names, null without one. */
export const platformOf = (text: string): string | null =>
  PLATFORMS.find(([words]) => words.test(text.toLowerCase()))?.[1] ?? null

const differenceOf = (a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))

const isClose = (a: number, b: number): boolean =>
  Math.sign(a) === Math.sign(b) &&
  (Math.abs(a - b) <= CENTS_FREE || differenceOf(a, b) <= TOLERANCE)

const sumOf = (lines: readonly { readonly amount: number }[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0)

const pairOf = (
  reason: DoubleReason,
  first: readonly BookedLine[],
  second: readonly BookedLine[] | ExportMonth,
): DoublePair => {
  const a = sumOf(first)
  const b = 'month' in second ? second.amount : sumOf(second)
  const smaller = Math.abs(a) < Math.abs(b) ? a : b
  return { reason, first, second, twice: smaller, difference: differenceOf(a, b) }
}

/**
 * Pairs that look like the same money, the dearest first: invoices of an ad platform beside its export (a month's
 * invoices together or one by one, dated in that month or the next), the same document or booking twice, and an entry
 * made ahead beside its invoice. Each line is in one pair at most; what `isApart` is free for other pairs. O(n log n) but
 * for lines of equal amount.
 */
export function findDoubles(
  lines: readonly BookedLine[],
  exports: readonly ExportMonth[],
  isApart: Apart = () => false,
): DoublePair[] {
  const taken = new Set<string>()
  const free = () => lines.filter(({ id }) => !taken.has(id))
  const take = (pairs: readonly DoublePair[]) => {
    for (const { first, second } of pairs) {
      for (const { id } of 'month' in second ? first : [...first, ...second]) taken.add(id)
    }
    return pairs
  }
  const found = [
    ...take(exportPairs(free(), exports, isApart)),
    ...take(recurringPairs(free(), isApart)),
    ...take(samePairs(free(), isApart)),
  ]
  return found.toSorted((a, b) => Math.abs(b.twice) - Math.abs(a.twice))
}

function exportPairs(
  lines: readonly BookedLine[],
  exports: readonly ExportMonth[],
  isApart: Apart,
): DoublePair[] {
  const taken = new Set<string>()
  return exports
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
    .flatMap((report) => {
      const platform = platformOf(report.vendor ?? '')
      const next = firstOfMonth(report.month, 1)
      const near = lines.filter(
        (line) =>
          !taken.has(line.id) &&
          platform !== null &&
          platformOf(line.text) === platform &&
          [report.month, next].includes(firstOfMonth(line.from_date)),
      )
      const ofMonth = near.filter(({ from_date }) => from_date < next)
      const isPair = (found: readonly BookedLine[]) =>
        isClose(sumOf(found), report.amount) && !isApart(found, report)
      const distance = ({ amount }: BookedLine) => Math.abs(amount - report.amount)
      // The closest, else the invoice of the month before takes the place of that of a month of like spend.
      const [single] = near
        .filter((line) => isPair([line]))
        .toSorted((a, b) => distance(a) - distance(b))
      const first = ofMonth.length > 1 && isPair(ofMonth) ? ofMonth : single ? [single] : []
      for (const { id } of first) taken.add(id)
      return first.length === 0 ? [] : [pairOf('export', first, report)]
    })
}

const WORD = /[\p{L}]{4,}/gu
const wordsOf = (line: BookedLine): Set<string> =>
  new Set(`${line.vendor ?? ''} ${line.text}`.toLowerCase().match(WORD) ?? [])

function shareWord(a: BookedLine, b: BookedLine): boolean {
  const words = wordsOf(a)
  return [...wordsOf(b)].some((word) => words.has(word))
}

/** A subscription made ahead and the invoice that came for it in the same month. */
function recurringPairs(lines: readonly BookedLine[], isApart: Apart): DoublePair[] {
  const taken = new Set<string>()
  return lines
    .filter(({ recurring }) => recurring)
    .flatMap((made) => {
      const invoice = lines.find(
        (line) =>
          !line.recurring &&
          !taken.has(line.id) &&
          firstOfMonth(line.from_date) === firstOfMonth(made.from_date) &&
          isClose(line.amount, made.amount) &&
          shareWord(line, made) &&
          !isApart([line], [made]),
      )
      if (!invoice) return []
      taken.add(invoice.id)
      return [pairOf('recurring', [invoice], [made])]
    })
}

/** The same number on a document, or the same day and words, for the same amount. */
function samePairs(lines: readonly BookedLine[], isApart: Apart): DoublePair[] {
  const groups = Map.groupBy(
    lines.filter(({ recurring }) => !recurring),
    ({ amount }) => amount,
  )
  return [...groups.values()].flatMap((group) => {
    const taken = new Set<string>()
    return group.flatMap((line, index) => {
      if (taken.has(line.id)) return []
      for (const other of group.slice(index + 1)) {
        const reason = sameness(line, other)
        if (taken.has(other.id) || reason === null || isApart([line], [other])) continue
        taken.add(other.id)
        return [pairOf(reason, [line], [other])]
      }
      return []
    })
  })
}

function sameness(a: BookedLine, b: BookedLine): DoubleReason | null {
  if (a.document_number !== null && b.document_number !== null) {
    return a.document_number === b.document_number ? 'document' : null
  }
  return a.from_date === b.from_date && a.text.toLowerCase() === b.text.toLowerCase()
    ? 'same'
    : null
}
