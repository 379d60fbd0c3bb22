import type { ChannelIndex } from './channel-index.ts'

/** `hash = 31 x hash + byte` over all bytes but blanks begins here; whoever reads them computes it on the way. */
export const HASH_START = 0

/** The number of the channel whose name these bytes are; `hash` is theirs. */
export type TokenTable = (bytes: Uint8Array, from: number, to: number, hash: number) => number

const DECODER = new TextDecoder()

const slotOf = (hash: number, slots: Int32Array): number =>
  (hash ^ (hash >>> 15)) & (slots.length - 1)

/**
 * Numbers of channels by their bytes, without making a text of every token: open addressing, and the bytes of all
 * known tokens behind one another, so that a comparison stays in one place of memory.
 */
export function tokenTable(channels: ChannelIndex): TokenTable {
  let slots = new Int32Array(256).fill(-1)
  let known = new Uint8Array(4_096)
  const ends: number[] = [0]
  const hashes: number[] = []
  const numbers: number[] = []

  const settle = (place: number, hash: number) => {
    let slot = slotOf(hash, slots)
    while (slots[slot] !== -1) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = place
  }
  const learn = (token: Uint8Array, hash: number): number => {
    const channel = channels.numberOf(DECODER.decode(token))
    const start = ends.at(-1) ?? 0
    known = withRoom(known, start + token.length)
    known.set(token, start)
    ends.push(start + token.length)
    hashes.push(hash)
    numbers.push(channel)
    if (numbers.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2).fill(-1)
      for (const [place, each] of hashes.entries()) settle(place, each)
    } else settle(numbers.length - 1, hash)
    return channel
  }
  return (bytes, from, to, hash) => {
    let slot = slotOf(hash, slots)
    for (;;) {
      const place = slots[slot] ?? -1
      if (place === -1) return learn(bytes.slice(from, to), hash)
      const start = ends[place] ?? 0
      if ((ends[place + 1] ?? 0) - start === to - from) {
        let index = from
        for (let other = start; index < to; index += 1, other += 1) {
          if (bytes[index] !== known[other]) break
        }
        if (index === to) return numbers[place] ?? -1
      }
      slot = (slot + 1) & (slots.length - 1)
    }
  }
}

function withRoom(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes
  const grown = new Uint8Array(2 * length)
  grown.set(bytes)
  return grown
}
