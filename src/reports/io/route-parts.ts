import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import type { AuditWriter, Db, WriteContext } from '#platform/records/binding.ts'
import type { FactsParts } from './read-facts.ts'

/** What the routes of reports and schedules are handed by main. */
export type ReportRouteParts = FactsParts & {
  readonly db: Db
  readonly now: () => Date
  readonly audit: AuditWriter
  readonly timeZone: () => string
  readonly hasMail: boolean
  /** Roles that may read reports. */
  readonly readers: readonly string[]
}

export const tags = ['Reports']
export const read = { permission: 'reports:read' }
export const write = { permission: 'reports:write' }
export const Id = z.object({ id: z.uuid() })

/** Who changes something, and when. */
export function contextOf(
  { now, timeZone }: Pick<ReportRouteParts, 'now' | 'timeZone'>,
  request: FastifyRequest,
): WriteContext {
  const { userId, name } = actorOf(request)
  return { actor: { userId, name }, now: now(), timeZone: timeZone(), requestId: request.id }
}
