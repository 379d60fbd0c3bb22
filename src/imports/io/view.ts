import { sql } from 'kysely'
import type { RecordKind, Text } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import type { Db } from '#platform/records/binding.ts'
import { countText } from '../count-texts.ts'
import { evidenceText } from '../evidence.ts'
import { noCounts, sumCounts } from '../outcome.ts'
import { compileReaders, type MappingProblem, problemsOf } from '../readers.ts'
import type { Company } from './prepare.ts'
import { type FileRow, type ImportRow, loadFiles, loadImport, type StoredError } from './tables.ts'

/** Texts of rules by rule, of every domain. */
export type RuleText = (rule: string, detail?: Readonly<Record<string, string | number>>) => Text

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** A broken rule with what it says to people. */
export const withText =
  (textOf: RuleText) =>
  <P extends Pick<Problem, 'rule' | 'detail'>>(problem: P): P & { readonly text: Text } => ({
    ...problem,
    text: textOf(problem.rule, problem.detail),
  })

const ruleCounts = (counts: Readonly<Record<string, number>>, textOf: RuleText) =>
  Object.entries(counts)
    .map(([rule, count]) => ({ rule, count, text: countText(rule, textOf) }))
    .sort((a, b) => b.count - a.count)

const errorView = (error: StoredError | null, textOf: RuleText) =>
  error && {
    ...error,
    text: textOf(error.code, error.detail),
    problems: error.problems.map(withText(textOf)),
  }

const DETECTION_COLUMNS_MAX = 2_000

function detectionView({ detection, mappings }: FileRow) {
  if (!detection) return null
  const guesses = Object.fromEntries(
    Object.entries(detection.guesses).map(([name, { value, sure, evidence, candidates }]) => [
      name,
      {
        value,
        sure,
        candidates,
        text: { de: evidenceText(evidence, 'de'), en: evidenceText(evidence, 'en') },
      },
    ]),
  )
  const { sheets, preamble, period, header, columns, sampledRows, complete, totals } = detection
  return {
    format: { ...detection.format, ...mappings[0]?.format },
    guesses,
    sheets,
    preamble,
    period,
    header,
    columns: columns.slice(0, DETECTION_COLUMNS_MAX),
    sampledRows,
    complete,
    totals,
  }
}

/** What an import is shown with: the kinds there are, the company, texts of rules. */
export type ViewOptions = {
  readonly kinds: readonly RecordKind[]
  readonly company: Company
  readonly textOf: RuleText
}

/** Faults of the saved mapping; none while nothing is mapped, or where the file cannot be read. */
function mappingProblems(file: FileRow, { kinds, company }: ViewOptions): MappingProblem[] {
  const { detection, profile, mappings, error } = file
  if (!detection || error) return []
  return problemsOf(compileReaders({ mappings, kinds, detection, profile, company }))
}

function fileView(file: FileRow, options: ViewOptions) {
  const { textOf } = options
  const origin = file.mapping_origin
  const named = file.proposals.find(
    ({ source, id }) => source === origin?.source && id === origin?.id,
  )
  return {
    id: file.id,
    name: file.name,
    bytes: file.bytes,
    position: file.position,
    sha256: file.sha256,
    source: file.source,
    included: file.included,
    error: errorView(file.error, textOf),
    detection: detectionView(file),
    questions: file.questions.map(withText(textOf)),
    proposals: file.proposals,
    mappings: file.mappings,
    mappingOrigin: origin ? { ...origin, name: named?.name ?? null } : null,
    mappingProblems: mappingProblems(file, options).map(withText(textOf)),
    rowsTotal: file.counts?.rowsTotal ?? null,
    parts: (file.counts?.parts ?? []).map((part) => ({
      part: part.part,
      kind: part.kind,
      run: file.counts?.run,
      counts: part.counts,
      warnings: ruleCounts(part.warnings, textOf),
      skipped: ruleCounts(part.skipped, textOf),
      rejections: ruleCounts(part.rejections, textOf),
      created: part.created,
      createdList: part.createdList,
    })),
  }
}

const countsOf = (files: readonly FileRow[]) => {
  const parts = files.flatMap((file) => file.counts?.parts ?? [])
  return parts.length === 0 ? null : sumCounts(parts.map(({ counts }) => counts))
}

const summaryOf = (row: ImportRow) => ({
  id: row.id,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
  committedAt: iso(row.committed_at),
  undoneAt: iso(row.undone_at),
  actorName: row.actor_name,
  source: row.source,
  state: row.state,
})

/** Everything that the import screen shows of one import. */
export async function importView(db: Db, id: string, options: ViewOptions) {
  const row = await loadImport(db, id)
  const files = await loadFiles(db, id)
  return {
    ...summaryOf(row),
    progress: row.progress,
    error: errorView(row.error, options.textOf),
    undoBlockers: row.undo_blockers,
    counts: countsOf(files),
    files: files.map((file) => fileView(file, options)),
  }
}

/** Imports, newest first. */
export async function listImports(db: Db, limit: number, cursor: string | undefined) {
  const before = cursor === undefined ? null : new Date(cursor)
  const { rows } = await sql<ImportRow>`
    select * from imports.import
     where ${before}::timestamptz is null or created_at < ${before}::timestamptz
     order by created_at desc, id limit ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  const { rows: files } = await sql<Pick<FileRow, 'import_id' | 'name' | 'mappings' | 'counts'>>`
    select import_id::text as import_id, name, mappings, counts from imports.file
     where import_id = any(${page.map(({ id }) => id)}::uuid[]) order by position
  `.execute(db)
  const items = page.map((row) => {
    const own = files.filter(({ import_id }) => import_id === row.id)
    const parts = own.flatMap(({ counts }) => counts?.parts ?? [])
    return {
      ...summaryOf(row),
      counts: parts.length === 0 ? noCounts() : sumCounts(parts.map(({ counts }) => counts)),
      files: own.map(({ name, mappings }) => ({
        name,
        kinds: mappings.flatMap(({ kind }) => kind ?? []),
      })),
    }
  })
  return {
    items,
    next: rows.length > limit ? (iso(page.at(-1)?.created_at ?? null) ?? null) : null,
  }
}
