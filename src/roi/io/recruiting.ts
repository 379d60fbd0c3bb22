import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { RecruitingAnswer } from '../beside-shapes.ts'
import { isCut, sourceOf, WORK_CUTS } from './rows.ts'
import { chosen, onDays, type RoiScope } from './scope.ts'

const Rows = z.array(
  z.object({
    channel: z.string(),
    applications: z.number(),
    hires: z.number(),
    cents: z.number().nullable(),
    unknown: z.number(),
  }),
)

/** Applications and hires by channel of marketing: the hires are those that the ROI adds up. */
export async function readRecruiting<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<RecruitingAnswer> {
  const { rows } = await sql<Record<string, unknown>>`
    with hired as (
      select hire.channel, count(*)::integer as hires, sum(row.cents)::bigint as cents,
             count(*) filter (where row.cents is null)::integer as unknown
        from (${sourceOf('recruiting', scope).rows(scope)}) row
        join kpis.hire on hire.id = row.id
       group by hire.channel
    ), applied as (
      select x.channel, count(*)::integer as applications
        from kpis.job_application x
       where ${onDays('x.date', scope)}
         and kpis.is_marketing(x.channel, x.campaign_id)
         and ${isCut('recruiting', scope)}::boolean
         ${chosen(scope, WORK_CUTS)}
       group by x.channel
    )
    select channel, coalesce(applications, 0) as applications, coalesce(hires, 0) as hires, cents,
           coalesce(unknown, 0) as unknown
      from hired full join applied using (channel)
     order by coalesce(hires, 0) desc, coalesce(applications, 0) desc, channel
  `.execute(db)
  return {
    savingPerHireCents: scope.settings.saving_per_hire,
    rows: Rows.parse(rows).map(({ cents, ...row }) => ({
      ...row,
      savingCents: row.hires > row.unknown ? cents : null,
    })),
  }
}
