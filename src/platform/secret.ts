import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
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

/**
 * Makes `secret` the one of this data folder, in place of a former one; there at once or not at all. A
 * REGELKREIS_SECRET of the operator still goes first.
 */
export function keepSecret(dataFolder: string, secret: string): void {
  openDataFolder(dataFolder)
  const file = join(dataFolder, 'secret')
  const staging = `${file}.${process.pid}`
  writeFileSync(staging, `${secret}\n`, { mode: 0o600, flush: true })
  renameSync(staging, file)
}
