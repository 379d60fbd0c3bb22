import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { systemClock } from '#platform/clock.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { runningInstance } from '#platform/instance.ts'
import { createLog, type Log } from '#platform/log.ts'
import { runMain } from '#platform/process.ts'
import { openStore, type Store } from '#platform/store.ts'
import type { Command, CommandContext } from './command.ts'
import { COMMANDS } from './commands/index.ts'

const overview = (): string => {
  const width = Math.max(...COMMANDS.map((command) => command.name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `./regelkreis <command> [options]\n\n${lines.join('\n')}\n\n./regelkreis <command> --help explains one.`
}

const isHelp = (arg: string | undefined): boolean => arg === '--help' || arg === '-h'

async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === 'help' || isHelp(name)) {
    process.stdout.write(`${overview()}\n`)
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (!command) throw new OperatorError(`No command "${name}".\n\n${overview()}`, 2)
  if (args.some(isHelp)) {
    process.stdout.write(`${command.usage}\n`)
    return 0
  }
  return runCommand(command, args, readConfig(process.env))
}

async function runCommand(command: Command, args: string[], config: Config): Promise<number> {
  const level = config.log.level === 'info' ? 'warn' : config.log.level
  const log = createLog(level, config.log.format, 'stderr')
  let store: Promise<Store> | undefined
  const context: CommandContext = {
    config,
    log,
    now: systemClock,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    isTerminal: process.stderr.isTTY === true,
    store: () => {
      store ??= openStore(config, log)
      return store
    },
  }
  const close = async () => {
    // One that could not be opened has been told already.
    const opened = await store?.catch(() => null)
    if (opened) await closeStore(opened, config, log)
    store = undefined
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (command.stopsItself) break
    process.once(signal, () => close().finally(() => process.exit(1)))
  }
  try {
    return (await command.run(args, context)) ?? 0
  } catch (error) {
    throw isUsageError(error) ? new OperatorError(`${error.message}\n\n${command.usage}`, 2) : error
  } finally {
    await close()
  }
}

/** What `parseArgs` says about an option that does not exist. */
const isUsageError = (error: unknown): error is Error =>
  error instanceof Error &&
  String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')

/** Stops the embedded database unless a server or another command uses it. */
async function closeStore(store: Store, config: Config, log: Log): Promise<void> {
  await store.disconnect()
  if (config.databaseUrl !== null || runningInstance(config.dataFolder)) return
  try {
    if (await isUnused(store.url)) await store.shutDown()
  } catch (error) {
    log.debug({ err: error }, 'the database is gone already')
  }
}

/** True when nobody else is connected. Connections that were just closed take a moment to go. */
async function isUnused(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      const others = await client.query(
        "select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      )
      if (others.rowCount === 0) return true
      await sleep(50)
    }
    return false
  } finally {
    await client.end()
  }
}

// Whoever reads may stop early (`| head`): the command still ends in order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await runMain(() => main(process.argv.slice(2)))
