import type { Values } from '#kernel/record.ts'
import { lockRows } from '#platform/records/write.ts'
import { contradicts, type NaturalKey, naturalKeys } from '../identity.ts'
import { registrableDomain } from './domains.ts'
import { type Found, findByColumn, findBySourceKeys } from './lookup.ts'
import type { Draft, PartRun, RunContext } from './run-context.ts'

/** A draft with the record it stands for; `before` null: there is none yet. */
export type Matched = {
  readonly draft: Draft
  readonly id: string
  readonly before: Values | null
  /** The row's id is not known for this record yet. */
  readonly keyIsNew: boolean
}

/** The natural keys of a draft. */
export const keysOf = (part: PartRun, changes: Values): NaturalKey[] =>
  naturalKeys(part.binding.kind.id, changes, registrableDomain)

/** What may make two rows the same record: rows that share one of these go into different waves. */
export function tokensOf(part: PartRun, draft: Draft): string[] {
  if (draft.key !== null) return [`\u0000${draft.key}`]
  return keysOf(part, draft.changes).map(({ column, value }) => `${column}\u0000${value}`)
}

type Candidates = ReadonlyMap<string, ReadonlyMap<string, readonly Found[]>>

async function findCandidates(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<Candidates> {
  const wanted = new Map<string, Set<string>>()
  for (const draft of drafts) {
    for (const { column, value } of keysOf(part, draft.changes)) {
      const values = wanted.get(column) ?? new Set<string>()
      wanted.set(column, values.add(value))
    }
  }
  const found = new Map<string, Map<string, Found[]>>()
  for (const [column, values] of wanted) {
    const { kind } = part.binding
    found.set(column, await findByColumn(run.tx, kind, part.space, column, [...values]))
  }
  return found
}

/**
 * The record a row without a known id stands for: the first firm key that a record has, else a soft one
 * that exactly one record has. A record that stands for another row of this source is never taken.
 */
function candidateFor(
  part: PartRun,
  draft: Draft,
  candidates: Candidates,
  claimed: ReadonlySet<string>,
): { id: string; soft: boolean } | null {
  const bringsId = draft.key !== null
  for (const { column, value, hold } of keysOf(part, draft.changes)) {
    const all = candidates.get(column)?.get(value) ?? []
    const free = bringsId ? all.filter(({ id, taken }) => !taken && !claimed.has(id)) : all
    const [first] = free
    if (!first || (hold === 'soft' && free.length > 1)) continue
    return { id: first.id, soft: hold === 'soft' }
  }
  return null
}

/** The drafts of a wave with their records, and those that must wait for one that has the same record. */
export type Matching = { readonly matched: Matched[]; readonly waiting: Draft[] }

/** Two rows may mean one record by different keys, a VAT id and a name: one after the other then. */
function oneEach(all: readonly Matched[]): Matching {
  const taken = new Set<string>()
  const matched: Matched[] = []
  const waiting: Draft[] = []
  for (const match of all) {
    if (taken.has(match.id)) waiting.push(match.draft)
    else matched.push(match)
    taken.add(match.id)
  }
  return { matched, waiting }
}

/** Which record each draft of a wave stands for, locked. Three queries and one per natural key. */
export async function matchDrafts(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<Matching> {
  const keys = drafts.flatMap(({ key }) => key ?? [])
  const known = await findBySourceKeys(run.tx, part.space, keys)
  const open = drafts.filter(({ key }) => key === null || !known.has(key))
  const candidates = await findCandidates(run, part, open)
  const claimed = new Set<string>()
  const chosen = new Map<Draft, { id: string; soft: boolean }>()
  for (const draft of open) {
    const candidate = candidateFor(part, draft, candidates, claimed)
    if (!candidate) continue
    claimed.add(candidate.id)
    chosen.set(draft, candidate)
  }
  const ids = [...new Set([...known.values(), ...claimed])]
  const { kind } = part.binding
  const rows = ids.length === 0 ? new Map<string, Values>() : await lockRows(run.tx, kind, ids)
  const all = drafts.map((draft) => {
    const knownId = draft.key === null ? undefined : known.get(draft.key)
    const candidate = chosen.get(draft)
    const before = rows.get(knownId ?? candidate?.id ?? '') ?? null
    const other =
      before !== null &&
      candidate?.soft === true &&
      contradicts(kind.id, before, draft.changes, registrableDomain)
    if (before && !other)
      return { draft, id: String(before.id), before, keyIsNew: knownId === undefined }
    return { draft, id: knownId ?? run.records.newId(), before: null, keyIsNew: !knownId }
  })
  return oneEach(all)
}
