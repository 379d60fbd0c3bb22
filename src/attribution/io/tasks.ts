import { type Kysely, sql } from 'kysely'
import type { Cron, TaskList } from '#platform/jobs.ts'
import type { AttributionSettings } from '../settings.ts'
import { type Answers, warmAnswers } from './answers.ts'
import { reconcile } from './reconcile.ts'
import { type RefreshContext, withFreshJourneys } from './refresh.ts'

type Options<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<AttributionSettings>
  readonly now: () => Date
  /** Where answers are kept; the routes have the same. */
  readonly answers?: Answers
}

export type Progress = {
  readonly done: number
  readonly total: number
  readonly started_at: Date
  readonly finished_at: Date | null
}

/** How far working everything out is; null when it never was. */
export async function readProgress<DB>(db: Kysely<DB>): Promise<Progress | null> {
  const { rows } = await sql<Progress>`
    select done, total, started_at, finished_at from attribution.progress`.execute(db)
  return rows[0] ?? null
}

/** Notes progress outside the transaction that works, so that others see it. */
async function noteProgress<DB>(
  db: Kysely<DB>,
  now: Date,
  done: number,
  total: number,
): Promise<void> {
  const finished = done === total ? now : null
  await sql`
    insert into attribution.progress (done, total, started_at, finished_at) values (${done}, ${total}, ${now}, ${finished})
    on conflict (one) do update
      set done = excluded.done, total = excluded.total, finished_at = excluded.finished_at,
          started_at = case when progress.finished_at is null then progress.started_at else excluded.started_at end
  `.execute(db)
}

/** What reading and keeping attribution needs, with the settings of this moment. */
export async function refreshContext<DB>({
  db,
  settings,
  now,
  answers,
}: Options<DB>): Promise<RefreshContext> {
  return {
    settings: await settings(),
    now,
    ...(answers && { answers }),
    onProgress: (done, total) => noteProgress(db, now(), done, total),
  }
}

/** Works out what changed, so that nobody has to wait for it, and checks once a day that it all adds up. */
export function attributionTasks<DB>(options: Options<DB>): { tasks: TaskList; cron: Cron } {
  return {
    tasks: {
      'attribution.refresh': async () => {
        const context = await refreshContext(options)
        await withFreshJourneys(options.db, context, async () => undefined)
        await warmAnswers(context)
      },
      'attribution.reconcile': async (_payload, { log }) => {
        const { compared, wrong, missing } = await reconcile(
          options.db,
          await refreshContext(options),
        )
        if (wrong.length > 0 || missing > 0) {
          log.error({ compared, wrong, missing }, 'credits do not add up to the records')
        } else log.info({ compared }, 'credits add up to the records')
      },
    },
    cron: { 'attribution.refresh': '* * * * *', 'attribution.reconcile': '40 1 * * *' },
  }
}
