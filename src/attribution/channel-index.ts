/** Channels as small numbers, in the order they were met. Equal names have equal numbers. */
export type ChannelIndex = {
  readonly names: readonly string[]
  /** The number of a channel; a new one gets the next. */
  readonly numberOf: (name: string) => number
}

export function channelIndex(known: readonly string[] = []): ChannelIndex {
  const names: string[] = []
  const numbers = new Map<string, number>()
  const numberOf = (name: string): number => {
    const found = numbers.get(name)
    if (found !== undefined) return found
    numbers.set(name, names.length)
    names.push(name)
    return names.length - 1
  }
  for (const name of known) numberOf(name)
  return { names, numberOf }
}
