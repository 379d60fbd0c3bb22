import { sql } from 'kysely'
import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import type { Db, TimelineItem } from '#platform/records/binding.ts'
import type { EdgeKind } from '../identity.ts'
import { evidenceLines } from '../touch-evidence.ts'
import { TOUCH_KINDS } from '../touch-kinds.ts'
import { lastNonDirectSql } from './last-non-direct.ts'

/** Records that have touches. */
export const TOUCHED_KINDS = ['contact', 'lead', 'account'] as const
export type TouchedKind = (typeof TOUCHED_KINDS)[number]

const SHOWN_MAX = 500

/** A person's touches are also those of their leads, an account's also those of its people. */
const isOf = (kind: TouchedKind, id: string) => {
  if (kind === 'lead') return sql`touch.lead_id = ${id}`
  const leads = sql`select id from leads.lead where ${sql.ref(`${kind}_id`)} = ${id}`
  if (kind === 'contact') return sql`touch.contact_id = ${id} or touch.lead_id in (${leads})`
  return sql`touch.account_id = ${id} or touch.lead_id in (${leads})
    or touch.contact_id in (select id from crm.contact where account_id = ${id})`
}

type Row = {
  readonly id: string
  readonly occurred_at: Date
  readonly title: string | null
  readonly kind: string | null
  readonly channel: string | null
  readonly is_direct: boolean
  readonly channel_rule: string | null
  readonly used: string | null
  readonly campaign: string | null
  readonly landing: string | null
  readonly referrer: string | null
  readonly last_channel: string | null
  readonly last_de: string | null
  readonly last_en: string | null
  readonly person: string | null
  readonly known_by: EdgeKind | null
  readonly named: string | null
  readonly noted_by: string | null
  readonly is_shared: boolean
}

/** Every touch of a record with what it rests on, newest first. */
export async function touchTimeline(
  db: Db,
  kind: TouchedKind,
  id: string,
): Promise<TimelineItem[]> {
  const { rows } = await sql<Row>`
    select touch.id, touch.occurred_at, touch.title, touch.kind, channel.name_de as channel,
           touch.channel = 'direct' as is_direct, touch.channel_rule, touch.used, campaign.name as campaign, page.host || page.path as landing,
           visit.referrer_host as referrer, last.id as last_channel, last.name_de as last_de, last.name_en as last_en,
           coalesce(nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), contact.email) as person,
           edge.kind as known_by, edge.named, edge.noted_by,
           exists (
             select from tracking.identity_range other
              where other.visitor = touch.visitor
                and (other.contact_id, other.lead_id) is distinct from (range.contact_id, range.lead_id)) as is_shared
      from tracking.touchpoint touch
      left join tracking.channel on channel.id = touch.channel
      left join campaigns.campaign on campaign.id = touch.campaign_id
      left join crm.contact on contact.id = touch.contact_id
      left join tracking.visit on visit.id = touch.visit_id
      left join tracking.page on page.id = visit.landing_page
      left join lateral (
        select ${lastNonDirectSql()} as channel where touch.channel = 'direct' and visit.id is not null offset 0) before on true
      left join tracking.channel last on last.id = before.channel
      left join tracking.identity_range range
        on range.visitor = touch.visitor and touch.occurred_at >= range.from_at and touch.occurred_at < range.until_at
      left join tracking.identity edge on edge.id = range.identity_id
     where (${isOf(kind, id)})
     order by touch.occurred_at desc, touch.id desc limit ${SHOWN_MAX}
  `.execute(db)
  return [...rows.map((row) => itemOf(row, kind)), ...(await reportedGoals(db, kind, id))]
}

/** Goals that a server reported of the person outside of every visit: no touch of a channel, but they happened. */
async function reportedGoals(db: Db, kind: TouchedKind, id: string): Promise<TimelineItem[]> {
  const { rows } = await sql<{ at: Date; name: string; counts: boolean }>`
    select touch.at, goal.name, touch.counts
      from (select reached.*, contact.account_id
              from tracking.goal_reached reached
              left join crm.contact on contact.id = reached.contact_id
             where reached.visit_id is null and coalesce(reached.contact_id, reached.lead_id) is not null) touch
      join tracking.goal on goal.id = touch.goal_id
     where (${isOf(kind, id)})
     order by touch.at desc limit ${SHOWN_MAX}
  `.execute(db)
  return rows.map(({ at, name, counts }) => ({
    at: at.toISOString(),
    type: 'touchpoint',
    title: `Ziel erreicht: ${name}`,
    detail: null,
    evidence: [
      { label: text('Gemeldet von', 'Reported by'), value: text('einem Server', 'a server') },
      ...(counts
        ? []
        : [
            {
              label: text('Zählt nicht', 'Does not count'),
              value: text('schon früher erreicht', 'reached before'),
            },
          ]),
    ],
  }))
}

/** Nothing where there was no other channel: then direct is all that is known. */
const lastNonDirectOf = ({ last_channel, last_de, last_en }: Row): Text | null =>
  last_channel === null || last_channel === 'direct' || last_de === null
    ? null
    : text(last_de, last_en ?? last_de)

function itemOf(row: Row, kind: TouchedKind): TimelineItem {
  const kindName = TOUCH_KINDS.find(({ id }) => id === row.kind)?.de ?? null
  const name = row.title ?? (kindName === null ? row.channel : null)
  return {
    at: row.occurred_at.toISOString(),
    type: 'touchpoint',
    title: [kindName, name].filter(Boolean).join(': '),
    detail: row.channel,
    kind: 'touchpoint',
    recordId: row.id,
    evidence: evidenceLines({
      rule: row.channel_rule,
      used: row.used,
      campaign: row.campaign,
      landing: row.landing,
      referrer: row.referrer,
      isPassed: row.is_direct && row.referrer !== null,
      lastNonDirect: lastNonDirectOf(row),
      person: kind === 'account' ? row.person : null,
      knownBy: row.known_by,
      knownNamed: row.named,
      knownNotedBy: row.noted_by,
      isShared: row.is_shared,
    }),
  }
}
