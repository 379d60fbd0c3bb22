const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Ctrl-C may reach us twice: from the terminal, and handed on by the parent. */
const SAME_SIGNAL_MS = 1_000

/**
 * Ctrl-C and its like as an AbortSignal, for a command that must take its work back before it ends. A
 * second one ends the process at once. `using` gives the signals back.
 */
export function cancelOnSignals() {
  const stop = new AbortController()
  let since: number | null = null
  const onSignal = () => {
    if (since !== null && performance.now() - since > SAME_SIGNAL_MS) process.exit(1)
    since ??= performance.now()
    stop.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      for (const name of SIGNALS) process.off(name, onSignal)
    },
  }
}
