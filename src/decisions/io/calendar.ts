import { sql } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { kpiById } from '#kpis/registry.ts'
import { reviewName } from '../agenda.ts'
import { type CalendarEntry, reportEntry } from '../calendar.ts'
import { alike } from '../words.ts'
import type { DecisionParts } from './parts.ts'

const Row = z.object({
  on: z.string(),
  type: z.enum(['due', 'check', 'review', 'milestone', 'stop']),
  id: z.string(),
  title: z.string(),
  who: z.string().nullable(),
  until: z.string().nullable(),
  detail: z.string().nullable(),
  day: z.number().nullable(),
  done: z.boolean(),
})
type Row = z.infer<typeof Row>

function titleOf(row: Row): CalendarEntry['title'] {
  if (row.type === 'review') return reviewName(row.title, row.until ?? row.title)
  const name = row.detail === null ? undefined : kpiById(row.detail)?.name
  if (row.type === 'milestone') {
    return {
      de: `${row.title}: Tag ${row.day}, ${name?.de ?? ''}`,
      en: `${row.title}: day ${row.day}, ${name?.en ?? ''}`,
    }
  }
  if (row.type === 'stop') {
    return {
      de: `${row.title}: Abbruchregel, Tag ${row.day}`,
      en: `${row.title}: stop rule, day ${row.day}`,
    }
  }
  return alike(row.title)
}

const PATHS = {
  due: 'decisions',
  check: 'decisions',
  review: 'reviews',
  milestone: 'campaigns',
  stop: 'campaigns',
} as const

/** Who gets what when, and what is due when: reports, reviews, decisions, agreed days of campaigns. */
export async function readCalendar(
  parts: Pick<DecisionParts, 'records' | 'reports'>,
  { from, until }: Period,
): Promise<CalendarEntry[]> {
  const [{ rows }, reports] = await Promise.all([
    sql`
      with agreed as (
        select a.campaign_id, c.name, u.name as who, a.metric, a.begins_on + day.number as on_day,
               day.number, day.kind
          from decisions.agreement a
          join campaigns.campaign c on c.id = a.campaign_id
          left join access."user" u on u.id = a.owner_id
         cross join lateral (values
           (30, 'milestone', a.expected_30), (60, 'milestone', a.expected_60), (90, 'milestone', a.expected_90),
           (a.stop_on_day, 'stop', a.stop_value)) as day (number, kind, value)
         where day.value is not null
      ), entry ("on", type, id, title, who, until, detail, day, done) as (
        select d.due_on, 'due', d.id, d.title, u.name, null::date, null, null::int, d.done_on is not null
          from decisions.decision d
          left join access."user" u on u.id = d.owner_id
         where d.due_on >= ${from}::date and d.due_on < ${until}::date and d.status in ('decided', 'done')
        union all
        select d.check_on, 'check', d.id, d.title, u.name, null, null, null, d.checked_on is not null
          from decisions.decision d
          left join access."user" u on u.id = d.owner_id
         where d.check_on >= ${from}::date and d.check_on < ${until}::date and d.status in ('decided', 'done')
        union all
        select r.held_on, 'review', r.id, r.from_date::text, u.name, r.until_date, null, null, true
          from decisions.review r
          left join access."user" u on u.id = r.owner_id
         where r.held_on >= ${from}::date and r.held_on < ${until}::date
        union all
        select on_day, kind, campaign_id, name, who, null, metric, number, false
          from agreed
         where on_day >= ${from}::date and on_day < ${until}::date
      )
      select "on", type, id::text as id, title, who, until, detail, day, done
        from entry
       order by "on", type, title collate "C", id
       limit 1000
    `.execute(parts.records.db),
    parts.reports?.({ from, until }) ?? [],
  ])
  const own = z
    .array(Row)
    .parse(rows)
    .map(
      (row): CalendarEntry => ({
        on: row.on,
        type: row.type,
        title: titleOf(row),
        who: row.who === null ? [] : [row.who],
        deliveries: [],
        done: row.done,
        link: `/${PATHS[row.type]}/${row.id}`,
      }),
    )
  return [...own, ...reports.map(reportEntry)].toSorted((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : 0,
  )
}
