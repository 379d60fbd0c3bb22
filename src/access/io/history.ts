import { type QueryExecutorProvider, sql } from 'kysely'
import type { RecordKind } from '#kernel/record.ts'
import type { HistoryItem } from '#platform/records/binding.ts'

const ENTRIES_MAX = 500

type Row = {
  at: Date
  actor_name: string
  action: string
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  reason: string | null
  request_id: string | null
}

/** The newest changes of a record out of the audit trail, as entries of its history. */
export async function recordHistory(
  db: QueryExecutorProvider,
  kind: RecordKind,
  id: string,
): Promise<HistoryItem[]> {
  const { rows } = await sql<Row>`
    select at, actor_name, action, before, after, reason, request_id
      from access.audit_event where record_id = ${id} and kind = ${kind.id}
     order by id desc limit ${ENTRIES_MAX}
  `.execute(db)
  return rows.map((row) => {
    const fields = [...new Set([...Object.keys(row.before ?? {}), ...Object.keys(row.after ?? {})])]
    return {
      at: row.at.toISOString(),
      type: row.action,
      title: row.action,
      detail: row.reason,
      actor: row.actor_name,
      requestId: row.request_id,
      changes: fields.map((field) => ({
        field,
        before: row.before?.[field] ?? null,
        after: row.after?.[field] ?? null,
      })),
    }
  })
}
