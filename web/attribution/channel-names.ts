import type { Language } from '../platform/language.ts'
import type { Labels } from './journeys-api.ts'

const IN_BRACKETS = / \([^()]*\)$/

/**
 * Names without what stands in brackets at their end, as long as they still differ: `Empfehlung`, but
 * `Suche (organisch)` beside `Suche (bezahlt)`.
 */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const different = [...new Set(names)]
  const count = new Map<string, number>()
  for (const name of different) {
    const short = name.replace(IN_BRACKETS, '')
    count.set(short, (count.get(short) ?? 0) + 1)
  }
  return new Map(
    different.map((name) => {
      const short = name.replace(IN_BRACKETS, '')
      return [name, count.get(short) === 1 ? short : name]
    }),
  )
}

/** The names of the channels of an answer, as short as they can be told apart. */
export function channelNames(labels: Labels, language: Language): (channel: string) => string {
  const short = shortNames(Object.values(labels).map((label) => label[language]))
  return (channel) => {
    const name = labels[channel]?.[language] ?? channel
    return short.get(name) ?? name
  }
}
