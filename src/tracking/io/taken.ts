import type { Transaction } from 'kysely'
import type { Taken } from '../taken.ts'

/** A prepared statement; the name says which. */
export type Statement = {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Works on from what was taken, in the transaction of the batch, before anything of it is acknowledged: set-based, for
 * up to 1,000 events at once, several hundred times a second. Two batches may be under way together: take locks in the
 * order of ids. A rejection undoes the batch, and its senders try again. `send` is for writes whose answer is not needed:
 * they go with the commit, where each answer that is waited for costs the batch some milliseconds.
 */
export type OnTaken = (
  tx: Transaction<unknown>,
  taken: Taken,
  send: (statement: Statement) => void,
) => Promise<void>
