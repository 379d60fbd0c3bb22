import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { composeDomain, composeImports } from '../../src/compose.ts'
import type { Wish } from '../../src/imports/io/store.ts'
import { importSummary } from '../../src/imports/io/summary.ts'
import { loadImport } from '../../src/imports/io/tables.ts'
import { parseMappingFile } from '../../src/imports/mapping.ts'
import type { RunMode } from '../../src/imports/state.ts'
import { silentLog } from '../../src/platform/log.ts'
import type { Db } from '../../src/platform/records/binding.ts'
import { testDatabase } from './database.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The real exports lie beside the project; without them their tests are skipped. */
export const DATA = join(ROOT, '../shared/data')
export const withData = { skip: existsSync(DATA) ? false : 'needs ../shared/data' }

export const dataFile = (path: string): string => join(DATA, path)

export const reference = <T>(folder: string): T =>
  JSON.parse(readFileSync(join(DATA, folder, 'reference.json'), 'utf8')) as T

export const mappingPath = (name: string): string => join(ROOT, 'test/examples/mappings', name)

/** A mapping file of test/examples/mappings. */
export const mappingFile = (name: string) =>
  parseMappingFile(JSON.parse(readFileSync(mappingPath(name), 'utf8')) as unknown)

const STARTER = { userId: null, name: 'test' }

export type Company = {
  readonly currency: string
  readonly time_zone?: string
  readonly maxFileBytes?: number
}

/** The imports over a database of their own, for one company. Dropped at the end of the scope. */
export async function testImports({
  currency,
  time_zone = 'UTC',
  maxFileBytes = 100 * 1024 ** 2,
}: Company) {
  const database = await testDatabase()
  const db = database.db as Db
  for (const [key, value] of Object.entries({ currency, time_zone })) {
    await sql`insert into company.setting (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)`.execute(
      db,
    )
  }
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-imports-'))
  const domain = await composeDomain(db)
  const now = () => new Date()
  const imports = composeImports(domain, { folder, maxFileBytes, now, log: silentLog })

  const run = async (importId: string, mode: RunMode) => {
    await imports.runNow(importId, mode, STARTER, { signal: new AbortController().signal })
    return loadImport(db, importId)
  }
  /** Lays down an import of files of this machine. */
  const create = (paths: readonly string[], wish: Wish = {}, source: string | null = null) =>
    imports.createDirect({ paths, source, wish, starter: STARTER })

  return {
    database,
    db,
    domain,
    imports,
    create,
    run,
    /** Lays down, rehearses and commits; the rehearsal must promise exactly what the commit does. */
    commit: async (paths: readonly string[], wish: Wish = {}) => {
      const importId = await create(paths, wish)
      await run(importId, 'dry_run')
      await imports.outcome(importId)
      const promised = await importSummary(imports, importId, 'en')
      await run(importId, 'commit')
      await imports.outcome(importId)
      const summary = await importSummary(imports, importId, 'en')
      return { importId, promised, summary, files: summary.files }
    },
    /** A file with this content; its path. */
    file: async (name: string, content: string | Uint8Array): Promise<string> => {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    rows: async <T>(query: string): Promise<T[]> => (await sql.raw<T>(query).execute(db)).rows,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Tables that an undo must leave as they were; what only counts writes is left out. */
const TRUTH = [
  'company.team',
  'company.region',
  'access."user"',
  'crm.product',
  'crm.target_group',
  'crm.account',
  'crm.contact',
  'crm.opportunity_stage',
  'campaigns.campaign',
  'leads.lead',
  'leads.stage_event',
  'crm.opportunity',
  'crm.opportunity_event',
  'crm.revenue_entry',
  'campaigns.membership',
  'costs.entry',
  'tracking.touchpoint',
  'tracking.daily_count',
  'imports.source_key',
]

/** A hash of every table of truth: equal hashes, equal content. */
export async function contentHashes(db: Db): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const table of TRUTH) {
    const { rows } = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(line, '' order by line), '')) as hash
        from (select (to_jsonb(t) - 'version' - 'updated_at')::text as line from ${sql.raw(table)} t) as lines
    `.execute(db)
    hashes[table] = rows[0]?.hash ?? ''
  }
  return hashes
}
