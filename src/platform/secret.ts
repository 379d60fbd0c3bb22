import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDataFolder } from './data-folder.ts'

/** The key that signs sessions: the operator's, else one made on first use and kept in the data folder. */
export function loadSecret(config: {
  readonly secret: string | null
  readonly dataFolder: string
}): string {
  if (config.secret !== null) return config.secret
  const file = join(config.dataFolder, 'secret')
  openDataFolder(config.dataFolder)
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
