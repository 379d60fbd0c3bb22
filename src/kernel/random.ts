/** Uniform numbers from 0 (included) to 1 (excluded). Chance comes in as an argument. */
export type Random = () => number

/**
 * Mulberry32, a small generator with 32 bits of state: the same seed gives the same numbers on every
 * machine, so an interval is reproducible. For statistics only, never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A seed from a text (FNV-1a), so that one figure of one period always draws the same samples. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
