import { sql } from 'kysely'
import type { RecordKind } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Detection } from '../detection.ts'
import { headerFingerprint } from '../fingerprint.ts'
import type { MappingFormat } from '../format.ts'
import { guessMappings } from '../guess.ts'
import { type Mapping, mappingsFor } from '../mapping.ts'
import { presetById } from '../presets/index.ts'
import { type Proposal, proposeMappings } from '../proposal.ts'
import { openQuestions } from '../questions.ts'
import { EDITABLE, type ImportState, isRunning } from '../state.ts'
import type { StoredFile } from './files.ts'
import type { Starter } from './runs.ts'
import { sniffFile } from './sniff.ts'
import {
  type FileRow,
  loadFile,
  loadImport,
  type Origin,
  storedError,
  updateFile,
  updateImport,
} from './tables.ts'

/** How the files of an import are to be read, where that is said at once (the command line). */
export type Wish = {
  /** A mapping file; its parts are chosen by the name of the file. */
  readonly mappings?: readonly Mapping[] | undefined
  /** A preset's id or a kind's id or path. */
  readonly as?: string | undefined
}

/** A new import without files. `source` names the system whose ids its rows carry. */
export async function createImport(
  db: Db,
  id: string,
  starter: Starter,
  source: string | null,
): Promise<void> {
  await sql`
    insert into imports.import (id, created_by, actor_name, source)
    values (${id}::uuid, ${starter.userId}::uuid, ${starter.name}, ${source ?? 'file'})
  `.execute(db)
}

type Choice = { readonly mappings: readonly Mapping[]; readonly origin: Origin }

const chosen = (proposal: Proposal | undefined): Choice | null =>
  proposal
    ? { mappings: proposal.mappings, origin: { source: proposal.source, id: proposal.id } }
    : null

/** What a mapping leaves open is filled from the best proposal for its kind: every part is optional. */
function completed(
  mappings: readonly Mapping[],
  proposals: readonly Proposal[],
): readonly Mapping[] {
  const best = proposals[0]?.mappings ?? []
  return mappings.flatMap((mapping): Mapping[] => {
    const { file: _file, ...rest } = mapping
    const guess = proposals
      .flatMap((proposal) => proposal.mappings)
      .find(({ kind }) => kind === mapping.kind)
    if (mapping.kind !== undefined && mapping.columns !== undefined) return [rest]
    if (mapping.kind !== undefined) return [{ ...guess, ...rest, columns: guess?.columns ?? {} }]
    if (mapping.columns !== undefined) return [{ ...rest, kind: best[0]?.kind ?? '' }]
    return best.map((proposed) => ({
      ...proposed,
      ...rest,
      constants: { ...proposed.constants, ...rest.constants },
      values: { ...proposed.values, ...rest.values },
    }))
  })
}

const isOfKind = (kinds: readonly RecordKind[], as: string) =>
  kinds.find(({ id, path }) => id === as || path === as)

/** Mapping files may name a kind by its path too: `leads`. */
function withKindId(mapping: Mapping, kinds: readonly RecordKind[]): Mapping {
  const kind = mapping.kind === undefined ? undefined : isOfKind(kinds, mapping.kind)
  return kind ? { ...mapping, kind: kind.id } : mapping
}

const presetId = (as: string): string => as.replaceAll('-', '_')

/** A file that looks like nothing is read as what somebody says it is; what is missing is told then. */
function guessed(detection: Detection, kind: RecordKind): Proposal | undefined {
  const [guess] = guessMappings(detection, [kind])
  if (!guess) return undefined
  const { score, mapping } = guess
  return { source: 'guess', id: kind.id, name: kind.plural, score, mappings: [mapping] }
}

function wished(
  wish: Wish,
  name: string,
  detection: Detection,
  proposals: readonly Proposal[],
  kinds: readonly RecordKind[],
): Choice | null {
  const own = mappingsFor([...(wish.mappings ?? [])], name)
  if (own.length > 0) {
    const named = own.map((mapping) => withKindId(mapping, kinds))
    return { mappings: completed(named, proposals), origin: { source: 'person', id: null } }
  }
  if (wish.as === undefined) return null
  const kind = isOfKind(kinds, wish.as)
  const found = kind
    ? (proposals.find(({ mappings }) => mappings.some((one) => one.kind === kind.id)) ??
      guessed(detection, kind))
    : proposals.find(({ source, id }) => source === 'preset' && id === presetId(wish.as ?? ''))
  if (!found)
    throw new Refusal('invalid', 'imports.preset_does_not_fit', { file: name, as: wish.as })
  if (!kind) return chosen(found)
  const mappings = found.mappings.filter((mapping) => mapping.kind === kind.id)
  return { mappings, origin: { source: found.source, id: found.id } }
}

type SavedRow = {
  readonly id: string
  readonly name: string | null
  readonly mappings: Mapping[]
  readonly source: string | null
}

type Saved = { readonly proposals: Proposal[]; readonly source: string | null }

async function savedMappings(db: Db, fingerprint: string): Promise<Saved> {
  const { rows } = await sql<SavedRow>`
    select id::text as id, name, mappings, source from imports.mapping
     where header_fingerprint = ${fingerprint} order by name nulls first limit 10
  `.execute(db)
  const proposals = rows.map(
    ({ id, name, mappings }): Proposal => ({
      source: name === null ? 'remembered' : 'saved',
      id,
      name:
        name === null ? { de: 'Wie beim letzten Mal', en: 'As last time' } : { de: name, en: name },
      score: 1,
      mappings,
    }),
  )
  return { proposals, source: rows.find(({ name }) => name === null)?.source ?? null }
}

/** The program that writes such a header: ids in the file are that program's, however it is mapped. */
const systemOf = (proposals: readonly Proposal[]): string | null => {
  const preset = proposals.find(({ source }) => source === 'preset')
  return preset ? (presetById(preset.id)?.system ?? null) : null
}

/** Looks at a stored file and chooses how to read it. A file that cannot be read keeps the reason. */
export async function detectFile(
  db: Db,
  file: Pick<FileRow, 'id' | 'name' | 'path'>,
  kinds: readonly RecordKind[],
  wish: Wish,
): Promise<Refusal | null> {
  try {
    const own = mappingsFor([...(wish.mappings ?? [])], file.name)
    const hints = own[0]?.format
    const detection = await sniffFile(file.path, { name: file.name, ...(hints ? { hints } : {}) })
    const fingerprint = headerFingerprint(detection.header)
    const saved = await savedMappings(db, fingerprint)
    const proposals = [...saved.proposals, ...proposeMappings(detection, kinds)]
    const choice = wished(wish, file.name, detection, proposals, kinds) ?? chosen(proposals[0])
    const mappings = (choice?.mappings ?? []).map((mapping) => withKindId(mapping, kinds))
    await updateFile(db, file.id, {
      detection,
      header_fingerprint: fingerprint,
      source: saved.source ?? systemOf(proposals),
      proposals,
      questions: openQuestions(detection, mappings, kinds),
      mappings,
      mapping_origin: choice?.origin ?? null,
      profile: null,
      counts: null,
      error: null,
    })
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await updateFile(db, file.id, { error: storedError(error, file.name) })
    return error
  }
}

/** Adds a stored file to an import and looks at it. Answers why it cannot be read, or null. */
export async function addFile(
  db: Db,
  importId: string,
  file: StoredFile & { readonly id: string; readonly name: string },
  kinds: readonly RecordKind[],
  wish: Wish,
): Promise<Refusal | null> {
  await sql`
    insert into imports.file (id, import_id, position, name, path, bytes, sha256)
    select ${file.id}::uuid, ${importId}::uuid,
           coalesce((select max(position) + 1 from imports.file where import_id = ${importId}::uuid), 0),
           ${file.name}, ${file.path}, ${file.bytes}, ${file.sha256}
  `.execute(db)
  return detectFile(db, file, kinds, wish)
}

/** Refuses changes to an import while it runs or after it was committed. */
export async function requireEditable(db: Db, importId: string): Promise<ImportState> {
  const { state } = await loadImport(db, importId)
  if (EDITABLE.includes(state)) return state
  throw new Refusal('conflict', 'imports.wrong_state', { id: importId, run: 'change', state })
}

/** A change of files or mappings makes the last dry run worthless. */
export const reopen = (db: Db, importId: string): Promise<void> =>
  updateImport(db, importId, { state: 'uploaded', error: null, progress: null })

const LAYOUT = ['encoding', 'delimiter', 'sheet', 'headerRow'] as const

const layoutOf = (format: MappingFormat | undefined): string =>
  JSON.stringify(LAYOUT.map((part) => format?.[part] ?? null))

export type FileChange = {
  readonly mappings?: readonly Mapping[] | undefined
  readonly included?: boolean | undefined
  readonly origin?: Origin | undefined
}

/** Changes how a file is read. Another encoding, delimiter, sheet or header row looks at it anew. */
export async function changeFile(
  db: Db,
  importId: string,
  fileId: string,
  change: FileChange,
  kinds: readonly RecordKind[],
): Promise<void> {
  await requireEditable(db, importId)
  const file = await loadFile(db, importId, fileId)
  if (change.included !== undefined) await updateFile(db, fileId, { included: change.included })
  if (change.mappings) {
    const mappings = change.mappings.map((mapping) => withKindId(mapping, kinds))
    const format = mappings[0]?.format
    const sameLayout = layoutOf(format) === layoutOf(file.mappings[0]?.format)
    const detection =
      sameLayout && file.detection
        ? file.detection
        : await sniffFile(file.path, { name: file.name, ...(format ? { hints: format } : {}) })
    await updateFile(db, fileId, {
      mappings,
      mapping_origin: change.origin ?? { source: 'person', id: null },
      detection,
      header_fingerprint: headerFingerprint(detection.header),
      profile: null,
      counts: null,
      error: null,
      questions: openQuestions(detection, mappings, kinds),
    })
  }
  await reopen(db, importId)
}

/** Removes an import with its files; records that it made stay. Not while it runs. */
export async function deleteImport(db: Db, importId: string): Promise<void> {
  const { state } = await loadImport(db, importId)
  if (isRunning(state)) {
    throw new Refusal('conflict', 'imports.wrong_state', { id: importId, run: 'delete', state })
  }
  await sql`delete from imports.import where id = ${importId}::uuid`.execute(db)
}
