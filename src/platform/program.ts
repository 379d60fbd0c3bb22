import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The program's folder: where package.json, the migrations and the built screens lie. */
export const PROGRAM_FOLDER = join(import.meta.dirname, '../..')

/** The version of the program, from package.json. */
export const programVersion = (): string =>
  (JSON.parse(readFileSync(join(PROGRAM_FOLDER, 'package.json'), 'utf8')) as { version: string })
    .version

/** The oldest Node that runs the program; scripts/setup/install.mjs looks for it before anything else runs. */
export const OLDEST_NODE = [24, 12] as const
