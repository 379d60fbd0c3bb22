import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import type { Delivery, ReportEntry } from '#decisions/calendar.ts'
import type { Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { periodName } from '#kpis/sentence.ts'
import { REPORT_KINDS, type ReportKind } from '../facts.ts'
import { slotsIn } from '../schedule.ts'
import { WORDS } from '../words.ts'
import { madeReports } from './report-store.ts'
import { readSchedules } from './schedule-store.ts'

type Db = QueryExecutorProvider

/** Whoever may not be sent a report any more is left out of it. */
const LEFT_OUT = 'reports.recipient'

const titleOf = (kind: ReportKind, period: Period): Text => ({
  de: `${WORDS.de.titles[kind]} ${periodName(period, 'de')}`,
  en: `${WORDS.en.titles[kind]} ${periodName(period, 'en')}`,
})

const Recipient = z.object({ schedule: z.string(), name: z.string(), may: z.boolean() })

async function recipientsOf(db: Db, readers: readonly string[]) {
  const { rows } = await sql`
    select r.schedule_id::text as schedule, u.name,
           coalesce(u.active and u.role = any(${readers}::text[]) and u.email is not null, false) as may
      from reports.recipient r
      join access."user" u on u.id = r.user_id
     order by u.name collate "C", u.id
  `.execute(db)
  return Map.groupBy(z.array(Recipient).parse(rows), ({ schedule }) => schedule)
}
type Recipients = Awaited<ReturnType<typeof recipientsOf>>

/** What schedules will send in these days. */
async function planned(
  db: Db,
  days: Period,
  timeZone: string,
  recipients: Recipients,
): Promise<ReportEntry[]> {
  const schedules = (await readSchedules(db)).filter(({ active }) => active)
  const made = await madeReports(db)
  return schedules.flatMap((schedule) => {
    const deliveries = (recipients.get(schedule.id) ?? []).map(
      ({ name, may }): Delivery =>
        may
          ? { name, state: 'planned', error: null }
          : { name, state: 'left_out', error: LEFT_OUT },
    )
    return (
      slotsIn(days, schedule, timeZone)
        // Dates from before a schedule owed anything never were any.
        .filter(({ at }) => at >= schedule.owes_from.getTime())
        .filter(({ period: { from, until } }) => !made.has(`${schedule.id} ${from} ${until}`))
        .map(({ on, period }) => ({
          ...{ on, deliveries, link: '/reports' },
          title: titleOf(schedule.kind, period),
        }))
    )
  })
}

const Sent = z.object({
  id: z.string(),
  on: z.string(),
  kind: z.enum(REPORT_KINDS),
  from: z.string(),
  until: z.string(),
  schedule: z.string().nullable(),
  deliveries: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['waiting', 'sent', 'failed']),
      error: z.string().nullable(),
    }),
  ),
})

const deliveryOf = ({ state, ...rest }: z.infer<typeof Sent>['deliveries'][number]): Delivery => ({
  ...rest,
  state: state === 'failed' && rest.error === LEFT_OUT ? 'left_out' : state,
})

/** What was to go out in these days, by schedule or by hand, and what became of it. */
async function sent(
  db: Db,
  { from, until }: Period,
  timeZone: string,
  recipients: Recipients,
): Promise<ReportEntry[]> {
  const { rows } = await sql`
    select r.id::text as id, requested.day as "on", r.kind, r.from_date as from, r.until_date as until,
           r.schedule_id::text as schedule,
           jsonb_agg(jsonb_build_object('name', u.name, 'state', d.state, 'error', d.error)
                     order by u.name collate "C", d.id) as deliveries
      from reports.delivery d
      join reports.report r on r.id = d.report_id
      join access."user" u on u.id = d.user_id
     cross join lateral (select (d.requested_at at time zone ${timeZone})::date as day) requested
     where r.removed_at is null
       and d.requested_at >= (${from}::date - 1)
       and d.requested_at < (${until}::date + 1)
       and requested.day >= ${from}::date
       and requested.day < ${until}::date
     group by r.id, requested.day
     order by requested.day, r.id
  `.execute(db)
  return z
    .array(Sent)
    .parse(rows)
    .map(({ id, on, kind, schedule, deliveries, ...period }) => {
      const named = new Set(deliveries.map(({ name }) => name))
      const leftOut = (recipients.get(schedule ?? '') ?? []).flatMap(({ name, may }): Delivery[] =>
        may || named.has(name) ? [] : [{ name, state: 'left_out', error: LEFT_OUT }],
      )
      return {
        ...{ on, link: `/reports?report=${id}` },
        title: titleOf(kind, period as Period),
        deliveries: [...deliveries.map(deliveryOf), ...leftOut],
      }
    })
}

/** The reports of these days for the calendar: what is planned, what went out, waits, failed, or was left out. */
export async function reportsIn(
  db: Db,
  days: Period,
  { timeZone, readers }: { readonly timeZone: string; readonly readers: readonly string[] },
): Promise<ReportEntry[]> {
  const recipients = await recipientsOf(db, readers)
  return [
    ...(await planned(db, days, timeZone, recipients)),
    ...(await sent(db, days, timeZone, recipients)),
  ]
}
