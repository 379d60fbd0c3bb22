import { type Kysely, sql } from 'kysely'
import { isoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import { type BudgetAlarm, budgetAlarms } from '../budget-forecast.ts'
import type { BudgetAlarms } from '../budget-shapes.ts'
import { OverheadSettings } from '../overhead-settings.ts'
import { readBudgetGroups } from './budget-read.ts'
import { campaignNames } from './overhead-answer.ts'

export type BudgetParts<DB> = {
  readonly db: Kysely<DB>
  readonly now: () => Date
  readonly timeZone: () => string
  readonly settings: () => Promise<Readonly<Record<string, unknown>>>
}

/** The job that looks after budgets; also added when one changes. */
export const WATCH_TASK = 'budgets.watch'

/** Budgets alarm within the calendar year that runs. */
const yearOf = (day: string): Period => ({
  from: isoDate(`${day.slice(0, 4)}-01-01`),
  until: isoDate(`${Number(day.slice(0, 4)) + 1}-01-01`),
})

/** What there is to say of budgets now. */
async function currentAlarms<DB>(parts: BudgetParts<DB>): Promise<BudgetAlarm[]> {
  const today = dayOf(parts.now().getTime(), parts.timeZone())
  const { budget_near_share: nearShare } = OverheadSettings.parse(await parts.settings())
  const scope = { period: yearOf(today), today, nearShare, campaignId: null }
  return budgetAlarms(await readBudgetGroups(parts.db, scope), today)
}

/**
 * Raises what is new, follows what stands, clears what is over. Returns how many were raised. An alarm that grows from
 * "will exceed" to "over" stays the same alarm, with the day on which it began.
 */
export async function watchBudgets<DB>(parts: BudgetParts<DB>): Promise<number> {
  const alarms = await currentAlarms(parts)
  const now = parts.now().toISOString()
  const given = JSON.stringify(
    alarms.map(({ campaignId, month, category, state, planned, forecast }) => ({
      ...{ campaign_id: campaignId, month, category, state, planned, forecast },
    })),
  )
  return parts.db.transaction().execute(async (tx) => {
    await sql`lock table costs.budget_alarm in share row exclusive mode`.execute(tx)
    const rows = sql`jsonb_to_recordset(${given}::jsonb)
      as given (campaign_id uuid, month date, category text, state text, planned bigint, forecast bigint)`
    const same = sql`(alarm.campaign_id, alarm.month, alarm.category)
      is not distinct from (given.campaign_id, given.month, given.category)`
    await sql`
      update costs.budget_alarm alarm set cleared_at = ${now}::timestamptz
       where cleared_at is null and not exists (select from ${rows} where ${same})
    `.execute(tx)
    await sql`
      update costs.budget_alarm alarm
         set state = given.state, planned = given.planned, forecast = given.forecast
        from ${rows}
       where alarm.cleared_at is null and ${same}
         and (alarm.state, alarm.planned, alarm.forecast) is distinct from (given.state, given.planned, given.forecast)
    `.execute(tx)
    const raised = await sql`
      insert into costs.budget_alarm (campaign_id, month, category, state, planned, forecast, raised_at)
      select campaign_id, month, category, state, planned, forecast, ${now}::timestamptz
        from ${rows}
       where not exists (select from costs.budget_alarm alarm where cleared_at is null and ${same})
    `.execute(tx)
    return Number(raised.numAffectedRows ?? 0)
  })
}

/** The alarms that stand, the largest excess first. */
export async function readAlarms<DB>(db: Kysely<DB>): Promise<BudgetAlarms> {
  const { rows } = await sql<
    Omit<BudgetAlarms['items'][number], 'raisedAt'> & { readonly raisedAt: Date }
  >`
    select campaign_id::text as "campaignId", month, category, state, planned, forecast, raised_at as "raisedAt"
      from costs.budget_alarm
     where cleared_at is null
     order by forecast - planned desc, campaign_id nulls first, month nulls first, category nulls first
  `.execute(db)
  return {
    items: rows.map((row) => ({ ...row, raisedAt: row.raisedAt.toISOString() })),
    labels: await campaignNames(
      db,
      rows.flatMap(({ campaignId }) => campaignId ?? []),
    ),
  }
}

/** Looks after budgets every ten minutes: costs come in by imports, by jobs, and by the day. */
export function budgetTasks<DB>(parts: BudgetParts<DB>): { tasks: TaskList; cron: Cron } {
  return {
    tasks: {
      [WATCH_TASK]: async (_payload, { log }) => {
        const raised = await watchBudgets(parts)
        if (raised > 0) log.info({ raised }, 'budgets raised alarms')
      },
    },
    cron: { [WATCH_TASK]: '*/10 * * * *' },
  }
}
