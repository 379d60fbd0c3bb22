import { sql } from 'kysely'
import { allocate, cents } from '#kernel/money.ts'
import { type IsoDate, isoDate } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import type { TaskContext } from '#platform/jobs.ts'
import { newId } from '#platform/random.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction, asideOfAction } from '#platform/records/journal.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import { applyWrites, lockRows, planWrites, type Wanted } from '#platform/records/write.ts'
import { costKind } from '../cost.ts'
import { dueEntries, horizonOf, type Rhythm } from '../recurring.ts'
import { recurringCostKind } from '../recurring-cost.ts'
import type { CostSettings } from '../settings.ts'
import type { Place, Share } from '../week.ts'
import { sharesOf } from './divide.ts'
import { firstDay, removeEntries } from './outdated.ts'

export type RecurringParts = {
  readonly records: Records
  readonly now: () => Date
  readonly settings: () => Promise<CostSettings>
}

/** What came of making entries: how many, and which recurring costs could not be made, by the rule they break. */
export type Made = {
  readonly count: number
  readonly refused: readonly { readonly name: string; readonly rule: string }[]
}

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
    const refused: { name: string; rule: string }[] = []
    for (const cost of locked.values()) {
      if (cost.active !== true) continue
      const made = await makeOne(tx, records, cost, horizon, context)
      if (typeof made === 'string') refused.push({ name: String(cost.name), rule: made })
      else count += made
    }
    return { result: { count, refused }, title: 'Wiederkehrende Kosten', count }
  })
}

/** The entries of one, and the mark up to where they are made; else the rule that they would break. */
async function makeOne(
  tx: Tx,
  records: Records,
  cost: Values,
  horizon: IsoDate,
  context: WriteContext,
): Promise<number | string> {
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
  const madeUntil = due.at(-1)?.over.until
  if (madeUntil === undefined) return 0
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
  const rules = planned.flatMap(({ problems }) => problems.map(({ rule }) => rule))
  // What is missing is missing because of another rule, where there is one.
  const telling = rules.find((rule) => rule !== 'records.required') ?? rules[0]
  if (telling !== undefined) return telling
  await applyWrites(tx, binding, planned, facts, context, records.audit)
  await markMade(tx, String(cost.id), madeUntil)
  return wanted.length
}

/**
 * Every day before `until` is booked. As the action keeps it, the cost was paused before and runs after it: whoever takes
 * the entries back has paused it, else the next night would make them again.
 */
async function markMade(tx: Tx, id: string, until: IsoDate): Promise<void> {
  await asideOfAction(tx, () =>
    sql`update costs.recurring set active = false where id = ${id}::uuid`.execute(tx),
  )
  await sql`
    update costs.recurring set active = true, made_until = ${until}::date where id = ${id}::uuid
  `.execute(tx)
}

const entryOf = (cost: Values, { channel, campaign_id }: Place, amount: number): Values => ({
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
async function partsOf(tx: Tx, cost: Values): Promise<Share[]> {
  const shares = cost.split_id === null ? [] : await sharesOf(tx, cost.split_id)
  if (shares.length > 0) return shares
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
    const gone = await removeEntries(
      tx,
      sql`recurring_id = ${id}::uuid and from_date >= ${from}::date`,
      context,
      records.audit,
    )
    const binding = bindingOf(records, recurringCostKind.id)
    const changes = { active: false, made_until: firstDay(gone) ?? cost.made_until }
    const { planned, facts } = await planWrites(
      tx,
      binding,
      [{ id, before: cost, changes }],
      context,
    )
    await applyWrites(tx, binding, planned, facts, context, records.audit)
    return { result: gone.length, title: String(cost.name), count: gone.length }
  })
}

/** The job of every night. */
export function recurringTasks(parts: RecurringParts) {
  const run = async (_payload: unknown, { log }: TaskContext): Promise<void> => {
    const { time_zone } = await parts.settings()
    const { count, refused } = await makeRecurring(parts, {
      actor: { userId: null, name: 'Regelkreis' },
      now: parts.now(),
      timeZone: time_zone,
      requestId: newId(),
    })
    if (count > 0) log.info({ count }, 'recurring costs made')
    if (refused.length > 0) log.warn({ refused }, 'recurring costs that cannot be made')
  }
  return {
    tasks: { 'costs.make_recurring': run },
    cron: { 'costs.make_recurring': '20 3 * * *' },
  }
}
