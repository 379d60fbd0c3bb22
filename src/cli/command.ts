import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Log } from '#platform/log.ts'
import type { Store } from '#platform/store.ts'

/** What a command may use. */
export type CommandContext = {
  readonly config: Config
  /** Warnings and errors only, on standard error's behalf: standard output belongs to the command. */
  readonly log: Log
  readonly now: Clock
  /** A line on standard output. */
  readonly out: (line: string) => void
  /** A line on standard error. */
  readonly err: (line: string) => void
  /** True when a person watches standard error: progress bars only then. */
  readonly isTerminal: boolean
  /**
   * The database, migrated. Uses the one of a running server; else starts the embedded PostgreSQL and
   * stops it after the command.
   */
  readonly store: () => Promise<Store>
}

/** A word after `./regelkreis`. Numbers returned are exit codes; OperatorError ends with 1 or 2. */
export type Command = {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Shown by `--help`: the call, then every option with its meaning. */
  readonly usage: string
  /** Ctrl-C is the command's own business: it takes its work back, or stops in order. */
  readonly stopsItself?: true
  run(args: string[], context: CommandContext): Promise<number | undefined>
}
