import { sql } from 'kysely'
import { allocate, cents } from '#kernel/money.ts'
import { type IsoDate, isoDate } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import type { TaskContext } from '#platform/jobs.ts'
import { newId } from '#platform/random.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import { applyWrites, lockRows, planWrites, type Wanted } from '#platform/records/write.ts'
import { costKind } from '../cost.ts'
import { dueEntries, horizonOf, type Rhythm } from '../recurring.ts'
import { recurringCostKind } from '../recurring-cost.ts'
import type { CostSettings } from '../settings.ts'

export type RecurringParts = {
  readonly records: Records
  readonly now: () => Date
  readonly settings: () => Promise<CostSettings>
}

/** What came of making entries: how many, and which recurring costs lack a rate of their currency. */
export type Made = { readonly count: number; readonly withoutRate: readonly string[] }

type Part = { readonly channel: string | null; readonly campaign_id: string | null }

/** Makes the entries of all running recurring costs up to the horizon, as one change that can be taken back. */
export async function makeRecurring(parts: RecurringParts, context: WriteContext): Promise<Made> {
  const { records } = parts
  const { recurring_months_ahead, time_zone } = await parts.settings()
  const horizon = horizonOf(dayOf(parts.now().getTime(), time_zone), recurring_months_ahead)
  return asAction(records, context, { type: 'create', kind: costKind.id }, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select id::text as id from costs.recurring
       where active and from_date < ${horizon} and (made_until is null or made_until < ${horizon})
         and (until_date is null or made_until is null or made_until < until_date)
    `.execute(tx)
    const ids = rows.map(({ id }) => id)
    const locked = await lockRows(tx, recurringCostKind, ids)
    let count = 0
    const withoutRate: string[] = []
    for (const cost of locked.values()) {
      if (cost.active !== true) continue
      const made = await makeOne(tx, records, cost, horizon, context)
      if (made === null) withoutRate.push(String(cost.name))
      else count += made
    }
    return { result: { count, withoutRate }, title: 'Wiederkehrende Kosten', count }
  })
}

/** The entries of one, and the mark up to where they are made. Null: its currency has no rate. */
async function makeOne(
  tx: Tx,
  records: Records,
  cost: Values,
  horizon: IsoDate,
  context: WriteContext,
): Promise<number | null> {
  const since = cost.made_until === null ? null : isoDate(String(cost.made_until))
  const due = dueEntries(
    {
      amount: cents(Number(cost.amount)),
      share: Number(cost.share),
      rhythm: cost.rhythm as Rhythm,
      from: isoDate(String(cost.from_date)),
      until: cost.until_date === null ? null : isoDate(String(cost.until_date)),
    },
    since,
    horizon,
  )
  const places = await partsOf(tx, cost)
  const wanted = due.flatMap(({ over, amount }): Wanted[] => {
    const amounts = allocate(
      amount,
      places.map(({ share }) => share),
    )
    return places.map((place, index) => ({
      id: newId(),
      before: null,
      changes: {
        ...entryOf(cost, place, amounts[index] ?? 0),
        from_date: over.from,
        until_date: over.until,
      },
    }))
  })
  const binding = bindingOf(records, costKind.id)
  const { planned, facts } = await planWrites(tx, binding, wanted, context)
  if (planned.some(({ problems }) => problems.length > 0)) return null
  await applyWrites(tx, binding, planned, facts, context, records.audit)
  // Up to the end where it has one: whoever prolongs it later gets what follows.
  await sql`
    update costs.recurring set made_until = least(${horizon}::date, until_date) where id = ${String(cost.id)}::uuid
  `.execute(tx)
  return wanted.length
}

const entryOf = (cost: Values, { channel, campaign_id }: Part, amount: number): Values => ({
  category: cost.category,
  ...(cost.currency === null ? { amount } : { currency: cost.currency, foreign_amount: amount }),
  channel,
  campaign_id,
  description: cost.name,
  vendor: cost.vendor,
  sales_scope: cost.sales_scope,
  product_id: cost.product_id,
  team_id: cost.team_id,
  region_id: cost.region_id,
  recurring_id: cost.id,
})

/** Where the money goes: by the shares of its split, else to its own channel and campaign. */
async function partsOf(tx: Tx, cost: Values): Promise<(Part & { readonly share: number })[]> {
  if (cost.split_id !== null) {
    const { rows } = await sql<Part & { share: number }>`
      select channel, campaign_id::text as campaign_id, share from costs.split_share
       where split_id = ${String(cost.split_id)}::uuid order by share desc, id
    `.execute(tx)
    if (rows.length > 0) return rows
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return [{ channel: text(cost.channel), campaign_id: text(cost.campaign_id), share: 1 }]
}

/**
 * Takes the entries of a recurring cost back from a day on and pauses it, as one change that can itself be taken
 * back. Returns how many entries went. Throws `records.not_found`.
 */
export async function withdrawRecurring(
  { records }: RecurringParts,
  id: string,
  from: IsoDate,
  context: WriteContext,
): Promise<number> {
  return asAction(records, context, { type: 'bulk_delete', kind: costKind.id }, async (tx) => {
    const cost = (await lockRows(tx, recurringCostKind, [id])).get(id)
    if (!cost)
      throw new Refusal('not_found', 'records.not_found', { kind: recurringCostKind.id, id })
    const { rows } = await sql<{ id: string }>`
      select id::text as id from costs.entry
       where recurring_id = ${id}::uuid and from_date >= ${from} order by id for update
    `.execute(tx)
    const ids = rows.map((row) => row.id)
    const gone = await lockRows(tx, costKind, ids)
    await sql`delete from costs.entry where id = any(${ids}::uuid[])`.execute(tx)
    await records.audit(
      tx,
      context,
      [...gone.values()].map((before) => ({
        action: 'delete',
        kind: costKind.id,
        recordId: String(before.id),
        before,
        after: null,
      })),
    )
    const binding = bindingOf(records, recurringCostKind.id)
    const changes = { active: false, made_until: from }
    const { planned, facts } = await planWrites(
      tx,
      binding,
      [{ id, before: cost, changes }],
      context,
    )
    await applyWrites(tx, binding, planned, facts, context, records.audit)
    return { result: ids.length, title: String(cost.name), count: ids.length }
  })
}

/** The job of every night. */
export function recurringTasks(parts: RecurringParts) {
  const run = async (_payload: unknown, { log }: TaskContext): Promise<void> => {
    const { time_zone } = await parts.settings()
    const { count, withoutRate } = await makeRecurring(parts, {
      actor: { userId: null, name: 'Regelkreis' },
      now: parts.now(),
      timeZone: time_zone,
      requestId: newId(),
    })
    if (count > 0) log.info({ count }, 'recurring costs made')
    if (withoutRate.length > 0) log.warn({ withoutRate }, 'recurring costs without a currency rate')
  }
  return {
    tasks: { 'costs.make_recurring': run },
    cron: { 'costs.make_recurring': '20 3 * * *' },
  }
}
