import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countText } from '#imports/count-texts.ts'
import { type DirectImport, type Imports, ruleTextOf } from '#imports/io/imports.ts'
import { type ImportSummary, importSummary } from '#imports/io/summary.ts'
import { loadImport, type Progress } from '#imports/io/tables.ts'
import { type Mapping, parseMappingFile } from '#imports/mapping.ts'
import type { RunMode } from '#imports/state.ts'
import { Refusal } from '#kernel/refusal.ts'
import { messageOf, OperatorError } from '#platform/failure.ts'
import type { Db } from '#platform/records/binding.ts'
import { composeDomain, composeImports } from '../../compose.ts'
import { cancelOnSignals } from '../cancel.ts'
import type { Command, CommandContext } from '../command.ts'
import { progressBar } from '../progress-bar.ts'

const OPTIONS = {
  as: { type: 'string' },
  mapping: { type: 'string', multiple: true },
  source: { type: 'string' },
  'dry-run': { type: 'boolean' },
  undo: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Who the audit trail names for what the command line does. */
const STARTER = { userId: null, name: 'Kommandozeile' }

export const command: Command = {
  name: 'import',
  summary: 'import files, or take an import back',
  stopsItself: true,
  usage: `./regelkreis import FILE... [--as PRESET|KIND] [--mapping FILE] [--dry-run] [--json]
./regelkreis import --undo IMPORTID [--json]

Reads CSV and XLSX files and brings their rows in, all of them or none. What is not said is detected.
Exit code 0: done; 1: refused, with the reason; 2: wrong usage. Rejected rows are listed, not a refusal.
  --as NAME        a preset (hubspot_contacts, google_ads, datev_postings ...) or a kind (leads, costs ...)
  --mapping FILE   how to read the files, as JSON: { "kind", "columns", "constants", "values", "key", "format" }
                   or a list of them with "file"; may be given several times
  --source NAME    the system whose ids the rows carry (default: that of the preset, else "file")
  --dry-run        say what would happen, write nothing
  --undo ID        restore everything that an import changed
  --json           print { "importId", "files": [{ "file", "kind", "format", "rows", "rejected" }] }`,
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    if (values.undo !== undefined) {
      if (positionals.length > 0) throw usage(this.usage)
      return withImports(context, (job) => undo(job, values.undo ?? '', values.json ?? false))
    }
    if (positionals.length === 0) throw usage(this.usage)
    const request = {
      paths: positionals,
      source: values.source ?? null,
      wish: { mappings: await readMappings(values.mapping ?? []), as: values.as },
      starter: STARTER,
    }
    const options = { isDryRun: values['dry-run'] ?? false, isJson: values.json ?? false }
    return withImports(context, (job) => importFiles(job, request, options))
  },
}

type Options = { readonly isDryRun: boolean; readonly isJson: boolean }

async function importFiles(job: Job, request: DirectImport, { isDryRun, isJson }: Options) {
  const { imports, context } = job
  const importId = await refused(() => imports.createDirect(request))
  await runToEnd(job, importId, 'dry_run')
  try {
    await refused(() => imports.outcome(importId))
  } catch (error) {
    // Nobody waits for the answer here: the command is called again with it.
    await imports.remove(importId)
    throw error
  }
  if (!isDryRun) {
    await runToEnd(job, importId, 'commit')
    await refused(() => imports.outcome(importId))
  }
  const summary = await importSummary(imports, importId, 'en')
  if (isJson) context.out(JSON.stringify(summary, null, 2))
  else tell(job, summary, isDryRun)
  return undefined
}

const usage = (text: string) => new OperatorError(`import: which files?\n\n${text}`, 2)

/** Runs the work with the imports of this installation, taken back and ended by Ctrl-C. */
async function withImports<T>(context: CommandContext, work: (job: Job) => Promise<T>) {
  using cancel = cancelOnSignals()
  return await work({ imports: await importsOf(context), context, signal: cancel.signal })
}

async function importsOf({ store, config, now, log }: CommandContext): Promise<Imports> {
  const { database } = await store()
  const domain = await composeDomain(database.db as Db)
  return composeImports(domain, {
    folder: join(config.dataFolder, 'imports'),
    maxFileBytes: config.importFileMaxBytes,
    now,
    log,
  })
}

async function readMappings(paths: readonly string[]): Promise<Mapping[]> {
  const all: Mapping[] = []
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new OperatorError(`The mapping ${path} cannot be read: ${messageOf(error)}`)
    })
    all.push(...(await refused(async () => parseMappingFile(parseJson(path, text)))))
  }
  return all
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new OperatorError(`The mapping ${path} is no JSON: ${messageOf(error)}`)
  }
}

/** Refusals end the command with their reason in words. */
async function refused<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof Refusal ? new OperatorError(wordsOf(error)) : error
  }
}

function wordsOf({ code, detail, problems }: Refusal): string {
  const file = typeof detail.file === 'string' ? `${detail.file}: ` : ''
  const lines = problems.map((problem) => {
    const { candidates } = problem.detail ?? {}
    const answer = candidates
      ? ` Say it in a mapping: { "format": { "date": ... } } with one of ${candidates}.`
      : ''
    return `  ${problem.field}: ${ruleText(problem.rule, problem.detail).en}${answer}`
  })
  return [`${file}${ruleText(code, detail).en} [${code}]`, ...lines].join('\n')
}

type Job = {
  readonly imports: Imports
  readonly context: CommandContext
  /** Ctrl-C: what was begun is taken back. */
  readonly signal: AbortSignal
}

async function runToEnd(job: Job, importId: string, mode: RunMode): Promise<void> {
  const { imports, context } = job
  const bar = progressBar(context, LABELS[mode])
  const onProgress = ({ done, total, file }: Progress) => bar.show(done, total, file ?? '')
  try {
    await imports.runNow(importId, mode, STARTER, { signal: job.signal, onProgress })
  } finally {
    bar.end()
  }
}

const ruleText = ruleTextOf({})

const LABELS: Readonly<Record<RunMode, string>> = {
  dry_run: 'checking',
  commit: 'importing',
  undo: 'taking back',
}

async function undo(job: Job, importId: string, json: boolean) {
  const { imports, context } = job
  await refused(() => loadImport(imports.options.db, importId))
  await refused(() => runToEnd(job, importId, 'undo'))
  const { state, undo_blockers: blockers } = await loadImport(imports.options.db, importId)
  if (json) context.out(JSON.stringify({ importId, state, blockers: blockers ?? [] }, null, 2))
  else if (state === 'undone') context.out('Taken back: everything is as it was before.')
  if (state === 'undone') return undefined
  for (const { kind, title, reason, by } of blockers ?? []) {
    context.err(
      `${kind} "${title}" was ${reason === 'changed' ? 'changed later by' : 'used by'} ${by}`,
    )
  }
  await refused(() => imports.outcome(importId))
  return 1
}

const REJECTED_SHOWN = 20

function tell({ context, imports }: Job, { importId, files }: ImportSummary, isDryRun: boolean) {
  for (const { file, kind, rows, rejected, ...also } of files) {
    const { read, new: made, changed, same } = rows
    context.out(
      `${file} (${kind}): ${read} rows, ${made} new, ${changed} changed, ${same} the same, ${rows.rejected} rejected`,
    )
    for (const { row, column, reason } of rejected.slice(0, REJECTED_SHOWN)) {
      context.out(`  row ${row}${column ? `, ${column}` : ''}: ${reason}`)
    }
    const more = rows.rejected - Math.min(rejected.length, REJECTED_SHOWN)
    if (more > 0) context.out(`  and ${more} more; all of them with --json`)
    const textOf = (rule: string) => countText(rule, imports.ruleText).en
    for (const [rule, count] of Object.entries(also.warnings)) {
      context.out(`  ${count} imported with a warning: ${textOf(rule)}`)
    }
    for (const [rule, count] of Object.entries(also.skipped)) {
      context.out(`  ${count} left out: ${textOf(rule)}`)
    }
    for (const [other, count] of Object.entries(also.created)) {
      context.out(`  ${count} ${other} made because rows refer to them`)
    }
  }
  context.out(
    isDryRun
      ? `Nothing was written. Import ${importId} can be committed on the screen.`
      : `Imported. Take it back with: ./regelkreis import --undo ${importId}`,
  )
}
