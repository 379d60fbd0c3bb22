import { createHmac } from 'node:crypto'

/** Tells secrets apart without giving them away. */
export const fingerprintOf = (secret: string): string =>
  createHmac('sha256', secret).update('regelkreis backup').digest('hex').slice(0, 16)
