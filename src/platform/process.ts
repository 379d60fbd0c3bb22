import { messageOf, OperatorError } from './failure.ts'

const STOP_LIMIT_MS = 15_000
const PARENT_CHECK_MS = 500

/**
 * Ends the process in order: on Ctrl-C, SIGTERM and SIGHUP, and, where asked, when the parent has died
 * (a killed npm cannot tell its children). A second signal ends at once.
 */
export function stopOnSignals(stop: () => Promise<void>, withParent: boolean): void {
  let stopping = false
  const parent = process.ppid
  const onSignal = () => {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  if (!withParent) return
  setInterval(() => {
    if (process.ppid !== parent && !stopping) onSignal()
  }, PARENT_CHECK_MS).unref()
}

/** Runs a program's main function: refusals are told in one line, bugs with their stack. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    const expected = error instanceof OperatorError
    const text = expected ? error.message : error instanceof Error ? error.stack : messageOf(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = expected ? error.exitCode : 1
  }
}
