import { assert } from '#kernel/assert.ts'

const DAY_MS = 86_400_000

type InChannel = { readonly channel: string }

/**
 * How repeated touches of a channel count, in the words of google/fractribution (A2 in docs/sources.md):
 * `unique` all of them, `exposure` one of neighbours that are equal, `first` the first of each channel,
 * `frequency` the first of each channel under a name that says how often: `D(2)`.
 */
export type Repeats = 'unique' | 'exposure' | 'first' | 'frequency'

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

/** One touch per session and channel (the earliest), or every touch. */
export type Grain = 'session' | 'touch'

/** Touches without a session are kept, each. `touches` are in order. */
export function withGrain<Item extends InChannel & { readonly session: string | null }>(
  touches: readonly Item[],
  grain: Grain,
): Item[] {
  if (grain === 'touch') return [...touches]
  const seen = new Set<string>()
  return touches.filter(({ session, channel }) => {
    if (session === null) return true
    const key = JSON.stringify([session, channel])
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
}

/**
 * The touches of the `days` before `closed`: exact time, not calendar days, both ends included. Null is
 * unlimited.
 */
export function withinLookback<Item extends { readonly instant: number }>(
  touches: readonly Item[],
  closed: number,
  days: number | null,
): Item[] {
  assert(days === null || days >= 0, `withinLookback: days >= 0, got ${days}`)
  const earliest = days === null ? Number.NEGATIVE_INFINITY : closed - days * DAY_MS
  return touches.filter(({ instant }) => earliest <= instant && instant <= closed)
}
