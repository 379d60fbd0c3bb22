import { z } from 'zod'

/** The shape of the file; a reader knows its own and refuses others. */
export const FORMAT = 1

export const BackedUpMigration = z.strictObject({
  number: z.int().positive(),
  name: z.string(),
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
})
export type BackedUpMigration = z.infer<typeof BackedUpMigration>

export const BackedUpTable = z.strictObject({
  /** `schema.name` */
  name: z.string(),
  /** In the order of the data; generated columns are computed again. */
  columns: z.array(z.string()).readonly(),
  rows: z.int().nonnegative(),
})
export type BackedUpTable = z.infer<typeof BackedUpTable>

/** A counter of the database: the next number is `value`, or the one after it when it was `used`. */
export const BackedUpSequence = z.strictObject({
  name: z.string(),
  value: z.int(),
  used: z.boolean(),
})
export type BackedUpSequence = z.infer<typeof BackedUpSequence>

/** What stands at the beginning of a backup, readable without unpacking anything. */
export const BackupHeader = z.strictObject({
  format: z.literal(FORMAT),
  program: z.string(),
  created_at: z.iso.datetime(),
  postgres: z.string(),
  company: z.string(),
  migrations: z.array(BackedUpMigration).readonly(),
  tables: z.array(BackedUpTable).readonly(),
  sequences: z.array(BackedUpSequence).readonly(),
  /** Tells whether an installation has the same secret, without telling the secret. */
  secret_fingerprint: z.string(),
})
export type BackupHeader = z.infer<typeof BackupHeader>

export const rowsOf = (header: Pick<BackupHeader, 'tables'>): number =>
  header.tables.reduce((sum, table) => sum + table.rows, 0)

/**
 * Why the program cannot restore this backup, in words; null when it can. Only an instance with the very same
 * migrations has the same tables.
 */
export function versionProblem(
  header: BackupHeader,
  program: Pick<BackupHeader, 'program' | 'migrations'>,
): string | null {
  const theirs = header.migrations
  const ours = program.migrations
  const shared = Math.min(theirs.length, ours.length)
  const other = theirs.slice(0, shared).find(({ checksum }, i) => checksum !== ours[i]?.checksum)
  if (other) {
    return (
      `Migration ${other.number} (${other.name}) of the backup is not the one of this program ` +
      `(${program.program}): it was made by another edition, ${header.program}. Restore it with that one.`
    )
  }
  if (theirs.length > ours.length) {
    return (
      `The backup is newer than this program: it has ${theirs.length} migrations, program ${program.program} ` +
      `knows ${ours.length}. Install version ${header.program} or newer, then restore.`
    )
  }
  if (theirs.length < ours.length) {
    return (
      `The backup is older than this program: it has ${theirs.length} migrations (program ${header.program}), ` +
      `this one has ${ours.length}. Restore it with version ${header.program}; the next start of the newer ` +
      'program then brings its database up to date.'
    )
  }
  return null
}
