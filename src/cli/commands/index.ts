import type { Command } from '../command.ts'
import { command as attribution } from './attribution.ts'
import { command as backup } from './backup.ts'
import { command as demo } from './demo.ts'
import { command as doctor } from './doctor.ts'
import { command as importFiles } from './import.ts'
import { command as kpis } from './kpis.ts'
import { command as migrate } from './migrate.ts'
import { command as report } from './report.ts'
import { command as restore } from './restore.ts'
import { command as start } from './start.ts'
import { command as user } from './user.ts'

/** Every command, in the order of the list that `--help` shows. */
export const COMMANDS: readonly Command[] = [
  start,
  importFiles,
  kpis,
  attribution,
  report,
  demo,
  backup,
  restore,
  doctor,
  migrate,
  user,
]
