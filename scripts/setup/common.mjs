import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Ends the program with a message that the operator can act on. */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** A line that says what is going on, for people who wait. */
export const step = (text) => console.log(`> ${text}`)

const started = performance.now()
export const seconds = (since = started) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** The environment of programs whose output goes into a file or a log: without colours. */
export function childEnvironment() {
  if (process.stdout.isTTY) return process.env
  const env = { ...process.env, NO_COLOR: '1' }
  delete env.FORCE_COLOR
  return env
}
