import { sql } from 'kysely'
import { firstOfMonth, isoDate } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { newId } from '#platform/random.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import type { Records } from '#platform/records/service.ts'
import { costKind } from '../cost.ts'
import type { DoubleChoice, DoubleKey } from '../ledger-shapes.ts'
import { REPORTED, sideOf } from './double-bookings.ts'

type Locked = {
  readonly id: string
  readonly amount: number
  readonly reported: boolean
  /** The decision that it counts for already. */
  readonly decided: string | null
}

/** The entries of both sides, locked; only such as count at present, and no hours: they are no document. */
async function lockSides(tx: Tx, key: DoubleKey): Promise<[Locked[], Locked[]]> {
  const lock = async (condition: ReturnType<typeof sql>) => {
    const { rows } = await sql<Locked>`
      select id::text as id, amount, ${REPORTED} as reported, double_booking_id::text as decided from costs.entry
       where standing = 'booked' and time_entry_id is null and ${condition} order by id for update
    `.execute(tx)
    return rows
  }
  const first = await lock(sql`id = any(${key.first}::uuid[])`)
  const second = await lock(
    key.type === 'lines'
      ? sql`id = any(${key.second}::uuid[])`
      : sql`${REPORTED} and from_date >= ${key.month}::date and from_date < ${firstOfMonth(isoDate(key.month), 1)}::date
          and vendor is not distinct from ${key.vendor} and channel is not distinct from ${key.channel}`,
  )
  return [first, second]
}

const sum = (rows: readonly Locked[]) => rows.reduce((total, { amount }) => total + amount, 0)
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

/** Refuses sides that are no longer what was shown, or that share an entry: its money would count nowhere. */
function refuseSides(
  first: readonly Locked[],
  second: readonly Locked[],
  { first_amount, second_amount }: DoubleChoice,
): void {
  const others = new Set(idsOf(second))
  if (first.some(({ id }) => others.has(id))) {
    throw new Refusal('invalid', 'records.rule_broken', {}, [
      { field: 'second', rule: 'costs.same_side' },
    ])
  }
  const isShown = sum(first) === first_amount && sum(second) === second_amount
  if (first.length === 0 || second.length === 0 || !isShown) {
    throw new Refusal('conflict', 'costs.double_changed')
  }
}

/**
 * Decides a pair: one side counts, or both do because they are two things. Kept as a change by hand that can be taken
 * back. Lines of an export that come later join the decision about it. Throws `costs.double_changed` when the sides are
 * no longer what was shown.
 */
export async function decideDouble(
  records: Records,
  choice: DoubleChoice,
  context: WriteContext,
): Promise<string> {
  const { key, decision } = choice
  return asAction(records, context, { type: 'bulk_update', kind: costKind.id }, async (tx) => {
    const [first, second] = await lockSides(tx, key)
    refuseSides(first, second, choice)
    const known =
      key.type === 'export' && decision !== 'separate' ? await decisionOf(tx, key, first) : null
    if (known !== null && decision === 'second') {
      throw new Refusal('conflict', 'costs.double_changed')
    }
    const id = known ?? newId()
    const dropped = decision === 'first' ? second : decision === 'second' ? first : []
    if (known === null) await keepDecision(tx, id, choice, [first, second], context)
    else await joinDecision(tx, id, second)
    if (dropped.length > 0) {
      await leaveOut(tx, id, decision === 'first' ? first : second, dropped)
    }
    await tellStanding(tx, records, dropped, context)
    return { result: id, title: '', count: dropped.length }
  })
}

/** The decision by which these invoices count for this export, null without one. */
async function decisionOf(
  tx: Tx,
  key: Extract<DoubleKey, { type: 'export' }>,
  first: readonly Locked[],
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select booking.id::text as id
      from costs.double_booking booking ${sideOf('second_ids', 'second_side')}
     where decision = 'first' and first_ids @> ${idsOf(first)}::uuid[] and second_side.month = ${key.month}::date
       and second_side.vendor is not distinct from ${key.vendor}
       and second_side.channel is not distinct from ${key.channel}
       for update of booking
  `.execute(tx)
  return rows[0]?.id ?? null
}

async function keepDecision(
  tx: Tx,
  id: string,
  { decision, first_amount, second_amount }: DoubleChoice,
  [first, second]: readonly [readonly Locked[], readonly Locked[]],
  { now }: WriteContext,
): Promise<void> {
  await sql`
    insert into costs.double_booking (id, created_at, updated_at, decision, first_ids, second_ids, first_amount, second_amount)
    values (${id}::uuid, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz,
            ${decision}, ${idsOf(first)}::uuid[], ${idsOf(second)}::uuid[], ${first_amount}, ${second_amount})
  `.execute(tx)
}

async function joinDecision(tx: Tx, id: string, second: readonly Locked[]): Promise<void> {
  await sql`
    update costs.double_booking
       set second_ids = second_ids || ${idsOf(second)}::uuid[], second_amount = second_amount + ${sum(second)}
     where id = ${id}::uuid
  `.execute(tx)
}

/** Clicks and impressions of an export stay, whichever of both is booked. */
async function leaveOut(
  tx: Tx,
  id: string,
  counted: readonly Locked[],
  dropped: readonly Locked[],
): Promise<void> {
  await sql`
    update costs.entry
       set double_booking_id = ${id}::uuid,
           standing = case when ${REPORTED} then 'platform' else 'duplicate' end
     where id = any(${idsOf(dropped)}::uuid[])
  `.execute(tx)
  // What counts for another decision already stays known as part of that one.
  await sql`
    update costs.entry set double_booking_id = ${id}::uuid
     where id = any(${idsOf(counted)}::uuid[]) and double_booking_id is null
  `.execute(tx)
}

/** Says in the history of entries what they count as now; `rows` are as they were before. */
async function tellStanding(
  tx: Tx,
  records: Records,
  rows: readonly { readonly id: string; readonly standing?: string }[],
  context: WriteContext,
): Promise<void> {
  const now = await sql<{ id: string; standing: string }>`
    select id::text as id, standing from costs.entry where id = any(${idsOf(rows)}::uuid[])
  `.execute(tx)
  const standings = new Map(now.rows.map(({ id, standing }) => [id, standing]))
  await records.audit(
    tx,
    context,
    rows.map(({ id, standing = 'booked' }) => ({
      action: 'update',
      kind: costKind.id,
      recordId: id,
      before: { standing },
      after: { standing: standings.get(id) ?? 'booked' },
    })),
  )
}

/** Takes a decision back: everything counts again. Throws `costs.no_decision`. */
export async function revokeDouble(
  records: Records,
  id: string,
  context: WriteContext,
): Promise<void> {
  await asAction(records, context, { type: 'bulk_update', kind: costKind.id }, async (tx) => {
    const { rows } = await sql<{ id: string; standing: string }>`
      select id::text as id, standing from costs.entry
       where double_booking_id = ${id}::uuid and standing <> 'booked' order by id for update
    `.execute(tx)
    const gone = await sql`delete from costs.double_booking where id = ${id}::uuid`.execute(tx)
    if (Number(gone.numAffectedRows ?? 0) === 0) {
      throw new Refusal('not_found', 'costs.no_decision', { id })
    }
    await tellStanding(tx, records, rows, context)
    return { result: null, title: '', count: rows.length }
  })
}
