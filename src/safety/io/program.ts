import { readMigrations } from '#platform/migrate.ts'
import { programVersion } from '#platform/program.ts'
import type { BackupHeader } from '../backup-header.ts'

/** This program as a backup names it. */
export const thisProgram = (): Pick<BackupHeader, 'program' | 'migrations'> => ({
  program: programVersion(),
  migrations: readMigrations().map(({ number, name, checksum }) => ({ number, name, checksum })),
})
