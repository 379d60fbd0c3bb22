import { createHash, randomBytes, randomInt } from 'node:crypto'

/** 256 random bits for links and keys, 43 signs that a URL takes as they are. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** Signs that nobody mistakes for each other when a password is read out or typed from paper. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to hand over once: 4 groups of 4 signs, 79 bits. */
export function randomPassword(): string {
  const sign = () => LEGIBLE[randomInt(LEGIBLE.length)] ?? ''
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, sign).join('')).join('-')
}

/** What is stored of a random token: enough to recognise it, useless to whoever reads the table. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
