import { type Kysely, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'
import type { Reason } from '../unattributed.ts'
import { type RefreshContext, withFreshJourneys } from './refresh.ts'

export type UnattributedDeal = {
  readonly opportunityId: string
  readonly name: string
  readonly closedAt: string
  /** Cents. */
  readonly value: number
  readonly reason: Reason
}

type Wanted = {
  readonly from: IsoDate
  readonly until: IsoDate
  readonly limit: number
  /** Instant and id of the last one seen, joined by a blank. */
  readonly cursor?: string | undefined
  /** Only deals of this person. */
  readonly owner: string | null
}

const CURSOR = /^(\S+) ([0-9a-f-]{36})$/

/** Won deals that nobody gets credit for by the company's own model, latest first. */
export function readUnattributed<DB>(
  db: Kysely<DB>,
  { from, until, limit, cursor, owner }: Wanted,
  context: RefreshContext,
): Promise<{ items: UnattributedDeal[]; next: string | null }> {
  const { timeZone, model } = context.settings
  const [, at, id] = CURSOR.exec(cursor ?? '') ?? []
  return withFreshJourneys(db, context, async (tx) => {
    const { rows } = await sql<{
      id: string
      name: string
      at: Date
      value: number
      reason: Reason
    }>`
      select o.id, o.name, c.at, c.value, c.reason
        from attribution.credit c join crm.opportunity o on o.id = c.opportunity_id
       where c.model = ${model} and c.reason is not null
         and c.at >= ${from}::date::timestamp at time zone ${timeZone}::text
         and c.at < ${until}::date::timestamp at time zone ${timeZone}::text
         and (${owner}::uuid is null or o.owner_id = ${owner}::uuid)
         and (${at ?? null}::timestamptz is null or (c.at, o.id) < (${at ?? null}::timestamptz, ${id ?? null}::uuid))
       order by c.at desc, o.id desc
       limit ${limit + 1}`.execute(tx)
    const items = rows.slice(0, limit).map((row) => ({
      ...{ opportunityId: row.id, name: row.name, closedAt: row.at.toISOString() },
      ...{ value: row.value, reason: row.reason },
    }))
    const last = items.at(-1)
    const hasMore = rows.length > limit && last
    return { items, next: hasMore ? `${last.closedAt} ${last.opportunityId}` : null }
  })
}
