import { sql } from 'kysely'
import { text } from '#kernel/fields.ts'
import type { RecordKind, Text } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { addJob, type TaskList } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import { fillIn } from '../evidence.ts'
import { problemText } from '../problem-texts.ts'
import { importRuleTexts } from '../rule-texts.ts'
import type { RunMode } from '../state.ts'
import { removeFiles, type StoredFile, storeCopy } from './files.ts'
import type { Company } from './prepare.ts'
import { registerImportRoutes } from './routes.ts'
import type { RunOptions } from './run.ts'
import { claimRun, executeRun, recoverRuns, type Starter } from './runs.ts'
import { addFile, createImport, deleteImport, type Wish } from './store.ts'
import { loadImport } from './tables.ts'
import { importView, type RuleText } from './view.ts'

export type ImportsOptions = {
  readonly db: Db
  readonly records: Records
  /** Where uploaded files lie until their import is old. */
  readonly folder: string
  readonly now: () => Date
  readonly log: Log
  readonly company: () => Promise<Company>
  /** The largest file that is taken. */
  readonly maxFileBytes: number
  /** Histories with an `import_id` whose rows an undo removes. */
  readonly historyTables: readonly string[]
  /** Texts of the domains' rules, by rule. */
  readonly ruleTexts: Readonly<Record<string, Text>>
}

/** What an import run on the spot is told. */
export type DirectImport = {
  readonly paths: readonly string[]
  readonly source: string | null
  readonly wish: Wish
  readonly starter: Starter
}

export type Imports = ReturnType<typeof createImports>

/** Days that the files of a finished import are kept, for a look back and for undo and redo. */
const KEEP_FILES_DAYS = 30

const TASKS: Readonly<Record<RunMode, string>> = {
  dry_run: 'imports.dry_run',
  commit: 'imports.commit',
  undo: 'imports.undo',
}

/** Channels are a fixed list; a website is set up by hand, once, and no table of anybody's lists them. */
const NOT_IMPORTED = ['channel', 'website']

/** Kinds that files can be read as. */
const importable = (records: Records): RecordKind[] =>
  [...records.bindings.values()]
    .map(({ kind }) => kind)
    .filter(({ id }) => !NOT_IMPORTED.includes(id))

/** Texts of refusals and broken rules; `ruleTexts` are those of other domains. */
export function ruleTextOf(ruleTexts: Readonly<Record<string, Text>>): RuleText {
  const all = { ...importRuleTexts, ...ruleTexts }
  return (rule, detail = {}) => {
    const known = all[rule]
    if (known) return text(fillIn(known.de, detail), fillIn(known.en, detail))
    const problem = { column: '', field: '', rule, detail }
    return text(problemText(problem, 'de'), problemText(problem, 'en'))
  }
}

/** The imports of the program: built once, used by the server and the command line. */
export function createImports(options: ImportsOptions) {
  const { db, records, folder, log, now } = options
  const kinds = importable(records)
  const { newId } = records
  const textOf = ruleTextOf(options.ruleTexts)
  const run = (importId: string, runId: string, runOptions: RunOptions) =>
    executeRun({ ...options }, importId, runId, runOptions)

  /** Claims a run and queues it as a job. */
  const start = (importId: string, mode: RunMode, starter: Starter): Promise<void> =>
    db.transaction().execute(async (tx: Db) => {
      const runId = await claimRun(tx, newId, importId, mode, starter)
      const payload = { importId, run: runId }
      // No named queue: a killed worker keeps it locked for hours. A lock of the run keeps imports apart.
      await addJob(tx, TASKS[mode], payload, { maxAttempts: 1 })
    })

  /** Claims a run and does it here and now. */
  const runNow = async (
    importId: string,
    mode: RunMode,
    starter: Starter,
    runOptions: RunOptions,
  ): Promise<void> => {
    await run(importId, await claimRun(db, newId, importId, mode, starter), runOptions)
  }

  const addStored = async (importId: string, name: string, stored: StoredFile, wish: Wish) =>
    addFile(db, importId, { ...stored, id: newId(), name }, kinds, wish)

  /** An import of files of this machine. Throws when one cannot be read; nothing stays then. */
  const createDirect = async ({ paths, source, wish, starter }: DirectImport): Promise<string> => {
    const importId = newId()
    await createImport(db, importId, starter, source)
    try {
      for (const path of paths) {
        const stored = await storeCopy(
          folder,
          importId,
          { id: newId(), path },
          options.maxFileBytes,
        )
        const name = path.split('/').at(-1) ?? path
        const refusal = await addStored(importId, name, stored, wish)
        if (refusal) throw refusal
      }
      return importId
    } catch (error) {
      await remove(importId)
      throw error
    }
  }

  const remove = async (importId: string): Promise<void> => {
    await deleteImport(db, importId)
    await removeFiles(folder, importId)
  }

  /** The files of imports that ended long ago. */
  const cleanUp = async (): Promise<void> => {
    const { rows } = await sql<{ id: string }>`
      select id::text as id from imports.import
       where coalesce(undone_at, committed_at, updated_at) < ${now()}::timestamptz - make_interval(days => ${KEEP_FILES_DAYS})
         and state not in ('dry_running', 'committing', 'undoing')
    `.execute(db)
    for (const { id } of rows) await removeFiles(folder, id)
  }

  const task: TaskList[string] = async (payload, { signal }) => {
    const { importId, run: runId } = payload as { importId: string; run: string }
    await run(importId, runId, { signal })
  }

  const self = {
    options,
    kinds,
    start,
    runNow,
    addStored,
    createDirect,
    remove,
    ruleText: textOf,
    /** Everything that the import screen shows of one import. */
    view: async (importId: string) =>
      importView(db, importId, { kinds, company: await options.company(), textOf }),
    tasks: {
      'imports.dry_run': task,
      'imports.commit': task,
      'imports.undo': task,
    } satisfies TaskList,
    /** Before jobs run: says what became of imports whose process died. */
    recover: async () => {
      const recovered = await recoverRuns(db, log)
      await cleanUp()
      return recovered
    },
    registerRoutes: (http: Http): void => registerImportRoutes(http, self),
    /** The state an import came to; its refusal as an error. */
    outcome: async (importId: string) => {
      const row = await loadImport(db, importId)
      if (!row.error) return row.state
      const { code, detail, problems } = row.error
      throw new Refusal('invalid', code as `${string}.${string}`, detail, problems)
    },
  }
  return self
}
