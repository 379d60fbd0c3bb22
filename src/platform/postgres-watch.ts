import { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts'
import { processState } from './process-state.ts'

/** Its end is noticed within this; looking costs a few microseconds. */
const CHECK_MS = 250

/**
 * Starts PostgreSQL again when it ends without having been told to (killed for want of memory, say).
 * Connections come back by themselves; meanwhile /readyz says no. `stop` ends the watch, then PostgreSQL.
 */
export function keepRunning(options: PostgresOptions, first: Postgres): { stop(): Promise<void> } {
  const { log } = options
  let current = first
  let restart: Promise<void> | null = null

  const startAgain = async () => {
    log.error({ pid: current.pid }, 'PostgreSQL has ended; starting it again')
    try {
      current = await startPostgres(options)
      log.info({ pid: current.pid }, 'PostgreSQL is running again')
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL did not start')
    }
    restart = null
  }
  const timer = setInterval(() => {
    if (restart === null && processState(current.pid).state !== 'running') restart = startAgain()
  }, CHECK_MS)

  return {
    async stop() {
      clearInterval(timer)
      await restart
      await current.stop()
    },
  }
}
