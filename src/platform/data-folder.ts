import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { messageOf, OperatorError } from './failure.ts'

/** Makes sure of the data folder, closed to others, and returns its real path. Refuses one of another user. */
export function openDataFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return realpathSync(folder)
  } catch (error) {
    throw new OperatorError(
      `The data folder cannot be used: ${messageOf(error)}. Start as its owner, or set REGELKREIS_DATA.`,
      1,
      { cause: error },
    )
  }
}
