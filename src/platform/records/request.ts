import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RecordKind } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '../http.ts'
import type { WriteContext } from './binding.ts'
import type { RowScope } from './conditions.ts'
import type { Asker } from './journal.ts'
import { LIMIT_MAX, type ListQuery } from './page.ts'
import type { Records } from './service.ts'

export type RecordRouteOptions = {
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  /** Kinds whose rows are fixed: no creation, no deletion. */
  readonly fixedKinds?: readonly string[]
  /** Kinds whose names everybody who is signed in may pick from, whatever else of them is closed. */
  readonly openNames?: readonly string[]
  /** Kinds that are changed one at a time: what hangs on them is more than their row. */
  readonly singleKinds?: readonly string[]
  /** May take back and rename what belongs to others. */
  readonly isAdministrator: (role: string) => boolean
  /** Which rows a role may touch for `area:action`. */
  readonly reach: (role: string, permission: string) => 'all' | 'own' | 'none'
}

const RESERVED = new Set(['limit', 'cursor', 'sort', 'q', 'id', 'version', 'language', 'columns'])

export const ListParameters = z.looseObject({
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(50),
  cursor: z.string().optional(),
  sort: z.string().optional(),
  q: z.string().max(200).optional(),
})

/** The filters of a list's query string: every parameter that is no reserved word. */
export function listQueryOf(query: Readonly<Record<string, unknown>>): ListQuery {
  const filters: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(query)) {
    if (RESERVED.has(name)) continue
    filters[name] = [value].flat().map(String)
  }
  const { limit, cursor, sort, q } = ListParameters.parse(query)
  return { filters, limit, cursor, sort, q }
}

/** Rows a person may see: all, or those they own. Of a kind without owners nobody has rows of their own. */
export function scopeOf(kind: RecordKind, request: FastifyRequest): RowScope {
  const actor = actorOf(request)
  if (actor.scope === 'all') return null
  const scope = ownRows(kind, actor.userId)
  if (!scope) throw new Refusal('forbidden', 'records.no_own_rows', { kind: kind.id })
  return scope
}

/** The rows of a kind that a person owns, null where the kind has no owners. */
export const ownRows = (kind: RecordKind, userId: string): RowScope =>
  kind.fields.some((field) => field.id === 'owner_id') ? { field: 'owner_id', value: userId } : null

export function contextOf(
  request: FastifyRequest,
  options: Pick<RecordRouteOptions, 'now' | 'timeZone'>,
  reason?: string | null,
): WriteContext {
  const { userId, name } = actorOf(request)
  return {
    actor: { userId, name },
    now: options.now(),
    timeZone: options.timeZone(),
    reason: reason ?? null,
    requestId: request.id,
  }
}

/** Who asks, for what belongs to people. */
export function askerOf(
  request: FastifyRequest,
  { isAdministrator }: Pick<RecordRouteOptions, 'isAdministrator'>,
): Asker & { readonly userId: string } {
  const { userId, role } = actorOf(request)
  return { userId, isAdministrator: isAdministrator(role) }
}
