import { z } from 'zod'

/** What every route of attribution says about itself. */
export const tags = ['Attribution']
export const config = { permission: 'kpis:read' }

/** A page of a list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
}
