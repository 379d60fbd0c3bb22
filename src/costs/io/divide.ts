import { sql } from 'kysely'
import { allocate, cents } from '#kernel/money.ts'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { labelsByIds } from '#platform/records/read.ts'
import { bindingOf, type Records, refuseProblems } from '#platform/records/service.ts'
import { applyWrites, lockRows, planWrites, type Wanted } from '#platform/records/write.ts'
import { costKind } from '../cost.ts'
import { isNumber } from '../ledger-rules.ts'
import type { Divide } from '../ledger-shapes.ts'
import type { Share } from '../week.ts'

/** What is divided by the shares, to the cent. */
const MONEY = ['amount', 'gross_amount', 'foreign_amount']

/** What only lines of an ad platform have: they know their campaign themselves. */
const REPORTED = ['impressions', 'reach', 'clicks', 'platform_conversions']

/** The shares of a split, the largest first. */
export async function sharesOf(db: Db, splitId: unknown): Promise<Share[]> {
  const { rows } = await sql<Share>`
    select channel, campaign_id::text as campaign_id, share from costs.split_share
     where split_id = ${splitId}::uuid order by share desc, id
  `.execute(db)
  return rows
}

const refused = (rule: string) =>
  new Refusal('invalid', 'records.rule_broken', {}, [{ field: 'split_id', rule }])

function refuseIndivisible(cost: Values): void {
  const isReported = REPORTED.some((field) => (cost[field] ?? null) !== null)
  const isOfHours = (cost.time_entry_id ?? null) !== null
  if (cost.standing !== 'booked' || cost.document_type === 'accrual' || isReported || isOfHours) {
    throw refused('costs.not_divisible')
  }
}

/** A cost as one per share: the first keeps its record, the others are new and like it in all else. */
function partsOf(cost: Values, shares: readonly Share[], newId: () => string): Wanted[] {
  const weights = shares.map(({ share }) => share)
  const divided = MONEY.flatMap((field) => {
    const value = cost[field]
    return isNumber(value) ? [[field, allocate(cents(value), weights)] as const] : []
  })
  const own = Object.fromEntries(costKind.fields.map(({ id }) => [id, cost[id]]))
  return shares.map(({ channel, campaign_id }, index) => {
    const amounts = Object.fromEntries(divided.map(([field, parts]) => [field, parts[index]]))
    const part = { channel, campaign_id, overhead: null, exact_amount: null, ...amounts }
    return index === 0
      ? { id: String(cost.id), before: cost, changes: part }
      : { id: newId(), before: null, changes: { ...own, ...part } }
  })
}

/**
 * Divides a cost by the shares of a split, to the cent, as one change that can be taken back. Returns how many entries it
 * is now. Throws `costs.not_divisible`, `costs.split_empty`, `records.changed_meanwhile`.
 */
export async function divideCost(
  records: Records,
  id: string,
  { version, split_id }: Divide,
  context: WriteContext,
): Promise<number> {
  const binding = bindingOf(records, costKind.id)
  return asAction(records, context, { type: 'update', kind: costKind.id }, async (tx) => {
    const cost = (await lockRows(tx, costKind, [id])).get(id)
    if (!cost) throw new Refusal('not_found', 'records.not_found', { kind: costKind.id, id })
    if (cost.version !== version) {
      throw new Refusal('conflict', 'records.changed_meanwhile', { version: Number(cost.version) })
    }
    refuseIndivisible(cost)
    const shares = await sharesOf(tx, split_id)
    if (shares.length === 0) throw refused('costs.split_empty')
    const wanted = partsOf(cost, shares, records.newId)
    const { planned, facts } = await planWrites(tx, binding, wanted, context)
    for (const { problems } of planned) {
      // The parts of a credit note come to what it was: together they are not above their invoice.
      refuseProblems({
        problems: problems.filter(({ rule }) => rule !== 'costs.credit_above_invoice'),
      })
    }
    await applyWrites(tx, binding, planned, facts, context, records.audit)
    const names = await labelsByIds(tx, costKind, [id])
    return { result: wanted.length, title: names[id] ?? id, count: wanted.length }
  })
}
