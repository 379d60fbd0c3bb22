import { z } from 'zod'
import { mappingSchema } from '#imports/mapping.ts'

const text = z.object({ de: z.string(), en: z.string() })
const problem = z.object({
  field: z.string(),
  rule: z.string(),
  detail: z.record(z.string(), z.unknown()).nullish(),
})
const failure = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.unknown()).nullish(),
  problems: z.array(problem).nullish(),
  file: z.string().nullish(),
  text: text.nullish(),
})

const counts = z.object({
  read: z.number(),
  new: z.number(),
  changed: z.number(),
  same: z.number(),
  rejected: z.number(),
  skipped: z.number(),
})
export type Counts = z.infer<typeof counts>

const states = [
  'uploaded',
  'dry_running',
  'ready',
  'committing',
  'committed',
  'undoing',
  'undone',
  'failed',
  'cancelled',
  'interrupted',
] as const
export type State = (typeof states)[number]

const scalar = z.union([z.string(), z.number(), z.null()])
const guess = z.object({
  value: z.union([scalar, z.array(z.string())]),
  sure: z.boolean(),
  text,
  candidates: z.array(z.union([scalar, z.array(z.string())])),
})
export type Guess = z.infer<typeof guess>

const column = z.object({
  index: z.number(),
  header: z.string(),
  filled: z.number(),
  empty: z.number(),
  type: z.string(),
  examples: z.array(z.string()),
  distinct: z.array(z.object({ value: z.string(), count: z.number() })).nullish(),
  dates: z
    .object({
      formats: z.array(z.string()),
      ambiguous: z.boolean(),
      candidates: z.array(z.string()),
    })
    .nullish(),
})
export type Column = z.infer<typeof column>

const format = z.object({
  container: z.enum(['csv', 'xlsx', 'json']),
  gzip: z.boolean(),
  encoding: z.string(),
  delimiter: z.string(),
  quote: z.string(),
  decimal: z.string(),
  date: z.union([z.string(), z.array(z.string())]),
  timeZone: z.string().nullable(),
  currency: z.string().nullable(),
  sheet: z.string().nullable(),
  headerRow: z.number(),
})
export type FileFormat = z.infer<typeof format>

const question = z.object({
  rule: z.string(),
  column: z.string(),
  candidates: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()).nullish(),
})
export type Question = z.infer<typeof question>

const proposal = z.object({
  source: z.enum(['preset', 'guess', 'saved', 'remembered']),
  id: z.string().nullable(),
  name: text,
  score: z.number(),
  mappings: z.array(mappingSchema),
})
export type Proposal = z.infer<typeof proposal>

const mappingProblem = z.object({
  part: z.number(),
  field: z.string(),
  rule: z.string(),
  detail: z.record(z.string(), z.unknown()).nullish(),
})
export type MappingProblem = z.infer<typeof mappingProblem>

const ruleCount = z.object({ rule: z.string(), count: z.number(), text })
export type RuleCount = z.infer<typeof ruleCount>

const part = z.object({
  part: z.number(),
  kind: z.string(),
  run: z.enum(['dry_run', 'commit']),
  counts,
  warnings: z.array(ruleCount),
  skipped: z.array(ruleCount),
  rejections: z.array(ruleCount),
  created: z.record(z.string(), z.number()),
  createdList: z.array(z.object({ kind: z.string(), title: z.string() })),
})
export type PartView = z.infer<typeof part>

const file = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  position: z.number(),
  source: z.string().nullish(),
  included: z.boolean(),
  error: failure.nullable(),
  detection: z
    .object({
      format,
      guesses: z.record(z.string(), guess),
      sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
      preamble: z.array(z.array(z.string())),
      period: z.object({ from: z.string(), until: z.string() }).nullable(),
      header: z.array(z.string()),
      columns: z.array(column),
      sampledRows: z.number(),
      complete: z.boolean(),
      totals: z.number(),
    })
    .nullable(),
  questions: z.array(question),
  proposals: z.array(proposal),
  mappings: z.array(mappingSchema),
  mappingOrigin: z
    .object({ source: z.string(), id: z.string().nullable(), name: text.nullable() })
    .nullable(),
  mappingProblems: z.array(mappingProblem),
  rowsTotal: z.number().nullable(),
  parts: z.array(part),
})
export type FileView = z.infer<typeof file>
export type Detection = NonNullable<FileView['detection']>

const blocker = z.object({
  kind: z.string(),
  recordId: z.string(),
  title: z.string(),
  reason: z.string(),
  by: z.string().nullish(),
  at: z.string().nullish(),
  byKind: z.string().nullish(),
  byId: z.string().nullish(),
})
export type Blocker = z.infer<typeof blocker>

export const view = z.object({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  committedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
  actorName: z.string().nullable(),
  source: z.string(),
  state: z.enum(states),
  progress: z
    .object({
      phase: z.string(),
      file: z.string().nullable(),
      done: z.number(),
      total: z.number(),
    })
    .nullable(),
  error: failure.nullable(),
  undoBlockers: z.array(blocker).nullable(),
  counts: counts.nullable(),
  files: z.array(file),
})
export type ImportView = z.infer<typeof view>

const summary = z.object({
  id: z.string(),
  createdAt: z.string(),
  committedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
  actorName: z.string().nullable(),
  source: z.string(),
  state: z.enum(states),
  counts: counts.nullable(),
  files: z.array(z.object({ name: z.string(), kinds: z.array(z.string()) })),
})
export type ImportSummary = z.infer<typeof summary>
export const summaries = z.object({ items: z.array(summary), next: z.string().nullable() })

const note = z.object({
  column: z.string().nullable(),
  field: z.string().nullable(),
  rule: z.string(),
  detail: z.record(z.string(), z.unknown()).nullish(),
  text,
})
export type Note = z.infer<typeof note>

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const previewRow = z.object({
  row: z.number(),
  cells: z.array(cell),
  parts: z.array(
    z.object({
      part: z.number(),
      outcome: z.string(),
      skipped: z.string().nullish(),
      values: z.record(z.string(), z.unknown()),
      references: z.record(z.string(), z.record(z.string(), z.unknown())),
      externalId: z.string().nullish(),
      problems: z.array(note),
      warnings: z.array(note),
    }),
  ),
})
export type PreviewRow = z.infer<typeof previewRow>
export const preview = z.object({
  header: z.array(z.string()),
  rows: z.array(previewRow),
  mappingProblems: z.array(mappingProblem),
})
export type Preview = z.infer<typeof preview>

const noteRow = z.object({
  row: z.number(),
  part: z.number(),
  outcome: z.string(),
  cells: z.array(cell),
  notes: z.array(note),
  recordId: z.string().nullable(),
  changes: z
    .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
    .nullish(),
})
export type NoteRow = z.infer<typeof noteRow>
export const notesPage = z.object({
  items: z.array(noteRow),
  next: z.number().nullable(),
  count: z.number(),
})

export const savedMapping = z.object({
  id: z.string(),
  name: z.string().nullable(),
  mappings: z.array(mappingSchema),
  updatedAt: z.string(),
})
export type SavedMapping = z.infer<typeof savedMapping>

const target = z.object({
  id: z.string(),
  label: text,
  type: z.string(),
  required: z.boolean(),
  choices: z.array(z.object({ value: z.string(), label: text })).nullish(),
  group: z.string(),
  section: text.nullish(),
  help: text.nullish(),
})
export type Target = z.infer<typeof target>
export const importKind = z.object({
  kind: z.string(),
  label: text,
  plural: text,
  fields: z.array(target),
})
export type ImportKind = z.infer<typeof importKind>

export const importKinds = z.object({ fileBytesMax: z.number(), items: z.array(importKind) })
