import { type Kysely, type RawBuilder, sql } from 'kysely'
import { LAST_NON_DIRECT_DAYS } from '../last-non-direct.ts'

/**
 * The "last non-direct" channel of the row `visit` of tracking.visit, as `lastNonDirect` has it: for a select list.
 * One step in the index of visits by visitor, and only for visits that are direct.
 */
export const lastNonDirectSql = (visit = 'visit'): RawBuilder<string> => sql`
  case when ${sql.ref(`${visit}.channel`)} <> 'direct' then ${sql.ref(`${visit}.channel`)}
       else coalesce((
         select earlier.channel from tracking.visit earlier
          where earlier.visitor = ${sql.ref(`${visit}.visitor`)}
            and earlier.started_at < ${sql.ref(`${visit}.started_at`)}
            and earlier.started_at >= ${sql.ref(`${visit}.started_at`)} - make_interval(hours => ${24 * LAST_NON_DIRECT_DAYS})
            and earlier.channel <> 'direct'
          order by earlier.started_at desc, earlier.id desc limit 1), 'direct') end`

/**
 * What "last non-direct" says of touchpoints out of direct visits, by touchpoint. Those of which it says nothing else
 * than direct are missing.
 */
export async function lastNonDirectOfTouches<DB>(
  db: Kysely<DB>,
  touches: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; channel: string }>`
    select told.* from (
      select touch.id, ${lastNonDirectSql()} as channel
        from tracking.touchpoint touch join tracking.visit on visit.id = touch.visit_id
       where touch.id = any(${[...touches]}::uuid[]) and touch.channel = 'direct' offset 0) told
     where told.channel <> 'direct'`.execute(db)
  return new Map(rows.map(({ id, channel }) => [id, channel]))
}
