import { sql } from 'kysely'
import { firstOfMonth, type IsoDate, isoDate } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { newId } from '#platform/random.ts'
import type { Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import type { Records } from '#platform/records/service.ts'
import { costKind } from '../cost.ts'
import {
  type Apart,
  type BookedLine,
  type DoublePair,
  type ExportMonth,
  findDoubles,
} from '../double-booking.ts'
import type { DoubleBookings, DoubleChoice, DoubleKey } from '../ledger-shapes.ts'

/** How far back doubles are looked for, in months. */
const MONTHS_BACK = 24
const SHOWN = 200

/** Has the platform counted it? Then it is a line of an export and no document of the bookkeeping. */
const REPORTED = sql`(impressions is not null or clicks is not null)`

/** Bookings that may be there twice; hours never are. */
async function bookedLines(db: Db, since: IsoDate): Promise<BookedLine[]> {
  const { rows } = await sql<BookedLine>`
    select id::text as id, from_date, amount, category, vendor, document_number,
           concat_ws(' ', vendor, description) as text, recurring_id is not null as recurring
      from costs.counted_entry
     where from_date >= ${since} and not ${REPORTED} and time_entry_id is null and amount <> 0
     order by from_date, id
  `.execute(db)
  return rows
}

async function exportMonths(db: Db, since: IsoDate): Promise<ExportMonth[]> {
  const { rows } = await sql<ExportMonth>`
    select date_trunc('month', from_date)::date as month, vendor, channel, sum(amount)::bigint as amount,
           count(*)::int as lines
      from costs.counted_entry
     where from_date >= ${since} and ${REPORTED}
     group by 1, 2, 3 order by 1, 2, 3
  `.execute(db)
  return rows
}

type Decided = {
  readonly id: string
  readonly decision: 'first' | 'second' | 'separate'
  readonly first_ids: readonly string[]
  readonly second_ids: readonly string[]
  readonly first_amount: number
  readonly second_amount: number
  readonly created_at: Date
  readonly first_label: string | null
  readonly second_label: string | null
  readonly first_from: string | null
  readonly second_from: string | null
  /** Of an export. */
  readonly second_month: string | null
  readonly second_vendor: string | null
  readonly second_channel: string | null
}

async function decisions(db: Db): Promise<Decided[]> {
  const named = (ids: string) => sql`
    left join lateral (
      select concat_ws(' ', vendor, description) as label, from_date, vendor, channel,
             case when ${REPORTED} then date_trunc('month', from_date)::date end as month
        from costs.entry where id = any(booking.${sql.ref(ids)}) order by from_date, id limit 1
    ) as ${sql.ref(ids.replace('_ids', '_side'))} on true`
  const { rows } = await sql<Decided>`
    select booking.id::text as id, decision, first_ids::text[] as first_ids, second_ids::text[] as second_ids,
           first_amount, second_amount, booking.created_at, first_side.label as first_label,
           second_side.label as second_label, first_side.from_date as first_from, second_side.from_date as second_from,
           second_side.month as second_month, second_side.vendor as second_vendor, second_side.channel as second_channel
      from costs.double_booking booking ${named('first_ids')} ${named('second_ids')}
     order by booking.created_at desc limit ${SHOWN}
  `.execute(db)
  return rows
}

/** What people said is two things. */
function apartBy(decided: readonly Decided[]): Apart {
  const apart = decided
    .filter(({ decision }) => decision === 'separate')
    .map((one) => ({ ...one, ids: new Set([...one.first_ids, ...one.second_ids]) }))
  return (first, second) =>
    apart.some((one) => {
      const isKnown = ({ id }: BookedLine) => one.ids.has(id)
      if (!first.every(isKnown)) return false
      return 'month' in second
        ? one.second_month === second.month &&
            one.second_vendor === second.vendor &&
            one.second_channel === second.channel
        : second.every(isKnown)
    })
}

/** What is suggested, how much counts twice as long as nobody decides, and what was decided. */
export async function readDoubles(db: Db, today: IsoDate): Promise<DoubleBookings> {
  const since = firstOfMonth(today, -MONTHS_BACK)
  const [lines, exports, decided] = await Promise.all([
    bookedLines(db, since),
    exportMonths(db, since),
    decisions(db),
  ])
  const pairs = findDoubles(lines, exports, apartBy(decided))
  return {
    suggestions: pairs.slice(0, SHOWN).map(suggestionOf),
    twice: pairs.reduce((sum, { twice }) => sum + twice, 0),
    decisions: decided.map((one) => ({
      id: one.id,
      decision: one.decision,
      first: decidedSide(one.first_ids, one.first_label, one.first_from, one.first_amount, one),
      second: decidedSide(
        one.second_ids,
        one.second_label,
        one.second_from,
        one.second_amount,
        one,
      ),
      at: one.created_at.toISOString(),
    })),
  }
}

const decidedSide = (
  ids: readonly string[],
  label: string | null,
  from: string | null,
  amount: number,
  { created_at }: Decided,
) => ({
  ids: ids.slice(0, SHOWN),
  label: label ?? '',
  from: from ?? created_at.toISOString().slice(0, 10),
  amount,
  lines: ids.length,
})

function suggestionOf({ reason, first, second, twice, difference }: DoublePair) {
  const firstIds = first.map(({ id }) => id)
  const key: DoubleKey =
    'month' in second
      ? {
          type: 'export',
          first: firstIds,
          month: second.month,
          vendor: second.vendor,
          channel: second.channel,
        }
      : { type: 'lines', first: firstIds, second: second.map(({ id }) => id) }
  return {
    key,
    reason,
    first: linesSide(first),
    second:
      'month' in second
        ? {
            ids: [],
            label: second.vendor ?? '',
            from: second.month,
            amount: second.amount,
            lines: second.lines,
          }
        : linesSide(second),
    twice,
    difference,
  }
}

const linesSide = (lines: readonly BookedLine[]) => ({
  ids: lines.map(({ id }) => id),
  label: [...new Set(lines.map(({ text }) => text))].join(', '),
  from: lines[0]?.from_date ?? isoDate('1970-01-01'),
  amount: lines.reduce((sum, { amount }) => sum + amount, 0),
  lines: lines.length,
})

type Locked = { readonly id: string; readonly amount: number; readonly reported: boolean }

/** The entries of both sides, locked; only such as count at present. */
async function lockSides(tx: Tx, key: DoubleKey): Promise<[Locked[], Locked[]]> {
  const lock = async (condition: ReturnType<typeof sql>) => {
    const { rows } = await sql<Locked>`
      select id::text as id, amount, ${REPORTED} as reported from costs.entry
       where standing = 'booked' and ${condition} order by id for update
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

/**
 * Decides a pair: one side counts, or both do because they are two things. Kept as a change by hand that can be taken
 * back. Throws `costs.double_changed` when the sides are no longer what was shown.
 */
export async function decideDouble(
  records: Records,
  { key, decision, first_amount, second_amount }: DoubleChoice,
  context: WriteContext,
): Promise<string> {
  const id = newId()
  return asAction(records, context, { type: 'bulk_update', kind: costKind.id }, async (tx) => {
    const [first, second] = await lockSides(tx, key)
    if (
      first.length === 0 ||
      second.length === 0 ||
      sum(first) !== first_amount ||
      sum(second) !== second_amount
    ) {
      throw new Refusal('conflict', 'costs.double_changed')
    }
    const ids = (rows: readonly Locked[]) => rows.map((row) => row.id)
    await sql`
      insert into costs.double_booking (id, created_at, updated_at, decision, first_ids, second_ids, first_amount, second_amount)
      values (${id}::uuid, ${context.now.toISOString()}::timestamptz, ${context.now.toISOString()}::timestamptz,
              ${decision}, ${ids(first)}::uuid[], ${ids(second)}::uuid[], ${first_amount}, ${second_amount})
    `.execute(tx)
    const dropped = decision === 'first' ? second : decision === 'second' ? first : []
    if (dropped.length > 0) await leaveOut(tx, id, [...first, ...second], dropped)
    await records.audit(
      tx,
      context,
      dropped.map((row) => ({
        action: 'update',
        kind: costKind.id,
        recordId: row.id,
        before: { standing: 'booked' },
        after: { standing: standingOf(row) },
      })),
    )
    return { result: id, title: '', count: dropped.length }
  })
}

/** Clicks and impressions of an export stay, whichever of both is booked. */
const standingOf = ({ reported }: Locked): string => (reported ? 'platform' : 'duplicate')

async function leaveOut(tx: Tx, id: string, all: readonly Locked[], dropped: readonly Locked[]) {
  await sql`
    update costs.entry
       set double_booking_id = ${id}::uuid,
           standing = case when not id = any(${dropped.map((row) => row.id)}::uuid[]) then 'booked'
                           when ${REPORTED} then 'platform' else 'duplicate' end
     where id = any(${all.map((row) => row.id)}::uuid[])
  `.execute(tx)
}

/** Takes a decision back: everything counts again. Throws `costs.no_decision`. */
export async function revokeDouble(
  records: Records,
  id: string,
  context: WriteContext,
): Promise<void> {
  await asAction(records, context, { type: 'bulk_update', kind: costKind.id }, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from costs.entry
       where double_booking_id = ${id}::uuid and standing <> 'booked'
    `.execute(tx)
    const gone = await sql`delete from costs.double_booking where id = ${id}::uuid`.execute(tx)
    if (Number(gone.numAffectedRows ?? 0) === 0) {
      throw new Refusal('not_found', 'costs.no_decision', { id })
    }
    return { result: null, title: '', count: rows[0]?.count ?? 0 }
  })
}
