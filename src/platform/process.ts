import { Refusal } from '#kernel/refusal.ts'
import { messageOf, OperatorError } from './failure.ts'

const STOP_LIMIT_MS = 15_000
/** Ctrl-C reaches us twice: from the terminal, and handed on by the parent. */
const SAME_SIGNAL_MS = 1_000
const PARENT_CHECK_MS = 500

/**
 * Ends the process in order: on Ctrl-C, SIGTERM and SIGHUP, and, where asked, when the parent has died
 * (a killed npm cannot tell its children). A second signal ends at once.
 */
export function stopOnSignals(stop: () => Promise<void>, withParent: boolean): void {
  let stoppingSince: number | null = null
  const parent = process.ppid
  const onSignal = () => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  if (!withParent) return
  setInterval(() => {
    if (process.ppid !== parent && stoppingSince === null) onSignal()
  }, PARENT_CHECK_MS).unref()
}

/**
 * Runs a program to its end: its number is the exit code. What an operator or a rule refuses is printed in
 * words (exit 1 or 2), anything else is a bug and is printed with where it happened.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.stderr.write(`${reportOf(error)}\n`)
    process.exitCode = error instanceof OperatorError ? error.exitCode : 1
  }
}

function reportOf(error: unknown): string {
  if (error instanceof OperatorError || error instanceof Refusal) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error)
}
