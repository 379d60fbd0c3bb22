import { sql } from 'kysely'
import { firstOfMonth, type IsoDate, isoDate } from '#kernel/period.ts'
import type { Db } from '#platform/records/binding.ts'
import {
  type Apart,
  type BookedLine,
  type DoublePair,
  type ExportMonth,
  findDoubles,
  type SettledExport,
} from '../double-booking.ts'
import type { DoubleBookings, DoubleKey } from '../ledger-shapes.ts'

/** How far back doubles are looked for, in months. */
const MONTHS_BACK = 24
const SHOWN = 200

/** Has the platform counted it? Then it is a line of an export and no document of the bookkeeping. */
export const REPORTED = sql`(impressions is not null or clicks is not null)`

/** Vendor and description; a description that names its vendor says both. */
const WORDS = sql`
  case when position(lower(vendor) in lower(description)) > 0 then description
       else concat_ws(' ', vendor, description) end`

/** Bookings that may be there twice; hours never are. */
async function bookedLines(db: Db, since: IsoDate): Promise<BookedLine[]> {
  const { rows } = await sql<BookedLine>`
    select id::text as id, from_date, amount, category, vendor, document_number,
           ${WORDS} as text, recurring_id::text as recurring
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
}

/** What one side of a decision is called: its first entry that is still there. */
export const sideOf = (ids: 'first_ids' | 'second_ids', alias: string) => sql`
  left join lateral (
    select ${WORDS} as label, from_date, vendor, channel,
           case when ${REPORTED} then date_trunc('month', from_date)::date end as month
      from costs.entry where id = any(booking.${sql.ref(ids)}) order by from_date, id limit 1
  ) as ${sql.ref(alias)} on true`

async function decisions(db: Db): Promise<Decided[]> {
  const { rows } = await sql<Decided>`
    select booking.id::text as id, decision, first_ids::text[] as first_ids, second_ids::text[] as second_ids,
           first_amount, second_amount, booking.created_at, first_side.label as first_label,
           second_side.label as second_label, first_side.from_date as first_from, second_side.from_date as second_from
      from costs.double_booking booking ${sideOf('first_ids', 'first_side')} ${sideOf('second_ids', 'second_side')}
     order by booking.created_at desc limit ${SHOWN}
  `.execute(db)
  return rows
}

/** What pairs are held against: every decision that can still meet one, however old. */
type Settled = {
  readonly decision: 'first' | 'separate'
  readonly first_ids: readonly string[]
  readonly second_ids: readonly string[]
  /** Of an export. */
  readonly month: IsoDate | null
  readonly vendor: string | null
  readonly channel: string | null
}

async function settledPairs(db: Db): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
    select decision, first_ids::text[] as first_ids,
           case when decision = 'separate' then second_ids::text[] else '{}' end as second_ids,
           second_side.month, second_side.vendor, second_side.channel
      from costs.double_booking booking ${sideOf('second_ids', 'second_side')}
     where decision = 'separate' or decision = 'first' and second_side.month is not null
  `.execute(db)
  return rows
}

/** What people said is two things; each line leads to the decisions it is in. */
function apartBy(settled: readonly Settled[]): Apart {
  const apart = settled.filter(({ decision }) => decision === 'separate')
  const byLine = new Map<string, Set<number>>()
  for (const [index, { first_ids, second_ids }] of apart.entries()) {
    for (const id of [...first_ids, ...second_ids]) {
      byLine.set(id, (byLine.get(id) ?? new Set()).add(index))
    }
  }
  return (first, second) => {
    const lines = 'month' in second ? first : [...first, ...second]
    const [one, ...others] = lines.map(({ id }) => byLine.get(id) ?? new Set<number>())
    return [...(one ?? [])].some((index) => {
      const decided = apart[index]
      return (
        others.every((known) => known.has(index)) &&
        (!('month' in second) ||
          (decided?.month === second.month &&
            decided.vendor === second.vendor &&
            decided.channel === second.channel))
      )
    })
  }
}

/** Exports that were left out, with the invoices that count for them. */
function settledExports(
  settled: readonly Settled[],
  lines: readonly BookedLine[],
): SettledExport[] {
  const byId = new Map(lines.map((line) => [line.id, line]))
  return settled.flatMap(({ decision, first_ids, month, vendor, channel }) =>
    decision === 'first' && month !== null
      ? [{ month, vendor, channel, first: first_ids.flatMap((id) => byId.get(id) ?? []) }]
      : [],
  )
}

/** What is suggested, how much counts twice as long as nobody decides, and what was decided. */
export async function readDoubles(db: Db, today: IsoDate): Promise<DoubleBookings> {
  const since = firstOfMonth(today, -MONTHS_BACK)
  const [lines, exports, decided, settled] = await Promise.all([
    bookedLines(db, since),
    exportMonths(db, since),
    decisions(db),
    settledPairs(db),
  ])
  const pairs = findDoubles(lines, exports, {
    isApart: apartBy(settled),
    settled: settledExports(settled, lines),
  })
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
