import { sql } from 'kysely'
import type { Change, Tx } from '#platform/records/binding.ts'

/** Writes the entry of each time entry into the ledger, or brings it up to date. The hours are its document. */
export async function entriesOfHours(
  tx: Tx,
  changes: readonly Change[],
  language: 'de' | 'en',
): Promise<void> {
  const ids = changes.flatMap(({ id, after }) => (after === null ? [] : [id]))
  if (ids.length === 0) return
  await sql`
    insert into costs.entry (category, from_date, until_date, amount, channel, campaign_id, product_id,
           description, sales_scope, team_id, time_entry_id)
    select coalesce(role.category, 'personnel'), hours.from_date, hours.until_date, hours.amount, hours.channel,
           hours.campaign_id, hours.product_id,
           concat_ws(', ', replace(trim_scale(hours.hours)::text, '.', ${language === 'de' ? ',' : '.'}) || ' h',
                     role.name, hours.description),
           case when role.category = 'sales' then coalesce(role.sales_scope, 'unspecified') end, person.team_id, hours.id
      from costs.time_entry hours
      left join costs.work_role role on role.id = hours.role_id
      left join access."user" person on person.id = hours.user_id
     where hours.id = any(${ids}::uuid[])
    on conflict (time_entry_id) do update
       set category = excluded.category, from_date = excluded.from_date, until_date = excluded.until_date,
           amount = excluded.amount, channel = excluded.channel, campaign_id = excluded.campaign_id,
           product_id = excluded.product_id, description = excluded.description,
           -- What somebody said at the entry holds before what the role says.
           sales_scope = case when excluded.category = 'sales'
                              then coalesce(nullif(entry.sales_scope, 'unspecified'), excluded.sales_scope) end,
           version = entry.version + 1, updated_at = now()
  `.execute(tx)
}
