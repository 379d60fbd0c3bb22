import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { openDataFolder } from '#platform/data-folder.ts'
import { OperatorError } from '#platform/failure.ts'
import { acquireInstance } from '#platform/instance.ts'
import { keepSecret, loadSecret } from '#platform/secret.ts'
import { type BackupHeader, rowsOf, versionProblem } from '#safety/backup-header.ts'
import { BrokenBackup } from '#safety/io/frames.ts'
import { thisProgram } from '#safety/io/program.ts'
import { verifyBackup } from '#safety/io/read-backup.ts'
import { restoreBackup } from '#safety/io/restore.ts'
import { fingerprintOf } from '#safety/io/secret-fingerprint.ts'
import type { Command, CommandContext } from '../command.ts'
import { progressBar } from '../progress-bar.ts'

export const command: Command = {
  name: 'restore',
  summary: 'bring a backup into an empty instance',
  usage: `./regelkreis restore FILE [--check] [--json]

Fills an empty instance with a backup: one whose REGELKREIS_DATA is a new folder, or whose DATABASE_URL is a new
database. The file is checked to its end before anything is written; then all of it comes in, or nothing.
The program must be the version that wrote the backup; stop the server first. FILE "-" is standard input.
  --check   only check the file, write nothing
  --json    print { "rows", "tables", "createdAt", "program", "postgres", "company", "warnings" }`,
  async run(args, context) {
    const options = { json: { type: 'boolean' }, check: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [name, ...more] = positionals
    if (name === undefined || more.length > 0) {
      throw new OperatorError(`restore: which file?\n\n${this.usage}`, 2)
    }
    await using file = await fileOf(name, context)
    const header = await checked(file.path, context)
    const warnings = values.check ? [] : await restore(file.path, header, context)
    tell(context, header, { warnings, json: values.json ?? false, check: values.check ?? false })
    return undefined
  },
}

/** The file itself, or what comes in on standard input, laid down to be read twice. */
async function fileOf(name: string, { config }: CommandContext) {
  if (name !== '-') {
    const path = resolve(name)
    if (!(await stat(path).catch(() => null))?.isFile()) {
      throw new OperatorError(`There is no file ${path}.`)
    }
    return { path, [Symbol.asyncDispose]: async () => undefined }
  }
  const folder = await mkdtemp(join(openDataFolder(config.dataFolder), 'restore-'))
  const path = join(folder, 'backup')
  await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }))
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** The header of a whole and fitting backup; nothing has been started or written so far. */
async function checked(path: string, context: CommandContext): Promise<BackupHeader> {
  const bar = progressBar(context, 'checking')
  try {
    const header = await verifyBackup(path, ({ done, total, table }) =>
      bar.show(done, total, table),
    )
    const problem = versionProblem(header, thisProgram())
    if (problem !== null) throw new OperatorError(problem)
    return header
  } catch (error) {
    throw error instanceof BrokenBackup ? refusal(path, error) : error
  } finally {
    bar.end()
  }
}

const refusal = (path: string, cause: BrokenBackup) =>
  new OperatorError(`${path} is refused, nothing was written. ${cause.message}`, 1, { cause })

/** Brings the backup in; what the operator has to know besides. */
async function restore(
  path: string,
  header: BackupHeader,
  context: CommandContext,
): Promise<string[]> {
  const { config, log, now } = context
  // No server may start on this folder meanwhile, and none may run.
  const instance = acquireInstance(config.dataFolder, now())
  const bar = progressBar(context, 'restoring')
  try {
    const { url } = await context.store()
    await restoreBackup({
      url,
      log,
      path,
      keepSecret: (secret) => {
        if (secret !== null && config.secret === null) keepSecret(config.dataFolder, secret)
      },
      onProgress: ({ done, total, table }) => bar.show(done, total, table),
    })
  } catch (error) {
    throw error instanceof BrokenBackup ? refusal(path, error) : error
  } finally {
    bar.end()
    instance.release()
  }
  const hasSecret = fingerprintOf(loadSecret(config)) === header.secret_fingerprint
  return hasSecret ? [] : [OTHER_SECRET]
}

const OTHER_SECRET =
  'This instance has another secret than the one that was backed up: second factors will not be accepted. ' +
  'Set REGELKREIS_SECRET to the value it had there.'

function tell(
  { out, err }: CommandContext,
  header: BackupHeader,
  { warnings, json, check }: { warnings: readonly string[]; json: boolean; check: boolean },
): void {
  const { created_at: createdAt, program, postgres, company, tables } = header
  const rows = rowsOf(header)
  if (json) {
    out(
      JSON.stringify({
        ...{ rows, tables: tables.length, createdAt, program, postgres, company, warnings },
      }),
    )
    return
  }
  const done = check ? 'The backup is whole' : 'Restored'
  out(`${done}: ${rows} rows of ${tables.length} tables, as they were on ${createdAt}.`)
  if (!check) out('Start the server and sign in as before: ./regelkreis start')
  for (const warning of warnings) err(warning)
}
