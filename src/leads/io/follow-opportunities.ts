import { sql } from 'kysely'
import type { AuditWriter, Tx, WriteContext } from '#platform/records/binding.ts'
import { applyWrites, lockRows, planWrites } from '#platform/records/write.ts'
import { leadKind } from '../lead.ts'
import { advanceByOpportunities } from '../rules.ts'
import { leadBinding } from './binding.ts'

/**
 * Bring leads in line with their opportunities: opened, won or lost ones move the lead's stage and
 * dates. Set-based, in the transaction that changed the opportunities.
 */
export async function followOpportunities(
  tx: Tx,
  leadIds: readonly string[],
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  if (leadIds.length === 0) return
  const summaries = await sql<{
    lead_id: string
    opened_at: Date
    won_at: Date | null
    lost_at: Date | null
    any_open: boolean
  }>`
    select lead_id, min(opened_at) as opened_at,
           min(closed_at) filter (where outcome = 'won') as won_at,
           max(closed_at) filter (where outcome = 'lost') as lost_at,
           bool_or(outcome = 'open') as any_open
      from crm.opportunity where lead_id = any(${[...leadIds]}::uuid[]) group by lead_id
  `.execute(tx)
  if (summaries.rows.length === 0) return
  const leads = await lockRows(
    tx,
    leadKind,
    summaries.rows.map((row) => row.lead_id),
  )
  const wanted = summaries.rows.flatMap((row) => {
    const before = leads.get(row.lead_id)
    if (!before || before.stage === 'disqualified') return []
    const changes = advanceByOpportunities(before, {
      openedAt: row.opened_at.toISOString(),
      wonAt: row.won_at?.toISOString() ?? null,
      lostAt: row.lost_at?.toISOString() ?? null,
      anyOpen: row.any_open,
    })
    return [{ id: row.lead_id, before, changes }]
  })
  const { planned, facts } = await planWrites(tx, leadBinding, wanted, context)
  await applyWrites(tx, leadBinding, planned, facts, context, audit)
}
