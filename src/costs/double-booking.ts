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
  /** Of the recurring cost that it was made of, null where it is no such entry. */
  readonly recurring: string | null
}

/** What an ad platform reported of one month, lines added up. */
export type ExportMonth = {
  readonly month: IsoDate
  readonly vendor: string | null
  readonly channel: string | null
  readonly amount: number
  readonly lines: number
}

/** An export that was left out for its invoices; what counts of it now has come since. */
export type SettledExport = Pick<ExportMonth, 'month' | 'vendor' | 'channel'> & {
  readonly first: readonly BookedLine[]
}

/** Why two sides look like the same money. */
export type DoubleReason = 'export' | 'late' | 'document' | 'same' | 'recurring'

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

const ANY_PLATFORM = new RegExp(PLATFORMS.map(([words]) => words.source).join('|'))

/** The ad platform that a text names, null without one: most texts of a ledger name none. */
export function platformOf(text: string): string | null {
  const lower = text.toLowerCase()
  if (!ANY_PLATFORM.test(lower)) return null
  return PLATFORMS.find(([words]) => words.test(lower))?.[1] ?? null
}

/** The calendar month of a day, `yyyy-mm`. */
const monthOf = (day: IsoDate): string => day.slice(0, 7)

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

/** What is already known of pairs. */
export type Known = {
  readonly isApart?: Apart
  readonly settled?: readonly SettledExport[]
}

/**
 * Pairs that look like the same money, the dearest first: invoices of an ad platform beside its export (a month's
 * invoices together or one by one, dated in that month or the next) and lines of an export that came after it was left
 * out, the same document or booking twice, and entries made ahead beside their invoice. Each line is in one pair at most;
 * what `isApart` is free for other pairs. O(n log n).
 */
export function findDoubles(
  lines: readonly BookedLine[],
  exports: readonly ExportMonth[],
  { isApart = () => false, settled = [] }: Known = {},
): DoublePair[] {
  const taken = new Set<string>()
  const free = () => lines.filter(({ id }) => !taken.has(id))
  const take = (pairs: readonly DoublePair[]) => {
    for (const { first, second } of pairs) {
      for (const { id } of 'month' in second ? first : [...first, ...second]) taken.add(id)
    }
    return pairs
  }
  const late = latePairs(exports, settled, isApart)
  const reported = new Set(late.map(({ second }) => second))
  const found = [
    ...late,
    ...take(
      exportPairs(
        free(),
        exports.filter((report) => !reported.has(report)),
        isApart,
      ),
    ),
    ...take(recurringPairs(free(), isApart)),
    ...take(samePairs(free(), isApart)),
  ]
  return found.toSorted((a, b) => Math.abs(b.twice) - Math.abs(a.twice))
}

/** Lines of an export whose invoice counts already: whatever they come to, they are probably part of it. */
function latePairs(
  exports: readonly ExportMonth[],
  settled: readonly SettledExport[],
  isApart: Apart,
): DoublePair[] {
  const nameOf = ({ month, vendor, channel }: Pick<ExportMonth, 'month' | 'vendor' | 'channel'>) =>
    JSON.stringify([month, vendor, channel])
  const known = new Map(settled.map((one) => [nameOf(one), one.first]))
  return exports.flatMap((report) => {
    const first = known.get(nameOf(report)) ?? []
    if (first.length === 0 || report.amount === 0 || isApart(first, report)) return []
    return [{ ...pairOf('late', first, report), twice: report.amount, difference: 0 }]
  })
}

/** Lines by ad platform and month: each text is looked at once, whatever the number of exports. */
function byPlatform(lines: readonly BookedLine[]): ReadonlyMap<string, readonly BookedLine[]> {
  return Map.groupBy(
    lines,
    ({ text, from_date }) => `${platformOf(text) ?? ''} ${monthOf(from_date)}`,
  )
}

function exportPairs(
  lines: readonly BookedLine[],
  exports: readonly ExportMonth[],
  isApart: Apart,
): DoublePair[] {
  const taken = new Set<string>()
  const found = byPlatform(lines)
  return exports
    .toSorted((a, b) => (a.month < b.month ? -1 : 1))
    .flatMap((report) => {
      const platform = platformOf(report.vendor ?? '')
      if (platform === null) return []
      const within = (month: IsoDate) =>
        (found.get(`${platform} ${monthOf(month)}`) ?? []).filter(({ id }) => !taken.has(id))
      const ofMonth = within(report.month)
      const isPair = (some: readonly BookedLine[]) =>
        isClose(sumOf(some), report.amount) && !isApart(some, report)
      const distance = ({ amount }: BookedLine) => Math.abs(amount - report.amount)
      // The closest, else the invoice of the month before takes the place of that of a month of like spend.
      const [single] = [...ofMonth, ...within(firstOfMonth(report.month, 1))]
        .filter((line) => isPair([line]))
        .toSorted((a, b) => distance(a) - distance(b))
      const first = ofMonth.length > 1 && isPair(ofMonth) ? ofMonth : single ? [single] : []
      for (const { id } of first) taken.add(id)
      return first.length === 0 ? [] : [pairOf('export', first, report)]
    })
}

/** Words of four letters and more; shorter ones where they are names: SAP, IBM, HP. */
const WORD = /\p{L}{4,}|(?<![\p{L}\d])\p{Lu}[\p{Lu}\d]{1,2}(?![\p{L}\d])/gu

/** Words that companies and their bills share with all others. */
const COMMON = new Set(
  'gmbh mbh ohg ltd inc llc corp limited rechnung invoice ag kg se ug eur usd'.split(' '),
)

const wordsOf = (line: BookedLine): Set<string> =>
  new Set(
    (`${line.vendor ?? ''} ${line.text}`.match(WORD) ?? [])
      .map((word) => word.toLowerCase())
      .filter((word) => !COMMON.has(word)),
  )

/** A subscription made ahead, all parts of it, and the invoice that came for it in the same month. */
function recurringPairs(lines: readonly BookedLine[], isApart: Apart): DoublePair[] {
  const taken = new Set<string>()
  const made = Map.groupBy(
    lines.filter(({ recurring }) => recurring !== null),
    ({ recurring, from_date }) => `${recurring} ${from_date}`,
  )
  const invoices = Map.groupBy(
    lines.filter(({ recurring }) => recurring === null),
    ({ from_date }) => monthOf(from_date),
  )
  return [...made.values()].flatMap((parts) => {
    const [part] = parts
    if (!part) return []
    const amount = sumOf(parts)
    const words = wordsOf(part)
    const invoice = invoices
      .get(monthOf(part.from_date))
      ?.find(
        (line) =>
          !taken.has(line.id) &&
          isClose(line.amount, amount) &&
          [...wordsOf(line)].some((word) => words.has(word)) &&
          !isApart([line], parts),
      )
    if (!invoice) return []
    taken.add(invoice.id)
    return [pairOf('recurring', [invoice], parts)]
  })
}

/** The same number on a document, or the same day and words, for the same amount. */
function samePairs(lines: readonly BookedLine[], isApart: Apart): DoublePair[] {
  const own = lines.filter(({ recurring }) => recurring === null)
  const places = new Map(own.map((line, index) => [line.id, index]))
  const documentOf = ({ amount, document_number }: BookedLine) => `${amount} ${document_number}`
  const wordsAndDay = ({ amount, from_date, text }: BookedLine) =>
    `${amount} ${from_date} ${text.toLowerCase()}`
  const numbered = own.filter(({ document_number }) => document_number !== null)
  const byDocument = queues(numbered, documentOf)
  const byWords = queues(own, wordsAndDay)
  const unnumberedByWords = queues(
    own.filter(({ document_number }) => document_number === null),
    wordsAndDay,
  )
  const taken = new Set<string>()
  return own.flatMap((line, index) => {
    if (taken.has(line.id)) return []
    const isLater = (other: BookedLine) =>
      (places.get(other.id) ?? 0) > index && !taken.has(other.id)
    const isNumbered = line.document_number !== null
    // Two numbers that differ are two documents, whatever else is alike.
    const sameWords = (isNumbered ? unnumberedByWords : byWords).get(wordsAndDay(line))
    const candidates = [
      ...(isNumbered ? first(byDocument.get(documentOf(line)), line, isLater, isApart) : []),
      ...first(sameWords, line, isLater, isApart),
    ].toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0))
    const [other] = candidates
    if (!other) return []
    taken.add(other.id)
    const isSameNumber = isNumbered && other.document_number === line.document_number
    return [pairOf(isSameNumber ? 'document' : 'same', [line], [other])]
  })
}

/** Lines of one key in their order, those before `start` being gone for good. */
type Queue = { readonly lines: readonly BookedLine[]; start: number }

function queues(
  lines: readonly BookedLine[],
  keyOf: (line: BookedLine) => string,
): ReadonlyMap<string, Queue> {
  return new Map(
    [...Map.groupBy(lines, keyOf)].map(([key, found]) => [key, { lines: found, start: 0 }]),
  )
}

/** The first line of a queue that can be the other one of a pair. */
function first(
  queue: Queue | undefined,
  line: BookedLine,
  isLater: (other: BookedLine) => boolean,
  isApart: Apart,
): BookedLine[] {
  if (!queue) return []
  while (queue.start < queue.lines.length) {
    const next = queue.lines[queue.start]
    if (next && isLater(next)) break
    queue.start += 1
  }
  for (let at = queue.start; at < queue.lines.length; at += 1) {
    const other = queue.lines[at]
    if (other && isLater(other) && !isApart([line], [other])) return [other]
  }
  return []
}
