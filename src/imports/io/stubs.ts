import { sql } from 'kysely'
import { applyWrites, planWrites } from '#platform/records/write.ts'
import { countCreated, type PartCounts } from '../outcome.ts'
import { draftStages } from '../stage-words.ts'
import { companyDomain } from './domains.ts'
import { rememberSourceKeys } from './lookup.ts'
import { bindingIn, type RunContext, spaceOf } from './run-context.ts'

/** What a file says about a record of another kind that its row refers to. */
export type Reference = Readonly<Record<string, string>>

/** Kinds whose records are made when a row refers to one that does not exist yet. */
const CREATED = new Set([
  'account',
  'campaign',
  'product',
  'user',
  'team',
  'region',
  'opportunity_stage',
])

/** Enough is known to make the record that is referred to. */
export const canCreate = (kind: string, reference: Reference): boolean =>
  CREATED.has(kind) || (kind === 'contact' && reference.email !== undefined)

function stubFields(kind: string, reference: Reference): Record<string, unknown> {
  const { id, name, email, domain, first_name = null, last_name = null, phone = null } = reference
  switch (kind) {
    case 'contact':
      return { first_name, last_name: last_name ?? name ?? null, email, phone }
    case 'account': {
      const site = companyDomain(domain)
      return { name: name ?? site ?? domain ?? email ?? id, website: site }
    }
    case 'user':
      return { name: name ?? email ?? id, email: email ?? null, active: true }
    default:
      return { name: name ?? id ?? email ?? domain }
  }
}

async function stageFields(
  run: RunContext,
  names: readonly string[],
  probabilities: ReadonlyMap<string, readonly number[]>,
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ last: number | null }>`
    select max(position) as last from crm.opportunity_stage where outcome = 'open'
  `.execute(run.tx)
  return draftStages(names, probabilities, rows[0]?.last ?? 0)
}

/**
 * Make the records that rows refer to and nobody knows: named after what the row says, counted and
 * listed. One write for all. Returns their ids in the order of the references.
 */
export async function createStubs(
  run: RunContext,
  kindId: string,
  references: readonly Reference[],
  probabilities: ReadonlyMap<string, readonly number[]>,
  counts: PartCounts,
): Promise<string[]> {
  if (references.length === 0) return []
  const binding = bindingIn(run, kindId)
  const drafts =
    kindId === 'opportunity_stage'
      ? await stageFields(
          run,
          references.map(({ name, id }) => name ?? id ?? ''),
          probabilities,
        )
      : references.map((reference) => stubFields(kindId, reference))
  const wanted = drafts.map((changes) => ({ id: run.records.newId(), before: null, changes }))
  const { planned, facts } = await planWrites(run.tx, binding, wanted, run.write)
  await applyWrites(run.tx, binding, planned, facts, run.write, run.records.audit)
  const keys = references.flatMap(({ id }, index) => {
    const recordId = wanted[index]?.id
    return id !== undefined && recordId ? [{ key: id, recordId }] : []
  })
  await rememberSourceKeys(run.tx, spaceOf(run, kindId), keys, run.importId)
  for (const draft of drafts) {
    countCreated(counts, kindId, String(draft.name ?? draft.email ?? draft.last_name ?? ''))
  }
  return wanted.map(({ id }) => id)
}
