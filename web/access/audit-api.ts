import { AuditPage } from '#access/schema.ts'
import { api, type Query } from '../platform/api.ts'

export const auditKey = ['audit'] as const

export const fetchAudit = (query: Query, signal: AbortSignal) =>
  api.get('/api/audit-events', AuditPage, { query, signal })

/** One event by its number; null when there is none. */
export async function fetchAuditEvent(id: string, signal: AbortSignal) {
  const page = await fetchAudit({ cursor: Number(id) + 1, limit: 1 }, signal)
  const [event] = page.items
  return event && String(event.id) === id ? { event, names: page.names } : null
}
