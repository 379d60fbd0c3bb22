import type { Kysely } from 'kysely'
import { monthOf, type Period, periodBefore, quarterOf } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import { KpiQuery } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { readCockpit } from './cockpit.ts'
import type { Credits } from './credits.ts'

type Options<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<KpiSettings>
  readonly now: () => Date
  readonly credits?: Credits
}

/** The periods a cockpit is opened with most: this month and quarter, and those before. */
function usualPeriods(now: Date, zone: string): Period[] {
  const today = dayOf(now.getTime(), zone)
  const current = [monthOf(today), quarterOf(today)]
  return [...current, ...current.map(periodBefore)]
}

/**
 * Reads the cockpits that people open, so that after an import or a start somebody else has waited for
 * what must be computed anew. Costs little when nothing changed.
 */
export function kpiTasks<DB>({ db, settings, now, credits }: Options<DB>): {
  tasks: TaskList
  cron: Cron
} {
  return {
    tasks: {
      'kpis.warm': async (_payload, { signal }) => {
        const context = { settings: await settings(), now: now(), ...(credits && { credits }) }
        for (const period of usualPeriods(context.now, context.settings.time_zone)) {
          if (signal.aborted) return
          await readCockpit(db, { query: KpiQuery.parse(period), funnelView: 'cohort' }, context)
        }
      },
    },
    cron: { 'kpis.warm': '*/5 * * * *' },
  }
}
