import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { findRecord, labelsByIds } from '#platform/records/read.ts'
import { bindingOf, deleteRows, type Records, writeOne } from '#platform/records/service.ts'
import { parseChanges } from '#platform/records/values.ts'
import { lockRows } from '#platform/records/write.ts'
import { COST_CATEGORIES } from '../cost.ts'
import { costSplitKind } from '../hours.ts'
import { deriveOverheadKey, OVERHEAD_KEY_CHOICES, overheadKeyKind } from '../overhead-key.ts'
import type { WantedKey } from '../overhead-shapes.ts'

/** Thirds are stored with six digits. */
const ROUNDING = 1e-5

/** Refuses fixed shares that are not there or come to more than the whole. */
export function refuseShares({ key, shares }: Pick<WantedKey, 'key' | 'shares'>): void {
  const sum = shares.reduce((all, { share }) => all + share, 0)
  const refused = (rule: string) =>
    new Refusal('invalid', 'records.rule_broken', {}, [{ field: 'split_id', rule }])
  if ((key === 'fixed') !== shares.length > 0) throw refused('costs.shares_needed')
  if (sum > 1 + ROUNDING) throw refused('costs.shares_above_one')
}

/** What splits are called that are written here. */
const OWN_NAME = 'Umlage'

function splitName({ category, valid_from: from }: WantedKey): string {
  const label = COST_CATEGORIES.find(({ value }) => value === category)?.label.de
  return [OWN_NAME, label, from === null ? undefined : `ab ${from}`].filter(Boolean).join(' ')
}

/** The fixed shares as a split of the ledger, so that they have a name, a history and a way back. */
async function writeShares(
  tx: Tx,
  records: Records,
  wanted: WantedKey,
  context: WriteContext,
): Promise<string> {
  const write = async (kind: string, values: Values): Promise<string> => {
    const binding = bindingOf(records, kind)
    const { changes, problems } = parseChanges(binding.kind, values)
    if (problems.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, problems)
    const id = records.newId()
    await writeOne(tx, records, binding, { id, before: null, changes }, context)
    return id
  }
  const split = await write('cost_split', { name: splitName(wanted) })
  for (const share of wanted.shares) await write('cost_share', { ...share, split_id: split })
  return split
}

/** A split that was written here and that nothing divides by any more goes: else the list fills up with old keys. */
async function dropUnused(
  tx: Tx,
  records: Records,
  id: unknown,
  context: WriteContext,
): Promise<void> {
  if (typeof id !== 'string') return
  const { rows } = await sql<{ name: string }>`
    select name from costs.split
     where id = ${id}::uuid and starts_with(name, ${OWN_NAME})
       and not exists (select from costs.overhead_key where split_id = split.id)
       and not exists (select from costs.recurring where split_id = split.id)
       and not exists (select from costs.work_role where split_id = split.id)
  `.execute(tx)
  if (rows.length === 0) return
  const binding = bindingOf(records, costSplitKind.id)
  const locked = await lockRows(tx, costSplitKind, [id])
  await deleteRows(tx, records, binding, [...locked.values()], context)
}

/** The stored key of the same category and month, locked. */
async function sameKey(tx: Tx, { category, valid_from: from }: WantedKey): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from costs.overhead_key
     where category is not distinct from ${category}
       and valid_from is not distinct from ${from}::date
       for update
  `.execute(tx)
  return rows[0]?.id ?? null
}

/**
 * Sets the key of a category from a month on, in place of one for the same category and month; as a change by hand, so
 * that it can be taken back.
 */
export async function saveKey(
  records: Records,
  wanted: WantedKey,
  context: WriteContext,
): Promise<string> {
  refuseShares(wanted)
  const binding = bindingOf(records, overheadKeyKind.id)
  const placed = { ...wanted, ...deriveOverheadKey(null, wanted) }
  return asAction(records, context, { type: 'update', kind: overheadKeyKind.id }, async (tx) => {
    const { key, category, valid_from, note } = placed
    const known = await sameKey(tx, placed)
    const before = known === null ? null : await findRecord(tx, overheadKeyKind, known, null)
    const split_id = key === 'fixed' ? await writeShares(tx, records, placed, context) : null
    const id = known ?? records.newId()
    const changes = { key, category, valid_from, note, split_id }
    await writeOne(tx, records, binding, { id, before, changes }, context)
    await dropUnused(tx, records, before?.split_id, context)
    const names = await labelsByIds(tx, overheadKeyKind, [id])
    return { result: id, title: names[id] ?? keyName(key), count: 1 }
  })
}

const keyName = (key: string): string =>
  OVERHEAD_KEY_CHOICES.find(({ value }) => value === key)?.label.de ?? key
