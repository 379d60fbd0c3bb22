import { z } from 'zod'
import type { AttributionQuery } from '../query.ts'

/** What every route of attribution says about itself. */
export const tags = ['Attribution']
export const config = { permission: 'kpis:read' }

/** A page of a list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
}

/** Who may see only own rows asks for own rows. */
export const ownOf = <Query extends Pick<AttributionQuery, 'owner'>>(
  query: Query,
  { scope, userId }: { readonly scope: 'all' | 'own'; readonly userId: string },
): Query => (scope === 'own' ? { ...query, owner: [userId] } : query)
