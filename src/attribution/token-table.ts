import type { ChannelIndex } from './channel-index.ts'

/** `hash = 31 x hash + byte` over all bytes but blanks begins here; whoever reads them computes it on the way. */
export const HASH_START = 0

/** The number of the channel whose name these bytes are; `hash` is theirs. */
export type TokenTable = (bytes: Uint8Array, from: number, to: number, hash: number) => number

const DECODER = new TextDecoder()

const slotOf = (hash: number, slots: Int32Array): number =>
  (hash ^ (hash >>> 15)) & (slots.length - 1)

/** Numbers of channels by their bytes, without making a text of every token. */
export function tokenTable(channels: ChannelIndex): TokenTable {
  let slots = new Int32Array(256).fill(-1)
  const known: { readonly bytes: Uint8Array; readonly hash: number; readonly channel: number }[] =
    []

  const isSame = (place: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const token = known[place]?.bytes
    if (!token || token.length !== to - from) return false
    for (let index = 0; index < token.length; index += 1) {
      if (token[index] !== bytes[from + index]) return false
    }
    return true
  }
  const settle = (place: number, hash: number) => {
    let slot = slotOf(hash, slots)
    while (slots[slot] !== -1) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = place
  }
  const learn = (bytes: Uint8Array, from: number, to: number, hash: number): number => {
    const channel = channels.numberOf(DECODER.decode(bytes.subarray(from, to)))
    known.push({ bytes: bytes.slice(from, to), hash, channel })
    if (known.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2).fill(-1)
      for (const [place, token] of known.entries()) settle(place, token.hash)
    } else settle(known.length - 1, hash)
    return channel
  }
  return (bytes, from, to, hash) => {
    let slot = slotOf(hash, slots)
    for (;;) {
      const place = slots[slot] ?? -1
      if (place === -1) return learn(bytes, from, to, hash)
      if (isSame(place, bytes, from, to)) return known[place]?.channel ?? -1
      slot = (slot + 1) & (slots.length - 1)
    }
  }
}
