import { allocate, cents } from '#kernel/money.ts'
import { channelFromName } from '#tracking/channel-rules.ts'
import { meaningOf, SOURCE_WORDS } from '#tracking/channel-words.ts'
import { CHANNELS } from '#tracking/channels.ts'

/** Where hours went. */
export type Place = { readonly channel: string | null; readonly campaign_id: string | null }

/** What the words of an item can mean. */
export type WeekPlace = Place & {
  readonly label: string
  /** A campaign that does not run in the week: meant only where nothing else is. */
  readonly isOver?: boolean
}

/** A piece of a week as it was typed: `hours` have two decimals. */
export type WeekItem = {
  readonly hours: number
  readonly words: string
  /** The one place that the words mean, null when they mean none or several. */
  readonly place: WeekPlace | null
  /** What they might mean, best first. */
  readonly candidates: readonly WeekPlace[]
}

export type ReadWeek = {
  readonly items: readonly WeekItem[]
  /** What could not be read as hours: never dropped silently. */
  readonly unread: readonly string[]
}

const QUANTITY =
  /(\d+):([0-5]\d)\s*(?:h\b|std\b\.?|stunden?\b)?|(\d+(?:[.,]\d+)?)\s*(?:(minuten|minutes|mins?)|h|std|stunden|stunde|hours?|hrs?)(?![\p{L}\d])\.?/giu

const FILLER =
  /^(?:für|fuer|for|auf|am|an|on|of|mit|with|und|and|[-–:+,;.&\s])+|(?:und|and|[-–:+,;.&\s])+$/giu

const fold = (text: string): string =>
  text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').trim()

const clean = (text: string): string => {
  let words = text.trim()
  for (let before = ''; before !== words; ) {
    before = words
    words = words.replace(FILLER, '').trim()
  }
  return words
}

function hoursOf([, clock, minutes, amount, unit]: RegExpMatchArray): number {
  if (clock !== undefined) return Number(clock) + Math.round((Number(minutes) / 60) * 100) / 100
  const number = Number((amount ?? '').replace(',', '.'))
  return unit ? Math.round((number / 60) * 100) / 100 : number
}

/**
 * Reads "12 h LinkedIn, 4 h newsletter": hours before or after their words, as 2,5 h, 2.5 hours, 1:30 or 90 min. Words are
 * looked up among the campaigns and channels given, then in the words of sources.
 */
export function readWeek(text: string, places: readonly WeekPlace[]): ReadWeek {
  const found = [...text.matchAll(QUANTITY)]
  const first = found[0]
  if (!first) return { items: [], unread: clean(text) === '' ? [] : [clean(text)] }
  const ends = found.map((match) => match.index + match[0].length)
  const head = clean(text.slice(0, first.index))
  const tail = clean(text.slice(ends.at(-1) ?? 0))
  // "LinkedIn 12 h, newsletter 4 h": the words stand before their hours.
  const isBefore = head !== '' && tail === ''
  const words = found.map((match, index) =>
    isBefore
      ? clean(text.slice(index === 0 ? 0 : ends[index - 1], match.index))
      : clean(text.slice(ends[index] ?? 0, found[index + 1]?.index ?? text.length)),
  )
  return {
    items: found.map((match, index) => itemOf(hoursOf(match), words[index] ?? '', places)),
    unread: isBefore || head === '' ? [] : [head],
  }
}

function itemOf(hours: number, words: string, places: readonly WeekPlace[]): WeekItem {
  const { meant, others } = candidatesOf(words, places)
  const [only, second] = meant
  const exact = meant.filter(({ label }) => fold(label) === fold(words))
  const place = exact.length === 1 ? (exact[0] ?? null) : second ? null : (only ?? null)
  return { hours, words, place, candidates: [...meant, ...others].slice(0, 8) }
}

/** What words probably mean, and what else is called so: names that run, a usual source, names of what is over. */
function candidatesOf(words: string, places: readonly WeekPlace[]) {
  const wanted = fold(words)
  if (wanted === '') return { meant: [], others: [] }
  const named = places.filter(({ label }) => fold(label).includes(wanted))
  const over = named.filter(({ isOver }) => isOver === true)
  const running = named.filter(({ isOver }) => isOver !== true)
  if (running.length > 0) return { meant: running, others: over }
  const called = over.filter(({ label }) => fold(label) === wanted)
  if (called.length > 0)
    return { meant: called, others: over.filter((one) => !called.includes(one)) }
  const channel = meaningOf(SOURCE_WORDS, wanted) ?? channelFromName(words)?.channel
  const place = places.find((one) => one.campaign_id === null && one.channel === channel)
  return place ? { meant: [place], others: over } : { meant: over, others: [] }
}

/** Every channel as a place, by its name in a language. */
export const channelPlaces = (language: 'de' | 'en'): WeekPlace[] =>
  CHANNELS.map(({ id, label }) => ({ channel: id, campaign_id: null, label: label[language] }))

/** A part of a usual week. */
export type Share = Place & { readonly share: number }

/** Hours divided by shares, in hundredths of an hour by largest remainder: the parts add up. */
export function splitHours<T extends Share>(
  hours: number,
  shares: readonly T[],
): { readonly hours: number; readonly share: T }[] {
  if (shares.length === 0) return []
  const parts = allocate(
    cents(Math.round(hours * 100)),
    shares.map(({ share }) => share),
  )
  return shares.map((share, index) => ({ hours: (parts[index] ?? 0) / 100, share }))
}
