import { type Kysely, sql } from 'kysely'
import { firstOfMonth } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import type { TrackingSettings } from '../settings.ts'

export type RetentionParts = {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
}

/** Rows of one statement: nobody waits long for a lock. */
const BATCH = 20_000

/**
 * Deletes visits of before an instant, and visitors who have no other, unless it is known who they were: those visits
 * are touchpoints of a person and go with the person. Goals that were reached stay, as those of nobody.
 * Returns how many visits were deleted.
 */
export async function forgetVisits(db: Kysely<unknown>, before: Date): Promise<number> {
  let deleted = 0
  for (;;) {
    const { rows } = await sql<{ visits: number }>`
      with old as (
        select id, visitor from tracking.visit visit
         where started_at < ${before}
           and not exists (select from tracking.identity edge where edge.visitor = visit.visitor)
         limit ${BATCH}
      ),
      gone as (delete from tracking.visit using old where visit.id = old.id returning visit.id),
      nobody as (
        update tracking.goal_reached set visit_id = null, visitor = null
          from old where goal_reached.visit_id = old.id
      )
      select count(*)::int as visits from gone
    `.execute(db)
    const visits = rows[0]?.visits ?? 0
    deleted += visits
    if (visits < BATCH) break
  }
  await sql`
    delete from tracking.visitor
     where first_at < ${before}
       and not exists (select from tracking.visit where visit.visitor = visitor.id)
       and not exists (select from tracking.identity edge where edge.visitor = visitor.id)
  `.execute(db)
  return deleted
}

/** Every night, after the months that the company keeps. */
export const retentionTasks = ({
  db,
  now,
  settings,
}: RetentionParts): { readonly tasks: TaskList; readonly cron: Cron } => ({
  tasks: {
    'tracking.forget_visits': async (_payload, { log }) => {
      const { retentionMonths, timeZone } = await settings()
      const day = firstOfMonth(dayOf(now().getTime(), timeZone), -retentionMonths)
      const deleted = await forgetVisits(db, new Date(`${day}T00:00:00Z`))
      if (deleted > 0) log.info({ deleted }, 'old visits deleted')
    },
  },
  cron: { 'tracking.forget_visits': '40 2 * * *' },
})
