import type { Language } from '../platform/language.ts'
import { channelTexts } from '../records/channel-words.ts'
import type { Labels } from './journeys-api.ts'

const IN_BRACKETS = / \([^()]*\)$/

/**
 * Names without what stands in brackets at their end, where no other channel begins alike: `Empfehlung`, but
 * `Suche (organisch)`, whatever is on screen.
 */
export function shortNames(
  names: readonly string[],
  language: Language,
): ReadonlyMap<string, string> {
  const all = new Set([...names, ...[...channelTexts.values()].map((label) => label[language])])
  const count = new Map<string, number>()
  for (const name of all) {
    const short = name.replace(IN_BRACKETS, '')
    count.set(short, (count.get(short) ?? 0) + 1)
  }
  return new Map(
    [...all].map((name) => {
      const short = name.replace(IN_BRACKETS, '')
      return [name, count.get(short) === 1 ? short : name]
    }),
  )
}

/** The names of the channels of an answer, as short as they can be told apart. */
export function channelNames(labels: Labels, language: Language): (channel: string) => string {
  const names = Object.values(labels).map((label) => label[language])
  const short = shortNames(names, language)
  return (channel) => {
    const name = labels[channel]?.[language] ?? channel
    return short.get(name) ?? name
  }
}
