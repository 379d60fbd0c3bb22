import type { Text } from '#kernel/record.ts'
import { checkBackupPlace, checkLastBackup } from './doctor-backups.ts'
import { checkClock, checkDatabase, checkMigrations, checkRights } from './doctor-database.ts'
import type { Facts } from './doctor-facts.ts'
import {
  checkAddress,
  checkCertificate,
  checkDisk,
  checkFolder,
  checkJobs,
  checkMail,
  checkNode,
  checkSecret,
  checkWeb,
} from './doctor-machine.ts'

export const STATES = ['ok', 'attention', 'bad'] as const
export type State = (typeof STATES)[number]

/** One line of the examination. */
export type Finding = {
  readonly id: string
  readonly state: State
  readonly title: Text
  readonly finding: Text
  /** What to do; null where nothing is to be done. */
  readonly advice: Text | null
}

/** A check says null where it cannot know: what is unreachable is told once, not by every line. */
export type Check = (facts: Facts) => Finding | null

const CHECKS: readonly Check[] = [
  checkNode,
  checkDatabase,
  checkMigrations,
  checkRights,
  checkClock,
  checkFolder,
  checkSecret,
  checkDisk,
  checkLastBackup,
  checkBackupPlace,
  checkJobs,
  checkMail,
  checkAddress,
  checkCertificate,
  checkWeb,
]

/** Everything that was found, in the order of the list. */
export const diagnose = (facts: Facts): readonly Finding[] =>
  CHECKS.flatMap((check) => check(facts) ?? [])

/** The worst state of all. */
export const verdictOf = (findings: readonly Pick<Finding, 'state'>[]): State =>
  STATES.findLast((state) => findings.some((finding) => finding.state === state)) ?? 'ok'
