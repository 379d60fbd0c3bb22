import { createHash, randomBytes, randomInt } from 'node:crypto'

/** 256 random bits for links and keys, 43 signs that a URL takes as they are. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** Signs that nobody mistakes for each other when a password is read out or typed from paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** So many random signs that nobody mistakes for each other, just under 5 bits each. */
export const randomLegible = (length: number): string =>
  Array.from({ length }, () => LEGIBLE[randomInt(LEGIBLE.length)] ?? '').join('')

/** A password to hand over once: 4 groups of 4 signs, 79 bits. */
export const randomPassword = (): string =>
  Array.from({ length: 4 }, () => randomLegible(4)).join('-')

/** What is stored of a random token: enough to recognise it, useless to whoever reads the table. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

let latestMs = 0
let counter = 0

/**
 * A new id that sorts after every earlier one of this process: a version 7 UUID (RFC 9562, method 1: a
 * 12-bit counter behind the milliseconds). Ids in order of creation keep indexes compact, and "the oldest
 * of several" is decided even among records of one import, which share their time.
 */
export function newId(): string {
  const now = Date.now()
  counter = now > latestMs ? 0 : counter + 1
  latestMs = Math.max(latestMs, now)
  if (counter > 0xfff) {
    counter = 0
    latestMs += 1
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(latestMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
