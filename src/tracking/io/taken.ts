import type { Transaction } from 'kysely'
import type { Taken } from '../taken.ts'

/**
 * Works on from what was taken, in the transaction of the batch, before anything of it is acknowledged: set-based, for
 * up to 1,000 events at once, several hundred times a second. Two batches may be under way together: take locks in the
 * order of ids. A rejection undoes the batch, and its senders try again.
 */
export type OnTaken = (tx: Transaction<unknown>, taken: Taken) => Promise<void>
