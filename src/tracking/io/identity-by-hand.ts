import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import { noRecord, Refusal } from '#kernel/refusal.ts'
import { type EdgeInput, KNOWN_KINDS } from '../identity-shapes.ts'
import { noteEdges } from './identity-edges.ts'

type Done = { readonly by: string; readonly now: Date }

/** Links the visitor of a visit to somebody. Throws `tracking.no_consent` where they did not consent to marketing. */
export async function linkByHand(
  db: Kysely<unknown>,
  { visit, ...whom }: z.infer<typeof EdgeInput>,
  { by, now }: Done,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ visitor: string; at: Date; may: boolean }>`
      select visit.visitor, visit.started_at as at, coalesce(visitor.consent = 'm' and withdrawn_at is null, false) as may
        from tracking.visit left join tracking.visitor on visitor.id = visit.visitor
       where visit.id = ${visit}
    `.execute(tx)
    const [found] = rows
    if (!found) throw new Refusal('not_found', 'tracking.visit_gone', { id: visit })
    if (!found.may) throw new Refusal('conflict', 'tracking.no_consent')
    await requireRecord(tx, whom)
    const [id] = await noteEdges(tx, [
      {
        ...{ visitor: found.visitor, kind: 'by_hand', at: found.at, visitId: visit, notedBy: by },
        ...{ contactId: whom.contact, leadId: whom.lead, accountId: whom.account },
      },
    ])
    // It holds from now on, but stands for the visit that was pointed at.
    await sql`update tracking.identity set noted_at = ${now} where id = ${id ?? null}`.execute(tx)
    return id ?? ''
  })
}

async function requireRecord(
  db: Kysely<unknown>,
  whom: Omit<z.infer<typeof EdgeInput>, 'visit'>,
): Promise<void> {
  const { contact = null, lead = null, account = null } = whom
  const { rows } = await sql`
    select from crm.contact where id = ${contact}::uuid
    union all select from leads.lead where id = ${lead}::uuid
    union all select from crm.account where id = ${account}::uuid
  `.execute(db)
  if (rows.length > 0) return
  const kind = KNOWN_KINDS.find((one) => whom[one] !== undefined) ?? ''
  throw noRecord(kind, contact ?? lead ?? account ?? '')
}

/** Takes a link back; it stays on record as taken back, so that this can be undone. */
export async function removeEdge(
  db: Kysely<unknown>,
  id: string,
  { by, now }: Done,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update tracking.identity set removed_at = ${now}, removed_by = ${by} where id = ${id} and removed_at is null
  `.execute(db)
  if (Number(numAffectedRows ?? 0) === 0)
    throw new Refusal('not_found', 'tracking.edge_gone', { id })
}

export async function restoreEdge(db: Kysely<unknown>, id: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update tracking.identity set removed_at = null, removed_by = null where id = ${id} and removed_at is not null
  `.execute(db)
  if (Number(numAffectedRows ?? 0) === 0)
    throw new Refusal('not_found', 'tracking.edge_gone', { id })
}
