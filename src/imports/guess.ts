import type { Field, RecordKind } from '#kernel/record.ts'
import type { ColumnProfile } from './column-profile.ts'
import type { Detection } from './detection.ts'
import { nameScore, suits } from './guess-score.ts'
import { HALLMARKS, SYNONYMS } from './guess-words.ts'
import { normalHeader } from './header.ts'
import type { Mapping } from './mapping.ts'
import { referenceName, targetChoices } from './target.ts'

export type MappingGuess = {
  readonly kind: string
  readonly score: number
  readonly mapping: Mapping
}

function namesOf(kind: RecordKind, field: Field): string[] {
  const extra = SYNONYMS[kind.id]?.[field.id] ?? []
  const base = [field.id, field.label.de, field.label.en, ...(field.aliases ?? []), ...extra]
  return [...new Set(base.map(normalHeader))]
}

const isTarget = (field: Field): boolean => field.importable ?? !field.derived

type Candidate = { readonly column: ColumnProfile; readonly word: string; readonly score: number }

/** `account id` names the id of the account, `account` or `company` its name. */
function referenceCandidates(
  column: ColumnProfile,
  header: string,
  field: Field,
  names: readonly string[],
) {
  const reference = referenceName(field)
  const best = Math.max(0, ...names.map((name) => nameScore(header, name)))
  if (field.kind === 'channel')
    return best > 0 && suits(column, 'choice') > 0 ? [{ column, word: field.id, score: best }] : []
  const isId = /\b(?:id|nr|nummer|number)\b\.?$/.test(header)
  const bare = header.replace(/[ -]?\b(?:id|ids|nr|nummer|number)\b\.?$/, '').trim()
  const idBest = isId ? Math.max(best, ...names.map((name) => nameScore(bare, name))) : 0
  if (idBest > 0) return [{ column, word: `${reference}.id`, score: idBest * 0.95 }]
  const part = column.type === 'email' ? 'email' : 'name'
  const score = best * (part === 'email' ? 0.9 : suits(column, 'reference'))
  return score > 0 ? [{ column, word: `${reference}.${part}`, score: score * 0.9 }] : []
}

/** The headers of our own templates name their target outright. */
function ownLabel(kind: RecordKind, column: ColumnProfile): Candidate[] {
  const header = normalHeader(column.header)
  return targetChoices(kind)
    .filter(({ id, label }) =>
      [id, label.de, label.en].some((name) => normalHeader(name) === header),
    )
    .map(({ id }) => ({ column, word: id, score: 1.05 }))
}

function candidatesOf(kind: RecordKind, column: ColumnProfile): Candidate[] {
  const header = normalHeader(column.header)
  const own = ownLabel(kind, column)
  const isField = (word: string) =>
    kind.fields.some((field) => field.id === word && isTarget(field))
  if (own.length > 0 && !own.some(({ word }) => isField(word))) return own
  return kind.fields.filter(isTarget).flatMap((field): Candidate[] => {
    const names = namesOf(kind, field)
    if (field.type === 'reference') return referenceCandidates(column, header, field, names)
    const named = Math.max(0, ...names.map((name) => nameScore(header, name)))
    const score = named * suits(column, field.type, field.choices)
    return score >= 0.3 ? [{ column, word: field.id, score }] : []
  })
}

/** The column that holds the file's own id of a record: `id`, `lead id`, `mql_id`, a first unique column. */
function idCandidate(kind: RecordKind, column: ColumnProfile, records: number): Candidate | null {
  const header = normalHeader(column.header)
  const own = [kind.id.replaceAll('_', ' '), kind.label.de, kind.label.en].map(normalHeader)
  const isOwn = own.some((name) =>
    [`${name} id`, `${name}id`, `${name}-id`, `${name} number`].includes(header),
  )
  const isPlain = /^(?:id|record id|datensatz-id|nummer|nr\.?|prospect id)$/.test(header)
  const isFirstId = column.index === 0 && /(?:^|[ -])id$/.test(header) && column.filled >= records
  const isUnique = column.distinct === null || column.distinct.every(({ count }) => count === 1)
  if (!isUnique || column.type === 'decimal' || column.type === 'money') return null
  const score = isOwn ? 1 : isPlain ? 0.9 : isFirstId ? 0.6 : 0
  return score > 0 ? { column, word: 'external_id', score } : null
}

/** Best candidates first; every column and every field once. */
function assign(candidates: readonly Candidate[]): Candidate[] {
  const columns = new Set<number>()
  const taken = new Set<string>()
  const chosen: Candidate[] = []
  for (const candidate of candidates.toSorted(
    (a, b) => b.score - a.score || a.column.index - b.column.index,
  )) {
    if (columns.has(candidate.column.index) || taken.has(candidate.word)) continue
    columns.add(candidate.column.index)
    taken.add(candidate.word)
    chosen.push(candidate)
  }
  return chosen.toSorted((a, b) => a.column.index - b.column.index)
}

const COLUMNS_EXPECTED = 8

function requiredShare(kind: RecordKind, found: ReadonlySet<string>): number {
  const needed = kind.fields.filter(
    (field) =>
      field.required &&
      ['text', 'money', 'date', 'instant'].includes(field.type) &&
      field.id !== 'until_date',
  )
  if (needed.length === 0) return 0.5
  return needed.filter(({ id }) => found.has(id)).length / needed.length
}

/** A cost with clicks or impressions is media; others somebody else was paid for. */
function constantsOf(kind: RecordKind, found: ReadonlySet<string>): Mapping {
  if (kind.id === 'cost' && !found.has('category')) {
    const isMedia = found.has('clicks') || found.has('impressions')
    return { constants: { category: isMedia ? 'media' : 'external' } }
  }
  if (kind.id === 'revenue_entry' && !found.has('kind')) return { constants: { kind: 'invoiced' } }
  return {}
}

function guessFor(kind: RecordKind, detection: Detection): MappingGuess {
  const records = Math.max(0, ...detection.columns.map(({ filled }) => filled))
  const ids = detection.columns
    .map((column) => idCandidate(kind, column, records))
    .filter((candidate) => candidate !== null)
  const chosen = assign([
    ...ids,
    ...detection.columns.flatMap((column) => candidatesOf(kind, column)),
  ])
  const found = new Set(chosen.map(({ word }) => word))
  const expected = Math.min(Math.max(detection.columns.length, 3), COLUMNS_EXPECTED)
  const coverage = Math.min(1, chosen.reduce((sum, { score }) => sum + score, 0) / expected)
  const headers = detection.header.map(normalHeader)
  const marks = headers.filter((header) => HALLMARKS[kind.id]?.test(header)).length
  const name = normalHeader(detection.file)
  const isNamed = [kind.id, kind.path, kind.label.de, kind.plural.de, kind.plural.en].some((word) =>
    name.includes(normalHeader(word)),
  )
  const isTemplate =
    detection.header.length > 2 &&
    detection.columns.every((column) => ownLabel(kind, column).length > 0)
  const score =
    (isTemplate ? 0.4 : 0) +
    0.55 * coverage +
    0.2 * requiredShare(kind, found) +
    Math.min(0.16, 0.06 * marks) +
    (isNamed ? 0.08 : 0)
  return {
    kind: kind.id,
    score: chosen.length === 0 ? 0 : Number(score.toFixed(4)),
    mapping: {
      kind: kind.id,
      columns: Object.fromEntries(chosen.map(({ column, word }) => [column.header, word])),
      ...constantsOf(kind, found),
    },
  }
}

/**
 * Which kind a file of unknown make holds and what its columns are: by header words in both languages
 * and by what the values look like. Every kind is scored, the likeliest first.
 */
export const guessMappings = (detection: Detection, kinds: readonly RecordKind[]): MappingGuess[] =>
  kinds
    .map((kind) => guessFor(kind, detection))
    .sort((a, b) => b.score - a.score)
    .map((guess) => ({ ...guess, score: Math.min(0.99, guess.score) }))
