import type { QueryExecutorProvider } from 'kysely'

/** A person whose data is to be erased or handed out: their records, and words that stand for them. */
export type PersonTraces = {
  /** Every id of a record about them, also of records that went into others. */
  readonly recordIds: readonly string[]
  /** Addresses and telephone numbers, in lower case, as they may stand in any text. */
  readonly words: readonly string[]
}

/** Takes a person out of the tables of one domain, in the caller's transaction. */
export type EraseTraces = (tx: QueryExecutorProvider, person: PersonTraces) => Promise<void>

const literal = (word: string): string => word.replace(/[^\p{L}\p{N}]/gu, '\\$&')

/** Shorter words stand for nobody. */
const LENGTH_MIN = 6

/**
 * A pattern for `~*`: texts that contain one of the words, also written for an address (`%40`), but not as part of a
 * longer one: `an@example.com` is not in `jan@example.com`.
 */
export function naming(words: readonly string[]): string {
  const written = words
    .filter((word) => word.length >= LENGTH_MIN)
    .flatMap((word) => (word.includes('@') ? [word, word.replace('@', '%40')] : [word]))
  if (written.length === 0) return '(?!)'
  return `(?<![\\w.+-])(${written.map(literal).join('|')})(?![\\w-]|\\.\\w)`
}
