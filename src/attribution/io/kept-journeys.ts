import { type Kysely, sql } from 'kysely'
import { copyOut } from '#platform/copy.ts'
import { CopyFields } from '#platform/copy-fields.ts'
import type { WonDeal } from './credits.ts'
import { journeyColumns, journeyOf } from './journey-row.ts'
import type { Range } from './journey-sql.ts'

/** The won deals of a part of all opportunities, with the journeys that are kept of them. */
export async function readKeptDeals<DB>(
  tx: Kysely<DB>,
  { after, upTo }: Range,
): Promise<WonDeal[]> {
  const deals: WonDeal[] = []
  const statement = sql`copy (
    select j.opportunity_id, opportunity.closed_at, coalesce(opportunity.amount, 0), j.touch_ids, ${journeyColumns}
      from attribution.journey j
      join crm.opportunity on opportunity.id = j.opportunity_id
     where opportunity.outcome = 'won' and opportunity.closed_at is not null
       and j.opportunity_id <= ${sql.lit(upTo)}::uuid
       ${after === null ? sql`` : sql`and j.opportunity_id > ${sql.lit(after)}::uuid`}
  ) to stdout (format binary)`
  for await (const rows of copyOut(tx, statement)) {
    for (const row of rows) {
      const fields = new CopyFields(row)
      if (fields.count > 0) deals.push(dealOf(fields))
    }
  }
  return deals
}

const dealOf = (fields: CopyFields): WonDeal => ({
  bytes: fields.bytes,
  id: fields.uuid(),
  microseconds: fields.instant(),
  value: fields.int8(),
  touches: fields.uuids(),
  places: null,
  journey: journeyOf({
    has_somebody: fields.boolean(),
    forms: fields.text(),
    instants: fields.text(),
    channels: fields.text(),
    sessions: fields.text(),
    lead_created: fields.text(),
    opportunity_created: fields.text(),
    later: fields.int4(),
  }),
})
