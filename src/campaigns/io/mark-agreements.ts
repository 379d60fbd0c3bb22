import { sql } from 'kysely'
import type { Tx } from '#platform/records/binding.ts'

/**
 * Brings the mark "measurement agreed" of campaigns in line with the agreements there are. It is no change of the
 * campaign itself: its version stays, so that nobody's open form is refused.
 */
export async function markAgreements(tx: Tx, campaignIds: readonly string[]): Promise<void> {
  if (campaignIds.length === 0) return
  await sql`
    update campaigns.campaign c
       set agreement = case when exists (select from decisions.agreement a where a.campaign_id = c.id)
                            then 'agreed' else 'missing' end
     where c.id = any(${[...campaignIds]}::uuid[])
  `.execute(tx)
}
