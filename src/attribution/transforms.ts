import { assert } from '#kernel/assert.ts'

const DAY_MS = 86_400_000

type InChannel = { readonly channel: string }

/**
 * How repeated touches of a channel count, in the words of google/fractribution (A2 in docs/sources.md):
 * `unique` all of them, `exposure` one of neighbours that are equal, `first` the first of each channel,
 * `frequency` the first of each channel under a name that says how often: `D(2)`.
 */
export const REPEATS = ['unique', 'exposure', 'first', 'frequency'] as const
export type Repeats = (typeof REPEATS)[number]

export function withRepeats<Item extends InChannel>(
  touches: readonly Item[],
  repeats: Repeats,
): Item[] {
  switch (repeats) {
    case 'unique':
      return [...touches]
    case 'exposure':
      return touches.filter(({ channel }, index) => channel !== touches[index - 1]?.channel)
    case 'first':
      return firstOfEach(touches)
    case 'frequency':
      return firstOfEach(touches).map((touch) => ({
        ...touch,
        channel: `${touch.channel}(${touches.filter(({ channel }) => channel === touch.channel).length})`,
      }))
    default:
      return repeats satisfies never
  }
}

function firstOfEach<Item extends InChannel>(touches: readonly Item[]): Item[] {
  const seen = new Set<string>()
  return touches.filter(({ channel }) => {
    const isFirst = !seen.has(channel)
    seen.add(channel)
    return isFirst
  })
}

/** Leaves out direct touches, unless there are no others. */
export function withoutDirect<Item extends InChannel>(
  touches: readonly Item[],
  isDirect: (channel: string) => boolean,
): Item[] {
  const others = touches.filter(({ channel }) => !isDirect(channel))
  return others.length === 0 ? [...touches] : others
}

/** How the touches that count are looked at by models. */
export type Transform = {
  readonly repeats: Repeats
  /** Leave out direct touches, unless there are no others. */
  readonly dropDirect: boolean
}

/** Both, in the order in which they are said: what was left out is no repeat. */
export function transformed<Item extends InChannel>(
  touches: readonly Item[],
  { repeats, dropDirect }: Transform,
  isDirect: (channel: string) => boolean,
): Item[] {
  return withRepeats(dropDirect ? withoutDirect(touches, isDirect) : touches, repeats)
}

/** One touch per session and channel (the earliest), or every touch. */
export type Grain = 'session' | 'touch'

/**
 * Tells of one touch after another, in order, whether it counts by the grain. Touches without a session count, each.
 */
export function countsByGrain(grain: Grain): (session: string | null, channel: string) => boolean {
  if (grain === 'touch') return () => true
  const seen = new Set<string>()
  return (session, channel) => {
    if (session === null) return true
    const size = seen.size
    return seen.add(JSON.stringify([session, channel])).size > size
  }
}

/**
 * The first instant of the `days` before `closed`, in milliseconds: exact time, not calendar days, and included. Null
 * is unlimited.
 */
export function earliestCounted(closed: number, days: number | null): number {
  assert(days === null || days >= 0, `earliestCounted: days >= 0, got ${days}`)
  return days === null ? Number.NEGATIVE_INFINITY : closed - days * DAY_MS
}
