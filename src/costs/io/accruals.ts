import { sql } from 'kysely'
import { addDays, type IsoDate } from '#kernel/period.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Accruals } from '../ledger-shapes.ts'

const SHOWN = 500

/** Days after its period from which on an accrual without its invoice is worth a reminder. */
const WAITING_DAYS = 30

/**
 * Accruals that were open at the end of a day: their period had begun, and no invoice for them had been entered by then
 * (in a time zone). With each the invoice that has come since. Sums in cents; `waiting` is as of `today`.
 */
export async function readAccruals(
  db: Db,
  { day, today, timeZone }: { day: IsoDate; today: IsoDate; timeZone: string },
): Promise<Accruals> {
  const { rows } = await sql<Accruals['items'][number]>`
    select accrual.id::text as id, coalesce(accrual.description, accrual.vendor, '') as label, accrual.category,
           accrual.from_date as "from", accrual.until_date as until, accrual.amount,
           invoice.id::text as "invoiceId", invoice.amount as "invoiceAmount"
      from costs.entry accrual
      left join lateral (
        select id, amount, created_at from costs.entry invoice
         where invoice.refers_to_id = accrual.id and invoice.document_type is distinct from 'credit_note'
         order by created_at, id limit 1
      ) as invoice on true
     where accrual.document_type = 'accrual' and accrual.standing in ('booked', 'settled')
       and accrual.from_date <= ${day}::date
       and (invoice.id is null or invoice.created_at >= ${addDays(day, 1)}::date::timestamp at time zone ${timeZone})
     order by accrual.from_date, accrual.id
  `.execute(db)
  const waiting = await sql<Accruals['waiting']>`
    select count(*)::int as count, coalesce(sum(amount), 0)::bigint as amount
      from costs.entry
     where document_type = 'accrual' and standing = 'booked' and until_date <= ${addDays(today, -WAITING_DAYS)}::date
  `.execute(db)
  return {
    day,
    items: rows.slice(0, SHOWN),
    open: { count: rows.length, amount: rows.reduce((sum, { amount }) => sum + amount, 0) },
    waiting: waiting.rows[0] ?? { count: 0, amount: 0 },
  }
}
