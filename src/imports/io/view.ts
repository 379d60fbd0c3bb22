import { sql } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { Db } from '#platform/records/binding.ts'
import { evidenceText } from '../evidence.ts'
import { noCounts, sumCounts } from '../outcome.ts'
import { type FileRow, type ImportRow, loadFiles, loadImport, type StoredError } from './tables.ts'

/** Texts of rules by rule, of every domain. */
export type RuleText = (rule: string, detail?: Readonly<Record<string, string | number>>) => Text

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

const ruleCounts = (counts: Readonly<Record<string, number>>, textOf: RuleText) =>
  Object.entries(counts)
    .map(([rule, count]) => ({ rule, count, text: textOf(rule) }))
    .sort((a, b) => b.count - a.count)

const errorView = (error: StoredError | null, textOf: RuleText) =>
  error && {
    ...error,
    text: textOf(error.code, error.detail),
    problems: error.problems.map((problem) => ({
      ...problem,
      text: textOf(problem.rule, problem.detail),
    })),
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

function fileView(file: FileRow, textOf: RuleText) {
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
    questions: file.questions.map((question) => ({
      ...question,
      text: textOf(question.rule, question.detail),
    })),
    proposals: file.proposals,
    mappings: file.mappings,
    mappingOrigin: origin ? { ...origin, name: named?.name ?? null } : null,
    mappingProblems: [],
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
export async function importView(db: Db, id: string, textOf: RuleText) {
  const row = await loadImport(db, id)
  const files = await loadFiles(db, id)
  return {
    ...summaryOf(row),
    progress: row.progress,
    error: errorView(row.error, textOf),
    undoBlockers: row.undo_blockers,
    counts: countsOf(files),
    files: files.map((file) => fileView(file, textOf)),
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
