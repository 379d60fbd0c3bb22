import { sql } from 'kysely'
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

/** Contracts have no instants: their days stand at the beginning of the day. */
const contracts = (id: string) => sql`
  select start_date::timestamptz as at, 'contract' as type, name as title, null as detail, 'contract' as kind, id
    from returns.contract where account_id = ${id}
  union all
  select coalesce(decided_on, end_date)::timestamptz, 'contract_' || outcome, name, end_reason, 'contract', id
    from returns.contract
   where account_id = ${id} and outcome <> 'running' and coalesce(decided_on, end_date) is not null
  union all`

/** Every contract, recommendation, service request and meeting of a record, newest first. */
export async function returnTimeline(
  db: Db,
  kind: ReturnTimeline,
  id: string,
): Promise<TimelineItem[]> {
  const own = sql.ref(`${kind}_id`)
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
      ${isAccount ? contracts(id) : sql``}
      select recommendation.recommended_on::timestamptz as at, 'recommended' as type,
             coalesce(recommender.name, recommendation.recommender_name) as title, null as detail,
             'recommendation' as kind, recommendation.id
        from returns.recommendation
        left join crm.account recommender on recommender.id = recommendation.recommender_account_id
       where recommendation.${own} = ${id}
      union all
      select recommendation.recommended_on::timestamptz, 'recommends', recommendation.recommended_name, null,
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
