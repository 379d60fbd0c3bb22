import { type Kysely, type RawBuilder, sql } from 'kysely'
import { addDays, type IsoDate } from '#kernel/period.ts'
import { startOfDay } from '#kernel/zone.ts'
import type { EdgeKind } from '../identity.ts'
import type {
  EdgeList,
  KnownKind,
  UnknownVisitQuery,
  UnknownVisits,
  VisitPeople,
} from '../identity-shapes.ts'
import { EDGE_TEXTS } from '../touch-evidence.ts'

type Item = EdgeList['items'][number]

type Row = {
  readonly id: string
  readonly visitor: string
  readonly kind: EdgeKind
  readonly at: Date
  readonly named: string | null
  readonly noted_by: string | null
  readonly holds: boolean
  readonly from_at: string | null
  readonly until_at: string | null
  readonly account_by: Item['accountBy']
  readonly person_kind: 'contact' | 'lead' | null
  readonly person_id: string | null
  readonly person_label: string | null
  readonly account_id: string | null
  readonly account_label: string | null
  readonly is_shared: boolean
  readonly removed_at: Date | null
  readonly removed_by: string | null
}

/** An account's edges are those that hold for it: people of it, and visitors of whom only the company is known. */
const isOf = (kind: KnownKind, id: string): RawBuilder<boolean> => {
  const column = sql.ref(`${kind}_id`)
  return kind === 'account'
    ? sql`range.${column} = ${id} or edge.${column} = ${id}`
    : sql`edge.${column} = ${id} or range.${column} = ${id}`
}

/** Edges, newest first, also those that were taken back. */
async function readItems(db: Kysely<unknown>, which: RawBuilder<boolean>): Promise<Item[]> {
  const { rows } = await sql<Row>`
    select edge.id, edge.visitor, edge.kind, edge.at, edge.named, edge.noted_by, edge.removed_at, edge.removed_by,
           range.identity_id is not null as holds, range.account_by,
           to_char(nullif(range.from_at, '-infinity') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as from_at,
           to_char(nullif(range.until_at, 'infinity') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as until_at,
           case when contact.id is not null then 'contact' when lead.id is not null then 'lead' end as person_kind,
           coalesce(contact.id, lead.id) as person_id,
           coalesce(nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), contact.email,
                    nullif(concat_ws(' ', lead.first_name, lead.last_name), ''), lead.email) as person_label,
           account.id as account_id, account.name as account_label,
           exists (
             select from tracking.identity_range other
              where other.visitor = edge.visitor
                and coalesce(other.contact_id, other.lead_id) is distinct from coalesce(range.contact_id, range.lead_id,
                      edge.contact_id, edge.lead_id)) as is_shared
      from tracking.identity edge
      left join tracking.identity_range range on range.identity_id = edge.id
      left join crm.contact on contact.id = coalesce(range.contact_id, edge.contact_id)
      left join leads.lead on lead.id = coalesce(range.lead_id, edge.lead_id)
      left join crm.account on account.id = coalesce(range.account_id, edge.account_id)
     where ${which}
     order by edge.at desc, edge.id desc
  `.execute(db)
  return rows.map(itemOf)
}

async function isWaiting(db: Kysely<unknown>, visitors: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select from tracking.stitching where visitor = any(${[...visitors]}::uuid[]) limit 1`.execute(
    db,
  )
  return rows.length > 0
}

/** Every edge of a person or company with their devices. */
export async function listEdges(
  db: Kysely<unknown>,
  kind: KnownKind,
  id: string,
): Promise<EdgeList> {
  const items = await readItems(db, isOf(kind, id))
  const visitors = [...new Set(items.map(({ visitor }) => visitor))]
  return {
    isWaiting: await isWaiting(db, visitors),
    visitors: await devicesOf(db, visitors),
    items,
  }
}

/** Who the visitor of a visit was, and whether somebody may say so by hand; null where there is no such visit. */
export async function peopleOfVisit(db: Kysely<unknown>, id: string): Promise<VisitPeople | null> {
  const { rows } = await sql<{ visitor: string } & Pick<VisitPeople, 'linkable' | 'visits'>>`
    select visit.visitor,
           case when visit.bot is not null then 'bot'
                when visitor.withdrawn_at is not null then 'withdrawn'
                when visitor.consent = 'm' then 'yes'
                else 'no_consent' end as linkable,
           (select count(*) from tracking.visit own where own.visitor = visit.visitor) as visits
      from tracking.visit left join tracking.visitor on visitor.id = visit.visitor
     where visit.id = ${id}::bigint`.execute(db)
  const [visit] = rows
  if (!visit) return null
  const { visitor, ...state } = visit
  return {
    ...state,
    isWaiting: await isWaiting(db, [visitor]),
    items: await readItems(db, sql`edge.visitor = ${visitor}`),
  }
}

const itemOf = (row: Row): Item => ({
  id: row.id,
  visitor: row.visitor,
  kind: row.kind,
  label: EDGE_TEXTS[row.kind],
  at: row.at.toISOString(),
  named: row.named,
  notedBy: row.noted_by,
  holds: row.holds,
  from: row.from_at,
  until: row.until_at,
  accountBy: row.account_by,
  person:
    row.person_kind && row.person_id
      ? { kind: row.person_kind, id: row.person_id, label: row.person_label ?? '' }
      : null,
  account: row.account_id === null ? null : { id: row.account_id, label: row.account_label ?? '' },
  isShared: row.is_shared,
  removedAt: row.removed_at?.toISOString() ?? null,
  removedBy: row.removed_by,
})

/** The devices behind visitor ids, last seen first. */
async function devicesOf(
  db: Kysely<unknown>,
  visitors: readonly string[],
): Promise<EdgeList['visitors']> {
  const { rows } = await sql<{
    id: string
    consent: string
    withdrawn_at: Date | null
    visits: number
    first_at: Date | null
    last_at: Date | null
    device: string | null
  }>`
    select visitor.id, visitor.consent, visitor.withdrawn_at, seen.*
      from tracking.visitor
     cross join lateral (
       select count(*) as visits, min(started_at) as first_at, max(ended_at) as last_at,
              (array_agg(device order by started_at desc) filter (where device is not null))[1] as device
         from tracking.counted_visit where counted_visit.visitor = visitor.id
     ) seen
     where visitor.id = any(${[...visitors]}::uuid[])
     order by seen.last_at desc nulls last, visitor.id
  `.execute(db)
  return rows.map(({ id, consent, visits, device, ...row }) => ({
    ...{ id, consent, visits, device },
    firstAt: row.first_at?.toISOString() ?? null,
    lastAt: row.last_at?.toISOString() ?? null,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }))
}

const SHOWN_DAYS = 7
const SHOWN_MAX = 50

/** Text that is looked for as it stands. */
const asPattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Visits of the week up to and with a day that may be linked by hand, latest first. */
export async function unknownVisits(
  db: Kysely<unknown>,
  { until, q }: UnknownVisitQuery,
  timeZone: string,
): Promise<UnknownVisits['items']> {
  const last = addDays(until as IsoDate, 1)
  const from = new Date(startOfDay(addDays(last, -SHOWN_DAYS), timeZone))
  const end = new Date(startOfDay(last, timeZone))
  const pattern = q === undefined || q.trim() === '' ? null : asPattern(q.trim())
  const { rows } = await sql<
    Omit<UnknownVisits['items'][number], 'startedAt'> & { started_at: Date }
  >`
    select visit.id, visit.started_at, visit.landing, visit.channel, visit.campaign, visit.pages, visit.device,
           (select count(*) from tracking.visit own where own.visitor = visit.visitor) as visits
      from tracking.counted_visit visit
      join tracking.visitor on visitor.id = visit.visitor and visitor.consent = 'm' and visitor.withdrawn_at is null
     where visit.started_at >= ${from} and visit.started_at < ${end} and visit.bot is null
       and not exists (
         select from tracking.identity_range range
          where range.visitor = visit.visitor and (range.contact_id is not null or range.lead_id is not null))
       and (${pattern}::text is null
            or concat_ws(' ', visit.landing, visit.source_key, visit.campaign) ilike ${pattern}::text)
     order by visit.started_at desc, visit.id desc limit ${SHOWN_MAX}
  `.execute(db)
  return rows.map(({ started_at, ...visit }) => ({
    ...visit,
    startedAt: started_at.toISOString(),
  }))
}
