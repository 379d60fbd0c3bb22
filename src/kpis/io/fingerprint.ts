import { createHash } from 'node:crypto'

/** A short name for what an answer depends on: equal parts give the same, others another one. */
export const fingerprint = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
