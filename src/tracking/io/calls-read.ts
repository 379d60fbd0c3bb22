import { type Kysely, sql } from 'kysely'
import type { CallList } from '../call-shapes.ts'

const SHOWN_MAX = 50

type Row = {
  readonly id: string
  readonly at: Date
  readonly caller: string | null
  readonly duration: number | null
  readonly kind: 'contact' | 'lead' | 'account' | null
  readonly person: string | null
  readonly label: string | null
}

/** Touchpoints that are calls of a number: reported by a telephone system, or written down with its name and campaign. */
const ofNumber = (id: string) => sql`
  select touch.id, touch.occurred_at as at, call.caller, call.duration_seconds as duration,
         touch.contact_id, touch.lead_id, touch.account_id
    from tracking.phone_number number
    join tracking.touchpoint touch on touch.kind = 'call' and touch.visit_id is null
    left join tracking.call on call.touchpoint_id = touch.id
   where number.id = ${id}::uuid
     and (call.number_id = number.id
          or call.id is null and touch.title = number.name and touch.campaign_id is not distinct from number.campaign_id)`

/** The calls of a tracked number, latest first, and how many there were since an instant. */
export async function callsOfNumber(
  db: Kysely<unknown>,
  id: string,
  since: Date,
): Promise<Pick<CallList, 'recent' | 'ever' | 'items'>> {
  const counts = await sql<{ recent: number; ever: number }>`
    select count(*) filter (where at >= ${since}) as recent, count(*) as ever from (${ofNumber(id)}) call
  `.execute(db)
  const { rows } = await sql<Row>`
    select call.id, call.at, call.caller, call.duration,
           case when contact.id is not null then 'contact' when lead.id is not null then 'lead'
                when account.id is not null then 'account' end as kind,
           coalesce(contact.id, lead.id, account.id) as person,
           coalesce(nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), contact.email,
                    nullif(concat_ws(' ', lead.first_name, lead.last_name), ''), lead.company, lead.email, account.name) as label
      from (${ofNumber(id)}) call
      left join crm.contact on contact.id = call.contact_id
      left join leads.lead on lead.id = call.lead_id
      left join crm.account on account.id = call.account_id
     order by call.at desc, call.id desc limit ${SHOWN_MAX}
  `.execute(db)
  return {
    ...(counts.rows[0] ?? { recent: 0, ever: 0 }),
    items: rows.map(({ id: touchpoint, at, caller, duration, kind, person, label }) => ({
      ...{ touchpoint, caller, duration },
      at: at.toISOString(),
      person: kind && person ? { kind, id: person, label: label ?? '' } : null,
    })),
  }
}
