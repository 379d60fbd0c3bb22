import { sql } from 'kysely'
import { z } from 'zod'
import type { RoiRecordsAnswer } from '../answer-shapes.ts'
import type { RoiPartId, RoiRecordsQuery } from '../query.ts'
import { shareOf } from '../shares.ts'
import { inScope } from './in-scope.ts'
import type { RoiParts } from './parts.ts'
import { readRoi } from './read.ts'
import { sourceOf } from './rows.ts'
import type { RoiScope } from './scope.ts'
import { sumsOf } from './sums.ts'

const Item = z.object({
  id: z.string(),
  label: z.string().nullable(),
  has_page: z.boolean(),
  at: z.union([z.date(), z.string()]).nullable(),
  cents: z.number().nullable(),
  success: z.boolean().nullable(),
})

const isByGoals = (part: RoiPartId, { settings }: RoiScope): boolean =>
  part === 'lead_value' && settings.lead_value_method === 'goal_values'

/** Numbers that are calculated from all of their records at once: these have no amounts of their own to add up. */
const WHOLE: readonly RoiPartId[] = ['lead_value', 'social_selling', 'retention']

/** The records behind one number, the largest first: the same rows that were added up. */
export async function readRecords<DB>(
  parts: RoiParts<DB>,
  { part, limit, offset, ...query }: RoiRecordsQuery,
): Promise<RoiRecordsAnswer> {
  const roi = WHOLE.includes(part) ? await readRoi(parts, query) : null
  const whole = roi?.parts.find(({ kind }) => kind === part)?.cents ?? null
  return inScope(parts, query, async (db, scope) => {
    const source = sourceOf(part, scope)
    const byGoals = isByGoals(part, scope)
    const isWhole = roi !== null && !byGoals
    const sums = await sumsOf(db, part, scope)
    const { rows } = await sql<Record<string, unknown>>`
      select id, label, at, cents, success,
             ${byGoals ? sql`exists (select from leads.lead where lead.id = row.id)` : sql`true`} as has_page
        from (${source.rows(scope)}) row
       order by ${isWhole ? sql`success desc nulls last,` : sql``} cents desc nulls last, at desc, id
       limit ${limit} offset ${offset}
    `.execute(db)
    // A renewal rate that is higher is worth what it renewed; leads and meetings are worth the same, each of them.
    const sharing = part === 'retention' && sums.successes > 0 ? sums.successes : sums.count
    const centsOf = (own: number | null, index: number) => {
      if (!isWhole) return own
      return whole === null ? null : shareOf(whole, sharing, offset + index)
    }
    return {
      part,
      path: source.path,
      count: sums.count,
      sumCents: isWhole ? whole : sums.unknown === sums.count ? null : sums.cents,
      items: z
        .array(Item)
        .parse(rows)
        .map(({ at, cents, has_page: hasPage, ...item }, index) => ({
          ...{ ...item, hasPage },
          cents: centsOf(cents, index),
          at: at instanceof Date ? at.toISOString() : at,
        })),
    }
  })
}
