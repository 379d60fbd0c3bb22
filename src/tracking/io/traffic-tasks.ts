import type { Cron, TaskList } from '#platform/jobs.ts'
import type { OnTaken } from './taken.ts'
import { noteChanges } from './traffic-changes.ts'
import { refreshTraffic } from './traffic-count.ts'
import { markStatement, trafficDaysOf } from './traffic-marks.ts'
import { type TrafficParts, trafficClock } from './traffic-routes.ts'

type Options<DB> = TrafficParts<DB> & {
  /** The language of what the program writes into the diary. */
  readonly language: () => Promise<'de' | 'en'>
}

/** Counts marked days every minute, and looks once a day for changes in the measuring. */
export function trafficTasks<DB>(options: Options<DB>): { tasks: TaskList; cron: Cron } {
  return {
    tasks: {
      'traffic.count': async (_payload, { signal, log }) => {
        const { counted } = await refreshTraffic(options.db, await trafficClock(options), {
          signal,
        })
        if (counted > 1) log.info({ days: counted }, 'days of traffic counted')
      },
      'traffic.note_changes': async (_payload, { log }) => {
        const clock = await trafficClock(options)
        const noted = await noteChanges(options.db, clock, await options.language())
        if (noted > 0) log.info({ noted }, 'changes in the measuring noted')
      },
    },
    cron: { 'traffic.count': '* * * * *', 'traffic.note_changes': '20 3 * * *' },
  }
}

/**
 * Marks the days of what was taken in. A visit that was there before may have begun later than it does now, or on the
 * day on which it ends: both days are marked.
 */
export const trafficTaken =
  (timeZone: () => string): OnTaken =>
  async (_tx, { visits, events }, send) => {
    const zone = timeZone()
    const instants = new Set<number>()
    for (const { startedAt, endedAt, isNew } of visits) {
      instants.add(startedAt)
      if (!isNew) instants.add(endedAt)
    }
    for (const { at, visitId } of events) if (visitId === null) instants.add(at)
    const days = trafficDaysOf(instants, zone)
    if (days.size > 0) send(markStatement(days))
  }
