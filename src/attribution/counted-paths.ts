import type { ChannelIndex } from './channel-index.ts'
import type { CountedPath } from './statistics.ts'
import { type Transform, transformed } from './transforms.ts'

const DAY_S = 86_400

/** The path without touches that are older than `days`, both ends included. Needs ages. */
export function withinDays(path: CountedPath, days: number): CountedPath {
  const kept: number[] = []
  for (let index = 0; index < path.length; index += 1) {
    if ((path.ages?.[index] ?? 0) <= days * DAY_S) kept.push(index)
  }
  if (kept.length === path.length) return path
  return {
    ...path,
    length: kept.length,
    channels: kept.map((index) => path.channels[index] ?? -1),
    ages: kept.map((index) => path.ages?.[index] ?? 0),
  }
}

/** The path as models are to see it; names are those of `channels`, which may get new ones. O(touches). */
export function seenPath(
  path: CountedPath,
  transform: Transform,
  channels: ChannelIndex,
): CountedPath {
  const touches = Array.from({ length: path.length }, (_, place) => ({
    place,
    channel: channels.names[path.channels[place] ?? -1] ?? '',
  }))
  const isDirect = (name: string) => path.isDirect(channels.numberOf(name))
  const seen = transformed(touches, transform, isDirect)
  return {
    ...path,
    length: seen.length,
    channels: seen.map(({ channel }) => channels.numberOf(channel)),
    ages: path.ages && seen.map(({ place }) => path.ages?.[place] ?? 0),
  }
}

/** The same text for paths with the same channels and, `withAges`, the same ages. O(touches). */
export function pathKey({ length, channels, ages }: CountedPath, withAges: boolean): string {
  let key = ''
  for (let index = 0; index < length; index += 1) key += `${channels[index] ?? -1},`
  if (!withAges || !ages) return key
  for (let index = 0; index < length; index += 1) key += ` ${ages[index] ?? 0}`
  return key
}

/** Different paths, each once with what all of its rows had. */
export type PathTable = {
  /** Keeps a copy: readers give the same object again and again. */
  readonly add: (path: CountedPath) => void
  /** In an order that does not hang on that of the rows. */
  readonly paths: () => CountedPath[]
}

type Entry = { readonly path: CountedPath; conversions: number; value: number; nulls: number }

/** `withAges`: the same channels at other ages are another path. Memory grows with the different paths. */
export function pathTable(withAges: boolean): PathTable {
  const known = new Map<string, Entry>()
  return {
    add(path) {
      const key = pathKey(path, withAges)
      let entry = known.get(key)
      if (!entry) {
        entry = { path: copyOf(path, withAges), conversions: 0, value: 0, nulls: 0 }
        known.set(key, entry)
      }
      entry.conversions += path.conversions
      entry.value += path.value
      entry.nulls += path.nulls
    },
    paths: () =>
      [...known]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { path, ...counts }]) => ({ ...path, ...counts })),
  }
}

function copyOf(path: CountedPath, withAges: boolean) {
  const { length, channels, ages } = path
  return {
    ...path,
    channels: Int32Array.from({ length }, (_, index) => channels[index] ?? -1),
    ages: withAges && ages ? Float64Array.from({ length }, (_, index) => ages[index] ?? 0) : null,
  }
}
