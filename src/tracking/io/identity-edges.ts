import { type QueryExecutorProvider, sql } from 'kysely'
import { newId } from '#platform/random.ts'
import type { EdgeKind } from '../identity.ts'
import { mailDomain } from './domains.ts'

/** What says who a visitor was; the rest is found out when it is worked on (`stitch.ts`). */
export type NewEdge = {
  readonly visitor: string
  readonly kind: EdgeKind
  readonly at: Date
  readonly visitId?: number | null
  readonly messageId?: string | null
  /** Of a form or an event, for people. */
  readonly named?: string | null
  /** In the one writing of `normalEmail`. */
  readonly email?: string | null
  /** Of a group that was named by its domain. */
  readonly domain?: string | null
  readonly contactId?: string | null | undefined
  readonly leadId?: string | null | undefined
  readonly accountId?: string | null | undefined
  /** The person who did it by hand. */
  readonly notedBy?: string | null
}

/** Writes edges down, in the caller's transaction. What a message says is written down once. Their ids. */
export async function noteEdges(
  tx: QueryExecutorProvider,
  edges: readonly NewEdge[],
): Promise<string[]> {
  if (edges.length === 0) return []
  const rows = edges.map((edge) => ({
    id: newId(),
    visitor: edge.visitor,
    kind: edge.kind,
    at: edge.at.toISOString(),
    visit_id: edge.visitId ?? null,
    message_id: edge.messageId ?? null,
    named: edge.named ?? null,
    email: edge.email ?? null,
    email_domain: edge.domain ?? (edge.email ? mailDomain(edge.email) : null),
    contact_id: edge.contactId ?? null,
    lead_id: edge.leadId ?? null,
    account_id: edge.accountId ?? null,
    noted_by: edge.notedBy ?? null,
  }))
  const { rows: written } = await sql<{ id: string }>`
    insert into tracking.identity
      (id, visitor, kind, at, visit_id, message_id, named, email, email_domain, contact_id, lead_id, account_id, noted_by)
    select id, visitor, kind, at, visit_id, message_id, named, email, email_domain, contact_id, lead_id, account_id, noted_by
      from jsonb_populate_recordset(null::tracking.identity, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing
    returning id
  `.execute(tx)
  return written.map(({ id }) => id)
}

/** Has the links of visitors worked out again. Nobody waits for anybody. */
export async function queueVisitors(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<void> {
  if (visitors.length === 0) return
  await sql`
    insert into tracking.stitching (visitor) select distinct unnest(${[...visitors]}::uuid[])
  `.execute(tx)
}

/**
 * Cuts every link of visitors who took their consent back, at once: edges, who they were, the touchpoints that were
 * made of their visits. The visits stay, as those of nobody.
 */
export async function cutVisitors(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<void> {
  if (visitors.length === 0) return
  const ids = [...visitors].sort()
  // What the same people did elsewhere may count now: a goal that was reached there for the second time.
  await sql`
    insert into tracking.stitching (visitor)
    select distinct other.visitor
      from tracking.identity_range own
      join tracking.identity_range other on other.contact_id = own.contact_id or other.lead_id = own.lead_id
     where own.visitor = any(${ids}::uuid[]) and other.visitor <> all(${ids}::uuid[])
  `.execute(tx)
  await sql`delete from tracking.identity where visitor = any(${ids}::uuid[])`.execute(tx)
  await sql`delete from tracking.touchpoint where visitor = any(${ids}::uuid[])`.execute(tx)
  await sql`
    update tracking.goal_reached set contact_id = null, lead_id = null
     where visitor = any(${ids}::uuid[]) and (contact_id is not null or lead_id is not null)
  `.execute(tx)
}
