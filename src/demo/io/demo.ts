import { type Kysely, sql } from 'kysely'
import { firstOfMonth, type IsoDate, isoDate } from '#kernel/period.ts'
import { type Problem, Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { addJob, type TaskList } from '#platform/jobs.ts'
import type { AnyTables, Db, Tx } from '#platform/records/binding.ts'
import { demoCalendar } from '../calendar.ts'
import { COMPANY_NAME, demoCompany, demoPeriods } from '../demo-company.ts'
import {
  DEMO_RUNS,
  type DemoProgress,
  type DemoRun,
  type DemoState,
  type DemoStatus,
  runOf,
} from '../state.ts'
import { ownRecords, readStages, refuseOwnRecords, writeDemo } from './load.ts'
import type { DemoParts, Report, SettingRows, Starter } from './parts.ts'
import { deleteDemo } from './remove.ts'

type LoadRow = {
  readonly state: DemoState
  readonly run: string
  readonly actor_id: string | null
  readonly actor_name: string
  readonly last_month: IsoDate
  readonly time_zone: string
  readonly progress: DemoProgress | null
  readonly error: { readonly code: string; readonly problems: readonly Problem[] } | null
  readonly settings_before: SettingRows | null
  readonly settings_given: Readonly<Record<string, unknown>> | null
}

/** Held while a run is alive, by the connection that tells about it: gone with the process. */
const RUN_LOCK = 7_246_053
const TASK = 'demo.run'
/** Batches are told about at most so often. */
const REPORT_EVERY_MS = 250

async function readRow(db: Db): Promise<LoadRow | null> {
  const { rows } = await sql<LoadRow>`select * from demo.load`.execute(db)
  return rows[0] ?? null
}

const periodsOf = ({ last_month, time_zone }: LoadRow): DemoStatus['periods'] => {
  const { lastMonth, publishedMonth, publishedYear } = demoPeriods(
    demoCalendar(last_month, time_zone),
  )
  return { last_month: lastMonth, published_month: publishedMonth, published_year: publishedYear }
}

export type Demo = ReturnType<typeof createDemo>

/** The demo company of the program: loaded and removed as a job or on the spot. */
export function createDemo(parts: DemoParts) {
  const { records, log, now } = parts
  const { db, newId } = records

  const status = async (): Promise<DemoStatus> => {
    const row = await readRow(db)
    const isThere = row !== null && row.state !== 'failed'
    return {
      state: row?.state ?? 'none',
      company: COMPANY_NAME,
      own_records: isThere ? [] : await ownRecords(db, records),
      progress: row?.progress ?? null,
      error: row?.error?.code ?? null,
      held: (row?.error?.problems ?? []).map(({ field, detail }) => ({
        kind: field,
        count: Number(detail?.count ?? 0),
      })),
      periods: row && isThere && row.state !== 'loading' ? periodsOf(row) : null,
    }
  }

  /** Claims loading: the row that says so can be there once only. */
  const claimLoad = async (tx: Db, starter: Starter): Promise<string> => {
    const there = await readRow(tx)
    if (there && there.state !== 'failed') throw new Refusal('conflict', 'demo.already_there')
    await refuseOwnRecords(tx, records)
    const settings = await parts.settings.current()
    const timeZone = String(settings.time_zone)
    const lastMonth = firstOfMonth(dayOf(now().getTime(), timeZone), -1)
    const run = newId()
    const { rows } = await sql<{ run: string }>`
      insert into demo.load (state, run, started_at, actor_id, actor_name, last_month, time_zone)
      values ('loading', ${run}::uuid, ${now()}, ${starter.userId}::uuid, ${starter.name}, ${lastMonth}, ${timeZone})
      on conflict (id) do update
        set state = 'loading', run = excluded.run, started_at = excluded.started_at, error = null,
            progress = null, actor_id = excluded.actor_id, actor_name = excluded.actor_name,
            last_month = excluded.last_month, time_zone = excluded.time_zone
        where load.state = 'failed'
      returning run
    `.execute(tx)
    if (rows.length === 0) throw new Refusal('conflict', 'demo.already_there')
    return run
  }

  const claimRemove = async (tx: Db, starter: Starter): Promise<string> => {
    const run = newId()
    const { rows } = await sql<{ run: string }>`
      update demo.load
         set state = 'removing', run = ${run}::uuid, progress = null, error = null,
             actor_id = ${starter.userId}::uuid, actor_name = ${starter.name}
       where state = 'loaded' returning run
    `.execute(tx)
    if (rows.length > 0) return run
    const row = await readRow(tx)
    throw row && row.state !== 'failed'
      ? new Refusal('conflict', 'demo.busy')
      : new Refusal('not_found', 'demo.not_there')
  }

  const claim = { load: claimLoad, remove: claimRemove } satisfies Record<DemoRun, unknown>

  const audit = (tx: Tx, row: LoadRow, action: DemoRun, count: number) => {
    const values = { company: COMPANY_NAME, last_month: row.last_month, records: count }
    const actor = { userId: row.actor_id, name: row.actor_name }
    return records.audit(tx, { actor, now: now(), timeZone: row.time_zone }, [
      {
        action,
        kind: 'demo',
        recordId: COMPANY_NAME,
        before: action === 'remove' ? values : null,
        after: action === 'load' ? values : null,
      },
    ])
  }

  const load = (row: LoadRow, report: Report) =>
    db.transaction().execute(async (tx: Tx) => {
      await refuseOwnRecords(tx, records)
      const stages = await readStages(tx)
      const company = demoCompany({
        lastMonth: isoDate(row.last_month),
        timeZone: row.time_zone,
        stages,
      })
      const { count, before, given } = await writeDemo(tx, parts, company, row.time_zone, report)
      await audit(tx, row, 'load', count)
      await sql`
        update demo.load
           set state = 'loaded', progress = null, settings_before = ${JSON.stringify(before)}::jsonb,
               settings_given = ${JSON.stringify(given)}::jsonb
      `.execute(tx)
    })

  const remove = (row: LoadRow, report: Report) =>
    db.transaction().execute(async (tx: Tx) => {
      const count = await deleteDemo(tx, parts, row.time_zone, report)
      await parts.settings.restore(tx, await untouched(tx, row))
      await audit(tx, row, 'remove', count)
      await sql`delete from demo.load`.execute(tx)
    })

  /** Settings that nobody changed since the demo company gave them. */
  const untouched = async (tx: Tx, row: LoadRow): Promise<SettingRows> => {
    const { settings_before: before = {}, settings_given: given = {} } = row
    const current = await parts.settings.rows(tx, Object.keys(given ?? {}))
    const isSame = (key: string) =>
      (current[key] as { value?: unknown } | null)?.value === given?.[key]
    return Object.fromEntries(Object.entries(before ?? {}).filter(([key]) => isSame(key)))
  }

  /** Falls back after a run that stopped: its transaction wrote nothing. */
  const fail = async (aside: Db, run: DemoRun, error: unknown): Promise<void> => {
    const refusal = error instanceof Refusal ? error : null
    if (!refusal) log.error({ err: error }, 'the demo company could not be loaded or removed')
    const stored = { code: refusal?.code ?? 'demo.failed', problems: refusal?.problems ?? [] }
    await sql`
      update demo.load
         set state = ${DEMO_RUNS[run].fallback}, progress = null, error = ${JSON.stringify(stored)}::jsonb
       where state = ${DEMO_RUNS[run].during}
    `.execute(aside)
  }

  /** Does a claimed run to its end, on a connection of its own that tells how far it is. */
  const execute = (runId: string, told: Report = async () => undefined): Promise<void> =>
    db.connection().execute(async (aside: Kysely<AnyTables>) => {
      await sql`select pg_advisory_lock(${RUN_LOCK})`.execute(aside)
      try {
        const row = await readRow(aside)
        const run = row && row.run === runId ? runOf(row.state) : null
        if (!row || !run) return
        let latest = 0
        const report: Report = async (done, total) => {
          await told(done, total)
          if (performance.now() - latest < REPORT_EVERY_MS) return
          latest = performance.now()
          const progress = JSON.stringify({ done, total })
          await sql`update demo.load set progress = ${progress}::jsonb`.execute(aside)
        }
        try {
          await (run === 'load' ? load(row, report) : remove(row, report))
        } catch (error) {
          await fail(aside, run, error)
          throw error
        }
      } finally {
        await sql`select pg_advisory_unlock(${RUN_LOCK})`.execute(aside)
      }
    })

  return {
    status,
    /** Queues a run as a job. */
    start: (run: DemoRun, starter: Starter): Promise<void> =>
      db.transaction().execute(async (tx: Tx) => {
        const runId = await claim[run](tx, starter)
        await addJob(tx, TASK, { run: runId }, { maxAttempts: 1 })
      }),
    /** Does a run here and now. */
    runNow: async (run: DemoRun, starter: Starter, told?: Report): Promise<void> => {
      await execute(await claim[run](db, starter), told)
    },
    tasks: {
      [TASK]: async (payload) => {
        // A refusal is stored with the state; only a bug is the job's failure.
        await execute((payload as { run: string }).run).catch((error) => {
          if (!(error instanceof Refusal)) throw error
        })
      },
    } satisfies TaskList,
    /** Before jobs run: a run whose process died wrote nothing. One of another living process is left alone. */
    recover: async (): Promise<void> => {
      await db.connection().execute(async (connection: Kysely<AnyTables>) => {
        const { rows } = await sql<{ free: boolean }>`
          select pg_try_advisory_lock(${RUN_LOCK}) as free
        `.execute(connection)
        if (!rows[0]?.free) return
        try {
          const row = await readRow(connection)
          const run = row && runOf(row.state)
          if (run) await fail(connection, run, new Refusal('conflict', 'demo.interrupted'))
        } finally {
          await sql`select pg_advisory_unlock(${RUN_LOCK})`.execute(connection)
        }
      })
    },
  }
}
