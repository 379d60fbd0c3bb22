import { createHmac } from 'node:crypto'

/** Seconds that one code is shown (RFC 6238, the usual value of authenticator apps). */
const PERIOD_SECONDS = 30
const DIGITS = 6
/** Clocks may differ by one step in either direction (RFC 6238, 5.2). */
const WINDOW = 1

/** The step that an instant (ms since 1970) lies in. */
export const stepAt = (nowMs: number): number => Math.floor(nowMs / 1000 / PERIOD_SECONDS)

/** The code of a step: HOTP of RFC 4226 (HMAC-SHA-1) over the step's number, as RFC 6238 says. */
export function codeOfStep(key: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The step whose code this is, near now; null when it is none. Blanks in the code do not matter. */
export function matchingStep(key: Buffer, code: string, nowMs: number): number | null {
  const wanted = plainCode(code)
  const now = stepAt(nowMs)
  for (let step = now + WINDOW; step >= now - WINDOW; step--) {
    if (codeOfStep(key, step) === wanted) return step
  }
  return null
}

/** Apps show codes in two groups, and people copy them so. */
export const plainCode = (code: string): string => code.replace(/\s/g, '')

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 of RFC 4648 without padding: how authenticator apps take a key. */
export function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '').join('')
}

/** The bytes behind base32 text; signs that are none are left out. */
export function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase()]
    .map((sign) => BASE32.indexOf(sign))
    .filter((value) => value >= 0)
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** The address that authenticator apps read from a QR code (Key Uri Format). */
export function otpauthUri(issuer: string, account: string, key: Buffer): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const facts = `secret=${base32(key)}&issuer=${encodeURIComponent(issuer)}`
  return `otpauth://totp/${label}?${facts}&algorithm=SHA1&digits=${DIGITS}&period=${PERIOD_SECONDS}`
}
