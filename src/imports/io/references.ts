import { sql } from 'kysely'
import { channelOf } from '#tracking/channel-rules.ts'
import { channelByName } from '#tracking/channels.ts'
import type { PartCounts } from '../outcome.ts'
import { plainOutcome } from '../stage-words.ts'
import { companyDomain } from './domains.ts'
import { type Found, findByColumn, findBySourceKeys, rememberSourceKeys } from './lookup.ts'
import { bindingIn, type RunContext, spaceOf } from './run-context.ts'
import { canCreate, createStubs, type Reference } from './stubs.ts'

/** Which record a reference means, or why none. */
export type Resolution =
  | { readonly id: string }
  | { readonly rule: 'imports.reference_not_found' | 'imports.reference_ambiguous' }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const CACHE_MAX = 100_000

const lower = (text: string): string => text.trim().toLowerCase()

/** Equal references have equal tokens. */
export const tokenOf = (kind: string, reference: Reference): string =>
  JSON.stringify([
    kind,
    ...['id', 'email', 'domain', 'name', 'first_name', 'last_name'].map((part) =>
      part === 'id' ? (reference.id ?? null) : reference[part] && lower(reference[part]),
    ),
  ])

/** A user's name column often holds an address. */
const emailOf = ({ email, name }: Reference): string | undefined =>
  email ?? (name?.includes('@') ? name : undefined)

type Open = { readonly token: string; readonly reference: Reference }

/** One way to find records by what a reference says; null where it says nothing of the kind. */
type Way = { readonly column: string; readonly valueOf: (reference: Reference) => string | null }

const text = (value: string | undefined): string | null =>
  value === undefined || value.trim() === '' ? null : lower(value)

const byEmail: Way = { column: 'email', valueOf: (reference) => text(emailOf(reference)) }
const byName: Way = { column: 'name', valueOf: ({ name }) => text(name) }
const byLastName: Way = {
  column: 'last_name',
  valueOf: ({ last_name, name }) => text(last_name ?? name),
}

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  account: [
    {
      column: 'domain',
      valueOf: ({ domain, email }) => companyDomain(domain ?? email),
    },
    byName,
  ],
  contact: [byEmail, byLastName],
  lead: [byEmail, byLastName],
  user: [byEmail, byName],
  cost: [{ column: 'document_number', valueOf: ({ id, name }) => text(id ?? name) }],
  product: [
    {
      column: 'sku',
      valueOf: ({ id, name }) => text(id ?? name),
    },
    byName,
  ],
}

const waysOf = (kind: string): readonly Way[] => WAYS[kind] ?? [byName]

/** A person's address may stand for several cases: the newest counts. Names must be unmistakable. */
function choose(
  candidates: readonly Found[],
  way: Way,
  reference: Reference,
): Resolution | undefined {
  const free = reference.id === undefined ? candidates : candidates.filter(({ taken }) => !taken)
  const [first] = free
  if (!first) return undefined
  if (free.length === 1) return { id: first.id }
  if (way.column === 'email') return { id: free.at(-1)?.id ?? first.id }
  const exact = free.filter(({ given }) => given === reference.name?.trim())
  if (exact.length === 1 && exact[0]) return { id: exact[0].id }
  if (reference.id !== undefined) return undefined
  return { rule: 'imports.reference_ambiguous' }
}

async function findByIds(
  run: RunContext,
  kind: string,
  open: readonly Open[],
): Promise<Map<string, string>> {
  const ids = [...new Set(open.flatMap(({ reference }) => reference.id ?? []))]
  const known = await findBySourceKeys(run.tx, spaceOf(run, kind), ids)
  const candidates = ids.flatMap((id) => known.get(id) ?? (UUID.test(id) ? id : []))
  const { rows } = await sql<{ id: string }>`
    select id::text as id from ${sql.raw(bindingIn(run, kind).kind.table)}
     where id = any(${candidates}::uuid[])
  `.execute(run.tx)
  const there = new Set(rows.map(({ id }) => id))
  return new Map(
    ids.flatMap((id): [string, string][] => {
      const recordId = known.get(id) ?? id
      return there.has(recordId) ? [[id, recordId]] : []
    }),
  )
}

async function findPlainStages(run: RunContext): Promise<Map<string, string>> {
  const { rows } = await sql<{ outcome: string; id: string }>`
    select distinct on (outcome) outcome, id::text as id
      from crm.opportunity_stage order by outcome, position
  `.execute(run.tx)
  return new Map(rows.map((row) => [row.outcome, row.id]))
}

/** Finds what can be found, strongest key first: one query per way and call. */
async function find(
  run: RunContext,
  kind: string,
  open: readonly Open[],
): Promise<Map<string, Resolution>> {
  const results = new Map<string, Resolution>()
  const byId = await findByIds(run, kind, open)
  const adopted: { key: string; recordId: string }[] = []
  let left = open.filter(({ token, reference }) => {
    const id = reference.id === undefined ? undefined : byId.get(reference.id)
    if (id) results.set(token, { id })
    return id === undefined
  })
  for (const way of waysOf(kind)) {
    const values = [...new Set(left.flatMap(({ reference }) => way.valueOf(reference) ?? []))]
    const found = await findByColumn(
      run.tx,
      bindingIn(run, kind).kind,
      spaceOf(run, kind),
      way.column,
      values,
    )
    left = left.filter(({ token, reference }) => {
      const hit = choose(found.get(way.valueOf(reference) ?? '') ?? [], way, reference)
      if (!hit) return true
      results.set(token, hit)
      if ('id' in hit && reference.id !== undefined)
        adopted.push({ key: reference.id, recordId: hit.id })
      return false
    })
    if (left.length === 0) break
  }
  if (kind === 'opportunity_stage' && left.some(({ reference }) => reference.name)) {
    const stages = await findPlainStages(run)
    for (const { token, reference } of left) {
      const id = stages.get(plainOutcome(reference.name ?? '') ?? '')
      if (id) results.set(token, { id })
    }
  }
  await rememberSourceKeys(run.tx, spaceOf(run, kind), adopted, run.importId)
  return results
}

const channelResolution = ({ id, name }: Reference): Resolution => {
  const given = name ?? id ?? ''
  return { id: channelByName(given) ?? channelOf({ source: given }).channel }
}

export type ResolveOptions = {
  /** Probabilities that rows give, by the name of their stage: for stages that have to be made. */
  readonly probabilities: ReadonlyMap<string, readonly number[]>
  readonly counts: PartCounts
}

/**
 * The records of one kind that references mean: by id of the same source, e-mail, domain, name; missing
 * ones are made where that is allowed. Answers by token; O(1) queries per call.
 */
export async function resolveReferences(
  run: RunContext,
  kind: string,
  references: readonly Reference[],
  { probabilities, counts }: ResolveOptions,
): Promise<Map<string, Resolution>> {
  const results = new Map<string, Resolution>()
  const open = new Map<string, Open>()
  for (const reference of references) {
    const token = tokenOf(kind, reference)
    const known = run.resolved.get(token)
    if (kind === 'channel') results.set(token, channelResolution(reference))
    else if (known) results.set(token, { id: known })
    else open.set(token, { token, reference })
  }
  if (open.size === 0) return results
  const found = await find(run, kind, [...open.values()])
  const missing = [...open.values()].filter(({ token }) => !found.has(token))
  const groups = groupMissing(kind, missing)
  const ids = await createStubs(
    run,
    kind,
    groups.map(([first]) => first.reference),
    probabilities,
    counts,
  )
  for (const [index, group] of groups.entries()) {
    const id = ids[index]
    for (const { token } of group) if (id) found.set(token, { id })
  }
  if (run.resolved.size > CACHE_MAX) run.resolved.clear()
  for (const { token } of open.values()) {
    const resolution = found.get(token) ?? { rule: 'imports.reference_not_found' }
    results.set(token, resolution)
    if ('id' in resolution) run.resolved.set(token, resolution.id)
  }
  return results
}

/** References that mean the same new record although they do not say exactly the same. */
function groupMissing(kind: string, missing: readonly Open[]): [Open, ...Open[]][] {
  const groups = new Map<string, [Open, ...Open[]]>()
  for (const open of missing) {
    const { reference } = open
    if (!canCreate(kind, reference)) continue
    const { id, email, domain, name } = reference
    const main = id
      ? `id:${id}`
      : lower(companyDomain(domain) ?? emailOf(reference) ?? email ?? name ?? '')
    if (main === '') continue
    const group = groups.get(main)
    if (group) group.push(open)
    else groups.set(main, [open])
  }
  return [...groups.values()]
}
