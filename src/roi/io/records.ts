import { sql } from 'kysely'
import { z } from 'zod'
import type { RoiRecordsAnswer } from '../answer-shapes.ts'
import { leadValueAnswer } from '../found-parts.ts'
import type { RoiRecordsQuery } from '../query.ts'
import type { RoiParts } from './parts.ts'
import { inScope } from './read.ts'
import { SOURCES } from './rows.ts'
import { sumsOf } from './sums.ts'

const Item = z.object({
  id: z.string(),
  label: z.string().nullable(),
  at: z.union([z.date(), z.string()]).nullable(),
  cents: z.number().nullable(),
  success: z.boolean().nullable(),
})

/** The records behind one number, the largest first: the same rows that were added up. */
export async function readRecords<DB>(
  parts: RoiParts<DB>,
  { part, limit, offset, ...query }: RoiRecordsQuery,
): Promise<RoiRecordsAnswer> {
  const figures =
    part === 'lead_value' ? await parts.figures({ from: query.from, until: query.until }) : {}
  return inScope(parts, query, async (db, scope) => {
    const source = SOURCES[part]
    const sums = await sumsOf(db, part, scope)
    const { rows } = await sql<Record<string, unknown>>`
      select id, label, at, cents, success
        from (${source.rows(scope)}) row
       order by cents desc nulls last, at desc, id
       limit ${limit} offset ${offset}
    `.execute(db)
    const isByRate = part === 'lead_value' && scope.settings.lead_value_method === 'rate_clv'
    const history = { ...scope.history, sums: await sumsOf(db, 'rate', scope), isOfChannel: false }
    const { perLeadCents } = leadValueAnswer(
      scope.settings,
      sums,
      history,
      0,
      figures.clv?.value ?? null,
    )
    const each = isByRate && perLeadCents !== null ? Math.round(perLeadCents) : null
    return {
      part,
      path: source.path,
      count: sums.count,
      sumCents:
        isByRate && perLeadCents !== null
          ? Math.round(perLeadCents * sums.count)
          : sums.unknown === sums.count
            ? null
            : sums.cents,
      items: z
        .array(Item)
        .parse(rows)
        .map(({ at, label, cents, ...item }) => ({
          ...item,
          label: label ?? '–',
          cents: isByRate ? each : cents,
          at: at instanceof Date ? at.toISOString() : at,
        })),
    }
  })
}
