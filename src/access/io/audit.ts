import { type QueryExecutorProvider, sql } from 'kysely'

/** Who did it; `userId` null is the program itself or the command line. */
export type AuditActor = { readonly userId: string | null; readonly name: string }

export type AuditContext = {
  readonly actor: AuditActor
  readonly reason?: string | null
  readonly requestId?: string | null
  readonly importId?: string | null
}

/** One change. Create: only `after`. Update: the changed fields in both. Delete: only `before`. */
export type AuditEntry = {
  readonly action: string
  readonly kind: string
  readonly recordId: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

const ENTRIES_PER_STATEMENT = 5_000

const json = (value: AuditEntry['before']): string | null =>
  value === null ? null : JSON.stringify(value)

/**
 * Writes one entry or a hundred thousand in the caller's transaction: a change without its trail, or a
 * trail without its change, cannot be. The table refuses update, delete and truncate.
 */
export async function writeAudit(
  tx: QueryExecutorProvider,
  context: AuditContext,
  entries: readonly AuditEntry[],
): Promise<void> {
  const { actor, reason = null, requestId = null, importId = null } = context
  for (let start = 0; start < entries.length; start += ENTRIES_PER_STATEMENT) {
    const part = entries.slice(start, start + ENTRIES_PER_STATEMENT)
    await sql`
      insert into access.audit_event
        (actor_id, actor_name, action, kind, record_id, before, after, reason, request_id, import_id)
      select ${actor.userId}::uuid, ${actor.name}::text, action, kind, record_id, before, after,
        ${reason}::text, ${requestId}::text, ${importId}::uuid
      from unnest(
        ${part.map((entry) => entry.action)}::text[],
        ${part.map((entry) => entry.kind)}::text[],
        ${part.map((entry) => entry.recordId)}::text[],
        ${part.map((entry) => json(entry.before))}::jsonb[],
        ${part.map((entry) => json(entry.after))}::jsonb[]
      ) with ordinality as entry (action, kind, record_id, before, after, position)
      order by position`.execute(tx)
  }
}
