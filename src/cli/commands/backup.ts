import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeAudit } from '#access/io/audit.ts'
import { OperatorError } from '#platform/failure.ts'
import { newId } from '#platform/random.ts'
import { loadSecret } from '#platform/secret.ts'
import { rowsOf } from '#safety/backup-header.ts'
import { writeBackupFile } from '#safety/io/backup-file.ts'
import { thisProgram } from '#safety/io/program.ts'
import { noteCommandBackup } from '#safety/io/runs.ts'
import { type WrittenBackup, writeBackup } from '#safety/io/write-backup.ts'
import type { Command, CommandContext } from '../command.ts'
import { progressBar } from '../progress-bar.ts'

/** Who the audit trail names for what the command line does. */
const ACTOR = { userId: null, name: 'Kommandozeile' }

export const command: Command = {
  name: 'backup',
  summary: 'write everything into one file',
  usage: `./regelkreis backup FILE [--json]

Writes all data as they are at one moment into FILE, packed and with checksums, and reads it back. Works while
the server runs. FILE appears when it is whole, with mode 600; an older backup of that name is replaced.
FILE "-" is standard output (not read back). Whoever has the file has all data: keep it safe.
Not in it: uploaded import files, sessions, waiting jobs (docs/operations.md).
  --json   print { "file", "bytes", "rows", "tables", "sha256", "createdAt" }`,
  async run(args, context) {
    const options = { json: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [name, ...more] = positionals
    if (name === undefined || more.length > 0) {
      throw new OperatorError(`backup: which file?\n\n${this.usage}`, 2)
    }
    const path = name === '-' ? null : resolve(name)
    const written = await write(context, path)
    const summary = summaryOf(path, written)
    const say = path === null ? context.err : context.out
    if (values.json) say(JSON.stringify(summary))
    else if (path !== null) {
      say(`${path}: ${summary.rows} rows of ${summary.tables} tables, ${summary.bytes} bytes`)
    }
    return undefined
  },
}

async function write(context: CommandContext, path: string | null): Promise<WrittenBackup> {
  const { config, now } = context
  const store = await context.store()
  const bar = progressBar(context, 'backing up')
  const parts = {
    pool: store.database.pool,
    now: now(),
    program: thisProgram(),
    secret: { value: loadSecret(config), kept: config.secret === null },
    onProgress: ({ done, total, table }: { done: number; total: number; table: string }) =>
      bar.show(done, total, table),
  }
  try {
    if (path === null) return await writeBackup(parts, toStandardOutput)
    const written = await writeBackupFile(path, parts)
    const started = parts.now
    await noteCommandBackup(store.database.db, writeAudit, newId(), {
      file: path,
      written,
      actor: ACTOR,
      started,
      ended: now(),
    })
    return written
  } finally {
    bar.end()
  }
}

const CLOSED = 'Standard output was closed before the backup was whole.'

const toStandardOutput = (bytes: Buffer): Promise<void> =>
  new Promise((done, fail) => {
    process.stdout.write(bytes, (cause) =>
      cause ? fail(new OperatorError(CLOSED, 1, { cause })) : done(),
    )
  })

const summaryOf = (file: string | null, { header, bytes, sha256 }: WrittenBackup) => ({
  file,
  bytes,
  rows: rowsOf(header),
  tables: header.tables.length,
  sha256,
  createdAt: header.created_at,
})
