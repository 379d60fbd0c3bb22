import { type RawBuilder, sql } from 'kysely'
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
