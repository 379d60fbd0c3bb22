import { z } from 'zod'
import { STATES } from './doctor.ts'
import { type BackupProblem, isBackupProblem } from './problems.ts'

export const RUN_STATES = ['waiting', 'running', 'done', 'failed'] as const
export const RUN_CAUSES = ['schedule', 'person', 'command'] as const

const Instant = z.iso.datetime()

/** One backup that was made or tried, as the API shows it. */
export const BackupRun = z.object({
  id: z.string(),
  cause: z.enum(RUN_CAUSES),
  actorName: z.string(),
  state: z.enum(RUN_STATES),
  requestedAt: Instant,
  endedAt: Instant.nullable(),
  /** The whole path on the machine of the server. */
  file: z.string().nullable(),
  /** `removed`: by the retention; `missing`: by somebody else. */
  fileState: z.enum(['present', 'removed', 'missing']).nullable(),
  bytes: z.int().nullable(),
  rows: z.int().nullable(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  problem: z
    .object({
      code: z.custom<BackupProblem>(isBackupProblem),
      message: z.string(),
    })
    .nullable(),
})
export type BackupRun = z.infer<typeof BackupRun>

/** Everything that the screen of the backups shows. */
export const BackupOverview = z.object({
  folder: z.string(),
  /** The folder lies on the disk of the database: one broken disk takes both. */
  sameDisk: z.boolean(),
  schedule: z.enum(['daily', 'off']),
  nextAt: Instant.nullable(),
  lastDone: BackupRun.nullable(),
  /** Null when a later one succeeded. */
  lastFailed: BackupRun.nullable(),
  running: BackupRun.nullable(),
  runs: z.array(BackupRun),
  /** When this instance was filled from a backup, and of when that was. */
  restored: z.object({ at: Instant, createdAt: Instant, program: z.string() }).nullable(),
})
export type BackupOverview = z.infer<typeof BackupOverview>

const Text = z.object({ de: z.string(), en: z.string() })

/** What the examination of the installation found. */
export const Diagnosis = z.object({
  verdict: z.enum(STATES),
  findings: z.array(
    z.object({
      id: z.string(),
      state: z.enum(STATES),
      title: Text,
      finding: Text,
      advice: Text.nullable(),
    }),
  ),
})
export type Diagnosis = z.infer<typeof Diagnosis>
