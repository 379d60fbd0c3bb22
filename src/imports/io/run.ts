import { type Kysely, sql } from 'kysely'
import type { AnyTables, Tx } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import type { PartCounts } from '../outcome.ts'
import type { ImportState } from '../state.ts'
import { type Company, type PreparedPart, prepareParts } from './prepare.ts'
import { createReporter, type Reporter } from './reporter.ts'
import type { RunContext } from './run-context.ts'
import { runPart } from './run-part.ts'
import {
  type FileCounts,
  type ImportRow,
  loadFiles,
  loadImport,
  type Progress,
  updateFile,
  updateImport,
} from './tables.ts'

export type RunDependencies = {
  readonly db: Kysely<AnyTables>
  readonly records: Records
  readonly now: () => Date
  readonly company: () => Promise<Company>
}

export type RunOptions = {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Thrown to take a rehearsal back: it ends the transaction, nothing else. */
class Rehearsed extends Error {}

/** Only one import writes at a time: two would wait for each other's rows without end. */
const lockImports = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtext('imports.run'))`.execute(tx)

/** Ids are looked up among those of the system a file comes from, unless somebody named another. */
function contextFor(run: RunContext, { file }: PreparedPart): RunContext {
  const source = run.source === UNNAMED ? (file.source ?? UNNAMED) : run.source
  return source === run.source ? run : { ...run, source, resolved: new Map() }
}

const UNNAMED = 'file'

type Counted = { readonly prepared: PreparedPart; readonly counts: PartCounts }

async function runParts(
  run: RunContext,
  parts: readonly PreparedPart[],
  { reporter, signal, keeps }: { reporter: Reporter; signal: AbortSignal; keeps: boolean },
): Promise<Counted[]> {
  const total = parts.reduce((sum, { profile }) => sum + profile.rows, 0)
  const counted: Counted[] = []
  let before = 0
  for (const prepared of parts) {
    const { name } = prepared.file
    const own = contextFor(run, prepared)
    const onRows = (rows: number) =>
      reporter.progress({ phase: 'rows', file: name, done: Math.min(before + rows, total), total })
    counted.push({ prepared, counts: await runPart(own, prepared, { reporter, signal, onRows }) })
    before += prepared.profile.rows
    // What is taken back needs no statistics after its last file.
    if (keeps || prepared !== parts.at(-1)) await refreshStatistics(run)
  }
  return counted
}

const STATISTICS_SCHEMAS = "('crm', 'leads', 'campaigns', 'costs', 'tracking', 'imports', 'access')"

/**
 * Tell the planner what the tables hold now. The server's own housekeeping comes about a minute later;
 * until then it would plan the next file, and the first look at the figures, for nearly empty tables.
 * Reads a sample of at most 30,000 rows of each table that grew by much: the columns whose larger sample
 * only the search needs are left to the housekeeping.
 */
async function refreshStatistics({ tx }: RunContext): Promise<void> {
  const { rows } = await sql<{ target: string }>`
    select format('%I.%I (%s)', schemaname, relname, string_agg(quote_ident(attname), ', ')) as target
      from pg_stat_xact_user_tables join pg_attribute on attrelid = relid
     where schemaname in ${sql.raw(STATISTICS_SCHEMAS)}
       and n_tup_ins + n_tup_upd + n_tup_del >= 500
       and attnum > 0 and not attisdropped and coalesce(attstattarget, -1) < 0
     group by schemaname, relname
  `.execute(tx)
  for (const { target } of rows) await sql`analyze ${sql.raw(target)}`.execute(tx)
}

function countsByFile(counted: readonly Counted[], run: FileCounts['run']) {
  const files = new Map<string, FileCounts & { parts: PartCounts[] }>()
  for (const { prepared, counts } of counted) {
    const { id } = prepared.file
    const entry = files.get(id) ?? { run, rowsTotal: prepared.profile.rows, parts: [] }
    entry.parts.push(counts)
    files.set(id, entry)
  }
  for (const entry of files.values()) entry.parts.sort((a, b) => a.part - b.part)
  return files
}

async function saveCounts(
  db: Kysely<AnyTables>,
  counted: readonly Counted[],
  run: FileCounts['run'],
) {
  for (const [fileId, counts] of countsByFile(counted, run)) {
    await updateFile(db, fileId, { counts })
  }
}

/** The mapping of a header comes back when a file with the same header is imported next time. */
async function rememberMappings(
  tx: Tx,
  parts: readonly PreparedPart[],
  source: string,
): Promise<void> {
  const files = new Map(parts.map(({ file }) => [file.header_fingerprint, file]))
  for (const [fingerprint, file] of files) {
    const named = source === UNNAMED ? file.source : source
    if (fingerprint === null) continue
    await sql`
      insert into imports.mapping (name, header_fingerprint, source, mappings)
      values (null, ${fingerprint}, ${named}, ${JSON.stringify(file.mappings)}::jsonb)
      on conflict (header_fingerprint) where name is null
        do update set mappings = excluded.mappings, source = excluded.source, updated_at = now()
    `.execute(tx)
  }
}

function contextOf(tx: Tx, row: ImportRow, { records, now }: RunDependencies, company: Company) {
  return {
    tx,
    records,
    importId: row.id,
    source: row.source,
    currency: company.currency,
    rated: company.rated ?? [],
    resolved: new Map(),
    write: {
      actor: { userId: row.created_by, name: row.actor_name },
      now: now(),
      timeZone: company.timeZone,
      reason: null,
      importId: row.id,
    },
  } satisfies RunContext
}

/** Besides each record's own entry the trail has one of the whole run; it belongs to no import, so no undo reads it. */
async function noteRun(
  { records, tx, importId, write }: RunContext,
  parts: readonly PreparedPart[],
) {
  const files = [...new Map(parts.map(({ file, profile }) => [file.name, profile.rows]))]
  const rows = files.reduce((sum, [, count]) => sum + count, 0)
  await records.audit(tx, { ...write, importId: null }, [
    {
      action: 'import',
      kind: 'import',
      recordId: importId,
      before: null,
      after: { files: files.map(([name]) => name), rows },
    },
  ])
}

async function clearNotes(db: Kysely<AnyTables>, importId: string): Promise<void> {
  await sql`
    delete from imports.row_note
     where file_id in (select id from imports.file where import_id = ${importId}::uuid)
  `.execute(db)
}

/**
 * Rehearse or do an import. Both run the same code in one transaction; a dry run takes it back, so its
 * answer is what the commit will do. Throws refusals, `imports.cancelled` among them; then nothing is
 * written. `aside` is a connection that tells about the run while the transaction is open.
 */
export async function runImport(
  dependencies: RunDependencies,
  aside: Kysely<AnyTables>,
  importId: string,
  mode: 'dry_run' | 'commit',
  { signal, onProgress }: RunOptions,
): Promise<ImportState> {
  const row = await loadImport(aside, importId)
  const company = await dependencies.company()
  await clearNotes(aside, importId)
  const reporter = createReporter(aside, {
    importId,
    keepIds: mode === 'commit',
    signal,
    tick: () => dependencies.now().getTime(),
    onProgress,
  })
  const parts = await prepareParts(aside, await loadFiles(aside, importId), {
    kinds: [...dependencies.records.bindings.values()].map(({ kind }) => kind),
    company,
    signal,
    reporter,
    reuseProfiles: mode === 'commit',
  })
  let counted: Counted[] = []
  try {
    await dependencies.db.transaction().execute(async (tx) => {
      await lockImports(tx)
      const context = contextOf(tx, row, dependencies, company)
      counted = await runParts(context, parts, { reporter, signal, keeps: mode === 'commit' })
      await reporter.flush()
      if (mode === 'dry_run') throw new Rehearsed()
      await reporter.progress({ phase: 'finish', file: null, done: 1, total: 1 })
      await saveCounts(tx, counted, 'commit')
      await rememberMappings(tx, parts, row.source)
      await updateImport(tx, importId, {
        state: 'committed',
        committed_at: dependencies.now(),
        progress: null,
        error: null,
        undo_blockers: null,
        undone_at: null,
      })
      await noteRun(context, parts)
    })
    return 'committed'
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
    await saveCounts(aside, counted, 'dry_run')
    await updateImport(aside, importId, { state: 'ready', progress: null, error: null })
    return 'ready'
  }
}
