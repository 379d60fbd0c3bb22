import { type RawBuilder, sql } from 'kysely'
import type { Db, TimelineItem } from '#platform/records/binding.ts'

/** Records that returns are told of in their history. */
export const RETURN_TIMELINES = ['account', 'contact', 'lead'] as const
export type ReturnTimeline = (typeof RETURN_TIMELINES)[number]

const SHOWN_MAX = 200

type Row = {
  readonly at: Date
  readonly type: string
  readonly title: string | null
  readonly detail: string | null
  readonly kind: string
  readonly id: string
}

/** Days are no instants: they stand at their beginning on the clock of the company. */
const beginning = (day: RawBuilder<unknown>, timeZone: string) =>
  sql`${day}::timestamp at time zone ${timeZone}::text`

const contracts = (id: string, timeZone: string) => sql`
  select ${beginning(sql`start_date`, timeZone)} as at, 'contract' as type, name as title, null as detail,
         'contract' as kind, id
    from returns.contract where account_id = ${id}
  union all
  select ${beginning(sql`coalesce(decided_on, end_date)`, timeZone)}, 'contract_' || outcome, name, end_reason, 'contract', id
    from returns.contract
   where account_id = ${id} and outcome <> 'running' and coalesce(decided_on, end_date) is not null
  union all`

/** Every contract, recommendation, service request and meeting of a record, newest first. */
export async function returnTimeline(
  db: Db,
  kind: ReturnTimeline,
  id: string,
  timeZone: string,
): Promise<TimelineItem[]> {
  const own = sql.ref(`${kind}_id`)
  const recommendedOn = beginning(sql`recommendation.recommended_on`, timeZone)
  const isAccount = kind === 'account'
  const given = isAccount
    ? sql`recommendation.recommender_account_id = ${id}`
    : kind === 'contact'
      ? sql`recommendation.recommender_contact_id = ${id}`
      : sql`false`
  const requests =
    kind === 'lead'
      ? sql``
      : sql`
        select requested_at, 'service_request', subject, null, 'service_request', id
          from returns.service_request where ${own} = ${id}
        union all`
  const { rows } = await sql<Row>`
    select * from (
      ${isAccount ? contracts(id, timeZone) : sql``}
      select ${recommendedOn} as at, 'recommended' as type,
             coalesce(recommender.name, recommendation.recommender_name) as title, null as detail,
             'recommendation' as kind, recommendation.id
        from returns.recommendation
        left join crm.account recommender on recommender.id = recommendation.recommender_account_id
       where recommendation.${own} = ${id}
      union all
      select ${recommendedOn}, 'recommends', recommendation.recommended_name, null,
             'recommendation', recommendation.id
        from returns.recommendation where ${given}
      union all
      ${requests}
      select starts_at, 'meeting_' || outcome, title, null, 'meeting', id
        from returns.meeting where ${own} = ${id}
    ) items
    order by at desc, id
    limit ${SHOWN_MAX}
  `.execute(db)
  return rows.map(({ at, type, title, detail, kind: of, id: recordId }) => ({
    ...{ at: at.toISOString(), type, title: title ?? type, kind: of, recordId },
    ...(detail && { detail }),
  }))
}
